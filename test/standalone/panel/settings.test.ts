import { describe, expect, test } from 'vitest'
import { settingShapes } from '../../../src/app/desk/setting-shapes.ts'
import { keysOf, shownKeys } from '../../../src/app/panel/model/keys.ts'
import { groupSettings, linesOf, valueWords, withChoice } from '../../../src/app/panel/model/setting-lines.ts'
import { plainSummary, toolGroup } from '../../../src/app/panel/model/tool-lines.ts'
import { privacyWords } from '../../../src/app/panel/strings/history.ts'
import { settingGroups } from '../../../src/app/panel/strings/settings.ts'
import { flattenSettings } from '../../../src/app/settings/settings.ts'
import { defaultConfig } from '../../../src/core/config.ts'

const keys = flattenSettings(defaultConfig).map(([key]) => key)

describe('the words and shapes of settings', () => {
  test('every setting of the core has words once, and there are no others', () => {
    const named = settingGroups.flatMap(({ settings }) => Object.keys(settings))
    expect(named.toSorted()).toEqual(keys.toSorted())
  })

  test('every setting has a shape that its default fits', () => {
    const shapes = settingShapes()
    const fits = {
      switch: (value: unknown) => typeof value === 'boolean',
      number: (value: unknown) => typeof value === 'number',
      text: (value: unknown) => typeof value === 'string',
      choice: (value: unknown) => typeof value === 'string',
      list: Array.isArray,
      choices: Array.isArray,
    }
    const odd = flattenSettings(defaultConfig).filter(([key, value]) => {
      const shape = shapes.get(key)
      return shape === undefined || !fits[shape.kind](value)
    })
    expect(odd).toEqual([])
    expect(shapes.get('hearing.endpointMs')).toEqual({ kind: 'number', whole: true, minimum: 150, maximum: 3000 })
    expect(shapes.get('weather.units')).toMatchObject({
      kind: 'choice',
      choices: [{ value: 'metric' }, { value: 'imperial' }],
    })
  })
})

test('what Privacy only shows is found in the settings by one click', () => {
  const lines = keys.map((key) => ({ key, value: '', fallback: '', shape: { kind: 'text' as const }, waits: false }))
  const found = Object.values(privacyWords.settings).map((words) =>
    groupSettings(lines, words).flatMap(({ settings }) => settings.map(({ key }) => key)),
  )
  expect(found).toEqual([['claude.neverSend'], ['claude.shares'], ['weather.place'], ['news.feeds']])
})

test('keys are written as they are pressed, and shown as on the keyboard', () => {
  const none = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false }
  const press = (code: string, held: Partial<typeof none>, mac: boolean) => keysOf({ ...none, ...held, code }, mac)
  expect(press('Space', { metaKey: true, shiftKey: true }, true)).toBe('CommandOrControl+Shift+Space')
  expect(press('KeyK', { ctrlKey: true, altKey: true }, true)).toBe('Control+Alt+K')
  expect(press('KeyK', { ctrlKey: true }, false)).toBe('CommandOrControl+K')
  expect(press('F5', {}, true)).toBe('F5')
  // Not yet, or what would no longer be typed.
  expect([press('ShiftLeft', { shiftKey: true }, true), press('KeyK', { shiftKey: true }, true)]).toEqual([
    undefined,
    undefined,
  ])
  expect(shownKeys('CommandOrControl+Shift+Space', true)).toBe('⇧⌘Space')
  expect(shownKeys('CommandOrControl+Shift+Space', false)).toBe('Ctrl+Shift+Space')
  expect(valueWords(350, 'ms')).toBe('0.35 s')
})

test('tools stand in groups, without what is meant for a model', () => {
  const found = 'Finds files by name, kind and time; files.open can then open one by position.'
  expect(plainSummary(found)).toBe('Finds files by name, kind and time.')
  expect(plainSummary('Quits an application; asks first when something is unsaved.')).toBe(
    'Quits an application; asks first when something is unsaved.',
  )
  expect(['windows.move', 'finder.selection', 'phone.call', 'undo.last', 'new.tool'].map(toolGroup)).toEqual([
    'apps',
    'files',
    'people',
    'sam',
    'sam',
  ])
})

describe('the list of settings', () => {
  const line = (key: string) => ({
    key,
    value: 1,
    fallback: 1,
    shape: { kind: 'number' as const, whole: true },
    waits: false,
  })

  test('a search finds names, sentences, keys and groups, all words of it', () => {
    const lines = keys.map(line)
    const found = (query: string) =>
      groupSettings(lines, query).flatMap(({ settings }) => settings.map(({ key }) => key))
    expect(found('claude budget')).toEqual(['claude.dailyBudgetUsd'])
    expect(found('endpointms')).toEqual(['hearing.endpointMs'])
    expect(found('silence')).toEqual(['hearing.endpointMs'])
    expect(found('zebra')).toEqual([])
    expect(found('')).toHaveLength(keys.length)
  })

  test('lists, choices and values as they are written', () => {
    expect(linesOf(' a \n\n b, c\n')).toEqual(['a', 'b, c'])
    expect(withChoice(['news', 'other'], 'mail', ['mail', 'weather', 'news'])).toEqual(['mail', 'news', 'other'])
    expect(withChoice(['mail', 'news'], 'mail', ['mail', 'news'])).toEqual(['news'])
    expect([true, 1000, '', ['mail', 'x'], []].map((value) => valueWords(value))).toEqual([
      'on',
      '1,000',
      'none',
      'Mail, x',
      'none',
    ])
  })
})
