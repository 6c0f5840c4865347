import { expect, test } from 'vitest'
import { alwaysFor, consentLines } from '../../../src/app/panel/model/consent-lines.ts'

test('a question shows the whole text and the recipient, whatever the arguments are', () => {
  const text = 'x'.repeat(5000)
  expect(consentLines({ input: { to: 'ana@example.org', text, dueLocal: '', amount: 3, tags: ['a'] } })).toEqual([
    { name: 'to', value: 'ana@example.org' },
    { name: 'text', value: text },
    { name: 'amount', value: '3' },
    { name: 'tags', value: '[\n "a"\n]' },
  ])
  for (const input of [null, 'word', 7, undefined]) expect(consentLines({ input })).toEqual([])
})

test('"always" says what it is for', () => {
  const of = (target: string | undefined, input: unknown) =>
    alwaysFor({ tool: 'apps.quit', input, always: { days: 30, ...(target === undefined ? {} : { target }) } })
  expect(of('com.apple.Notes', { app: 'Notes' })).toBe('Notes')
  expect(of('4F3C-11:ABPerson', { person: 'Ana Blau', entry: '1', id: '4F3C-11:ABPerson' })).toBe('Ana Blau')
  expect(of('/somewhere/Downloads', { path: '/somewhere/Downloads/a.pdf' })).toBe('Downloads')
  expect(of('ana@example.org', null)).toBe('ana@example.org')
  expect(of(undefined, {})).toBe('“Quit”')
})
