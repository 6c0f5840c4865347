import { expect, test } from 'vitest'
import { mendOf, remedyWords } from '../../../src/app/panel/model/mend.ts'
import { listed } from '../../../src/app/panel/page-list.ts'

const codes = [
  ['model-missing', 'models'],
  ['model-unreachable', 'settings'],
  ['disk-full', 'models'],
  ['offline', 'privacy'],
  ['claude-key-refused', 'privacy'],
  ['denied-by-rule', 'settings/permissions'],
  ['microphone-silent', 'start/microphone'],
  ['wake-clip-unknown', 'wake'],
  ['voice-missing', 'models'],
  ['voice-unknown', 'voices'],
  ['config-invalid', 'settings'],
  ['unexpected', 'doctor'],
] as const

test.each(codes)('a failure %s is mended on the page %s, which there is', (code, place) => {
  const mend = mendOf(code, false)
  expect(mend?.page.join('/')).toBe(place)
  expect(listed.map(({ id }) => id)).toContain(mend?.page[0])
})

test('what no page mends has no button; what only the menu bar can ask has one only there', () => {
  for (const code of [undefined, '', 'consent-refused', 'offliner', 'modelling'])
    expect(mendOf(code, true), code).toBeUndefined()
  expect(mendOf('automation-not-allowed', false)).toBeUndefined()
  expect(mendOf('automation-not-allowed', true)?.page).toEqual(['settings', 'mac'])
})

test('a command for the terminal is not said beside a button that does it', () => {
  const mend = mendOf('model-missing', false)
  expect(remedyWords('sam models pull whisper-tiny-en', mend)).toBe('')
  expect(remedyWords('sam start --port 0', undefined)).toBe('sam start --port 0')
  expect(remedyWords('Plug it in.', mend)).toBe('Plug it in.')
  expect(remedyWords(undefined, mend)).toBe('')
})
