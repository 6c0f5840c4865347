import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareListName, findList, newListName } from '../../../src/tools/personal/list-names.ts'
import { readDue, readSpan, spokenDue, spokenSpan } from '../../../src/tools/personal/moments.ts'
import { sameWords } from '../../../src/tools/personal/same-words.ts'
import { createMacPersonal } from '../../../src/tools/platform/macos/mac-personal.ts'
import { occurrences } from '../../../src/tools/platform/macos/recurrence.ts'
import { createScriptRunner } from '../../../src/tools/platform/macos/script-runner.ts'
import { createTestLogger } from './fixtures.ts'
import { programsThat } from './mac-applications.ts'

const now = new Date(2025, 10, 22, 16, 20)

describe('moments', () => {
  test.each([
    [{ at: '2025-11-23T09:00' }, new Date(2025, 10, 23, 9), false, "tomorrow at 9 o'clock in the morning"],
    [{ at: '2025-11-23T09:00:30.5' }, new Date(2025, 10, 23, 9), false, "tomorrow at 9 o'clock in the morning"],
    [{ at: '17:30' }, new Date(2025, 10, 22, 17, 30), false, 'today at 5:30 in the afternoon'],
    [{ at: '9:15' }, new Date(2025, 10, 23, 9, 15), false, 'tomorrow at 9:15 in the morning'],
    [{ at: '09:15', day: '2025-11-25' }, new Date(2025, 10, 25, 9, 15), false, 'on Tuesday at 9:15 in the morning'],
    [{ at: '2025-11-30' }, new Date(2025, 10, 30), true, 'on November 30'],
    [{ day: '2025-11-22' }, new Date(2025, 10, 22), true, 'today'],
    [{ at: '2026-01-01T00:00' }, new Date(2026, 0, 1), false, 'on January 1, 2026 at midnight'],
  ])('%j', (input, moment, allDay, words) => {
    const due = readDue(input, now)
    expect(due).toEqual({ at: moment, allDay })
    expect(spokenDue(due, now)).toBe(words)
  })

  test.each([
    'tomorrow',
    '25:00',
    '12:60',
    '2025-02-30',
    '2025-13-01T10:00',
    '2025-11-23T24:10',
    '',
    '2025-11-23T09:00Z',
    '99999999',
  ])('not understood: "%s"', (text) => {
    expect(() => readDue({ at: text }, now)).toThrow(expect.objectContaining({ code: 'time-unclear' }))
  })

  test('what is over is said to be over, but not the day that still goes on', () => {
    expect(() => readDue({ at: '2025-11-22T16:20' }, now)).toThrow(expect.objectContaining({ code: 'time-past' }))
    expect(() => readDue({ day: '2025-11-21' }, now)).toThrow(expect.objectContaining({ code: 'time-past' }))
    expect(readDue({ day: '2025-11-22' }, now).allDay).toBe(true)
  })

  test.each([
    [{ day: '2025-11-23' }, new Date(2025, 10, 23), new Date(2025, 10, 24), 'tomorrow'],
    [
      { from: '2025-11-24', to: '2025-12-01' },
      new Date(2025, 10, 24),
      new Date(2025, 11, 1),
      'from Monday until November 30',
    ],
    [{ from: '2025-11-24' }, new Date(2025, 10, 24), new Date(2025, 11, 1), 'from Monday until November 30'],
    [{ to: '2025-11-22' }, new Date(2025, 10, 15), new Date(2025, 10, 22), 'from November 15 until yesterday'],
    [
      { from: '2025-01-01', to: '2035-01-01' },
      new Date(2025, 0, 1),
      new Date(2026, 0, 2),
      'from January 1 until January 1, 2026',
    ],
  ])('span %j', (input, from, before, words) => {
    const span = readSpan(input)
    expect(span).toEqual({ from, before })
    expect(spokenSpan({ from, before }, now)).toBe(words)
  })

  test('no span, and one that ends before it begins', () => {
    expect(readSpan({})).toBeUndefined()
    expect(() => readSpan({ from: '2025-11-24', to: '2025-11-23' })).toThrow(
      expect.objectContaining({ code: 'time-unclear' }),
    )
  })
})

