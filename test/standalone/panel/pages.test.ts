import { describe, expect, test } from 'vitest'
import { factLines, filterFacts } from '../../../src/app/panel/model/fact-lines.ts'
import { formatBytes, formatDay, formatTimeLeft } from '../../../src/app/panel/model/format.ts'
import { guessImport } from '../../../src/app/panel/model/guess-import.ts'
import { foundItems, withDays } from '../../../src/app/panel/model/memory-lines.ts'
import { patternLines } from '../../../src/app/panel/model/pattern-lines.ts'
import { hashOf, parseHash } from '../../../src/app/panel/model/route.ts'
import { pages } from '../../../src/app/panel/page-list.ts'
import { chatGptExport } from '../../e2e/chatgpt-export.ts'

describe('addresses', () => {
  test.each([
    ['', 'talk', []],
    ['#', 'talk', []],
    ['#memory', 'memory', []],
    ['#/memory/facts', 'memory', ['facts']],
    ['#memory/search/a%2Fb%20c', 'memory', ['search', 'a/b c']],
    ['#memory//%E0%A4%A', 'memory', ['%E0%A4%A']],
  ])('%s', (hash, page, path) => {
    expect(parseHash(hash)).toEqual({ page, path })
  })

  test('what is written is read again', () => {
    const path = ['search', '100 % / "ü" #1?']
    expect(parseHash(hashOf('memory', ...path))).toEqual({ page: 'memory', path })
  })

  test('no two pages share a name or a key', () => {
    const names = pages.map(({ id }) => id)
    const keys = pages.flatMap(({ shortcut }) => shortcut ?? [])
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(keys).size).toBe(keys.length)
    expect(names).not.toContain('talk')
  })
})

describe('numbers and times in words', () => {
  test('sizes', () => {
    expect([0, 999, 1000, 1_234_567, 45_000_000, 8_100_000_000].map(formatBytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 KB',
      '1.2 MB',
      '45 MB',
      '8.1 GB',
    ])
  })

  test('days', () => {
    const now = new Date(2026, 2, 30, 0, 30).getTime()
    expect(formatDay(now, now)).toBe('Today')
    // Midnight was half an hour ago, and on some of these nights an hour is missing.
    expect(formatDay(new Date(2026, 2, 29, 23, 59).getTime(), now)).toBe('Yesterday')
    expect(formatDay(new Date(2026, 2, 28, 12).getTime(), now)).toBe('Saturday 28 March')
    expect(formatDay(new Date(2025, 10, 1).getTime(), now)).toBe('Saturday, 1 November 2025')
  })

  test('time left is told once there is something to go by', () => {
    expect(formatTimeLeft(0, 100, 60_000)).toBeUndefined()
    expect(formatTimeLeft(50, 100, 500)).toBeUndefined()
    expect(formatTimeLeft(95, 100, 20_000)).toBe('a few seconds left')
    expect(formatTimeLeft(50, 100, 42_000)).toBe('about 40 seconds left')
    expect(formatTimeLeft(10, 100, 60_000)).toBe('about 9 minutes left')
    expect(formatTimeLeft(1, 100, 120_000)).toBe('about 3 hours left')
  })
})

describe('memory', () => {
  const line = (row: number, atMs?: number) => ({
    row,
    speaker: 'user',
    text: `line ${row}`,
    source: 'live',
    conversation: 'c',
    ...(atMs === undefined ? {} : { atMs }),
  })

  test('each day stands once above its lines, also where a page of them ends', () => {
    const now = new Date(2026, 1, 3, 12).getTime()
    const items = withDays([line(3, now), line(2, now - 3_600_000), line(1, now - 86_400_000), line(0)], now)
    expect(items.map((item) => ('day' in item ? item.day : item.line.row))).toEqual([
      'Today',
      3,
      2,
      'Yesterday',
      1,
      'Without a date',
      0,
    ])
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length)
  })

  const fact = (id: number, more: object) => ({ id, text: `text ${id}`, toldAtMs: id, ...more })

  test('facts that follow one another are one line, with what held before', () => {
    const home = { subject: 'user', attribute: 'home' }
    const lines = factLines([
      fact(5, { ...home, value: 'Porto' }),
      fact(4, {}),
      fact(3, { ...home, value: 'Oslo', validToMs: 5 }),
      fact(2, { ...home, value: 'Faro', validToMs: 9, refutedAtMs: 9 }),
      fact(1, { subject: 'sister', attribute: 'name', value: 'Ana' }),
    ])
    expect(lines.map(({ about, attribute }) => [about, attribute])).toEqual([
      ['You', 'home'],
      [undefined, undefined],
      ['Your sister', 'name'],
    ])
    expect(lines[0]?.current.map(({ value }) => value)).toEqual(['Porto'])
    expect(lines[0]?.before.map(({ value }) => value)).toEqual(['Faro', 'Oslo'])
    expect(filterFacts(lines, 'OSLO home').map(({ about }) => about)).toEqual(['You'])
    expect(filterFacts(lines, 'oslo ana')).toEqual([])
    expect(filterFacts(lines, ' ')).toEqual(lines)
  })

  test('patterns stand under their categories', () => {
    const pattern = { title: 't', facet: 'f', count: 3, of: 4, examples: [] }
    const lines = patternLines([
      { ...pattern, category: 'coding', value: 'Swift' },
      { ...pattern, category: 'planning', value: 'lists' },
      { ...pattern, category: 'coding', value: 'C' },
    ])
    expect(lines.map((item) => ('category' in item ? item.category : item.pattern.value))).toEqual([
      'coding',
      'Swift',
      'C',
      'planning',
      'lists',
    ])
  })
})

describe('what an export is, by a look at its ends', () => {
  const guess = (content: string, name = 'file') => guessImport(new File([content], name))
  const filler = 'x'.repeat(300_000)

  test.each([
    ['chatgpt', chatGptExport({ title: 'a', asked: 'b', answered: 'c' })],
    ['chatgpt', `PK${filler}chat.html conversations.json user.json`],
    ['claude', `[{"uuid":"1","name":"a","chat_messages":[]}]`],
    ['claude', `PK${filler}conversations.json projects.json users.json`],
    ['claude-code', `{"parentUuid":null,"sessionId":"s","type":"user","message":{"role":"user"}}`],
    ['training', `{"messages":[{"role":"user","content":"hello"}]}`],
    [undefined, `holiday${filler}photos`],
    [undefined, ''],
  ])('%s', async (kind, content) => {
    expect(await guess(content)).toBe(kind)
  })
})

test('what a search found stands in two parts where some of it is only close in meaning', () => {
  const hit = (row: number, text: string) => ({
    kind: 'turn' as const,
    row,
    text,
    speaker: 'user',
    source: 'live',
    conversation: 'a',
  })
  const [door, shop, both] = [hit(1, 'The blue door'), hit(2, 'A shop'), hit(3, 'Next to the BLUE door of the shop')]
  const shown = (query: string, ...hits: (typeof door)[]) =>
    foundItems(hits, query).map((item) => ('heading' in item ? item.heading : item.hit.row))
  expect(shown('blue door', shop, door, both)).toEqual(['With these words', 1, 3, 'Close in meaning', 2])
  expect(shown('blue door', door, both)).toEqual([1, 3])
  expect(shown('bakery', shop, door)).toEqual([2, 1])
})