describe('where the clocks change', () => {
  const zone = process.env['TZ']
  beforeAll(() => {
    process.env['TZ'] = 'America/New_York'
  })
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  test('an hour that is skipped becomes the one after it, one that comes twice is the first', () => {
    expect(new Date(2026, 2, 8, 12).getTimezoneOffset()).toBe(240)
    expect(new Date(2026, 2, 7, 12).getTimezoneOffset()).toBe(300)
    const skipped = readDue({ at: '2026-03-08T02:30' }, new Date(2026, 2, 7, 12))
    expect(skipped.at.toISOString()).toBe('2026-03-08T07:30:00.000Z')
    const twice = readDue({ at: '2026-11-01T01:30' }, new Date(2026, 9, 31, 12))
    expect(twice.at.toISOString()).toBe('2026-11-01T05:30:00.000Z')
  })

  test('the day of the change has its own length, and a bare time the same hour on the next day', () => {
    const span = readSpan({ day: '2026-03-08' })
    expect((span?.before.getTime() ?? 0) - (span?.from.getTime() ?? 0)).toBe(23 * 3_600_000)
    expect(readDue({ at: '9:00' }, new Date(2026, 2, 7, 10)).at.toISOString()).toBe('2026-03-08T13:00:00.000Z')
  })

  test('scripts get the moment as a whole number, whatever the zone', async () => {
    const inputs: string[] = []
    const programs = programsThat(async (_, args) => {
      inputs.push(args[4] ?? '')
      return { exitCode: 0, stdout: '{"id":"a","list":"b"}', stderr: '' }
    })
    const runScript = createScriptRunner({ programs, logger: createTestLogger() })
    const { reminders } = createMacPersonal(programs, runScript, { home: '/home-of-me', readMessages: false })
    const due = readDue({ at: '2026-03-08T02:30' }, new Date(2026, 2, 7, 12))
    await reminders.create({ text: 'x', due }, new AbortController().signal)
    expect(JSON.parse(inputs[0] ?? '')).toEqual({ text: 'x', at: Date.UTC(2026, 2, 8, 7, 30), allDay: false })
  })

  test('a series keeps its hour', () => {
    const weekly = occurrences('FREQ=WEEKLY', new Date(2026, 1, 22, 9), {
      from: new Date(2026, 2, 1),
      before: new Date(2026, 2, 16),
    })
    expect(weekly?.map((one) => one.toISOString())).toEqual([
      '2026-03-01T14:00:00.000Z',
      '2026-03-08T13:00:00.000Z',
      '2026-03-15T13:00:00.000Z',
    ])
  })
})

describe('series of events', () => {
  const first = new Date(2025, 0, 6, 9, 30)
  const year = { from: new Date(2025, 0, 1), before: new Date(2026, 0, 1) }
  const days = (rule: string, begin = first, span = year) =>
    occurrences(rule, begin, span)?.map((one) => `${one.getMonth() + 1}/${one.getDate()}`)

  test.each([
    ['FREQ=DAILY;COUNT=3', ['1/6', '1/7', '1/8']],
    ['RRULE:FREQ=DAILY;INTERVAL=10;UNTIL=20250127', ['1/6', '1/16', '1/26']],
    ['FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4', ['1/6', '1/8', '1/13', '1/15']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4', ['1/6', '1/12', '1/20', '1/26']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=4', ['1/6', '1/19', '1/20', '2/2']],
    ['FREQ=MONTHLY;COUNT=3', ['1/6', '2/6', '3/6']],
    ['FREQ=MONTHLY;BYDAY=2TU;COUNT=3', ['1/14', '2/11', '3/11']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', ['1/31', '2/28', '3/28']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', ['1/31', '2/28', '3/31']],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', ['1/31', '3/31', '5/31']],
    ['FREQ=YEARLY', ['1/6']],
    ['FREQ=YEARLY;BYMONTH=3,4;BYDAY=1SU;COUNT=2', ['3/2', '4/6']],
  ])('%s', (rule, expected) => {
    expect(days(rule)).toEqual(expected)
  })

  test('end at the last moment that UNTIL allows', () => {
    const until = (text: string) => days(`FREQ=DAILY;UNTIL=${text}`)
    const moment = new Date(2025, 0, 8, 9, 30).toISOString().replace(/[-:]|\.\d+/g, '')
    expect(until(moment)).toEqual(['1/6', '1/7', '1/8'])
    expect(until('20250108T092959')).toEqual(['1/6', '1/7'])
  })

  test('a leap day comes every four years', () => {
    const span = { from: new Date(2024, 0, 1), before: new Date(2033, 0, 1) }
    expect(occurrences('FREQ=YEARLY', new Date(2024, 1, 29, 8), span)?.map((one) => one.getFullYear())).toEqual([
      2024, 2028, 2032,
    ])
  })

  test.each([
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=WEEKLY;INTERVAL=0',
    'FREQ=WEEKLY;INTERVAL=often',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=DAILY;UNTIL=never',
    'nonsense',
  ])('what is beyond it is not guessed: %s', (rule) => {
    expect(days(rule)).toBeUndefined()
  })

  test('one that began too long ago to be counted is not guessed either', () => {
    expect(days('FREQ=DAILY', new Date(1950, 0, 1))).toBeUndefined()
  })
})

describe('names of lists', () => {
  const names = ['Reminders', 'Groceries', 'Movie', 'Café ideas', 'Work']
  test.each([
    ['my shopping list', 'Groceries'],
    ['the grocery list', 'Groceries'],
    ['movies', 'Movie'],
    ['cafe ideas', 'Café ideas'],
    ['to do list', 'Reminders'],
    ['work', 'Work'],
    ['garden', undefined],
    ['list', undefined],
  ])('%s', (spoken, found) => {
    expect(findList(spoken, names)).toBe(found)
  })
  test('a list of this very name wins over one that is alike', () => {
    expect(findList('shopping', ['Groceries', 'Shopping'])).toBe('Shopping')
  })
  test('new ones are written as names', () => {
    expect(newListName('my camping list')).toBe('Camping')
    expect(newListName("Ana's birthday")).toBe("Ana's birthday")
    expect(bareListName('The Lists')).toBe('')
  })
})

test('the same words: exactly, else all of them', () => {
  const items = ['Milk', 'Oat milk', "Ana's book", 'Book']
  const find = (text: string) => sameWords(items, text, (item) => item)
  expect(find('milk')).toEqual(['Milk'])
  expect(find('milk oat')).toEqual(['Oat milk'])
  expect(find('anas book')).toEqual(["Ana's book"])
  expect(find('!')).toEqual([])
})
