import { expect, it } from 'vitest'
import { spanOf } from '../../../src/memory/recall/time-words.ts'

const saturday = new Date(2025, 10, 22, 15)
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date)

it.each([
  ['what did I say yesterday', day(2025, 11, 21), day(2025, 11, 22)],
  ['what did we discuss last week', day(2025, 11, 10), day(2025, 11, 17)],
  ['the book I read last month', day(2025, 10, 1), day(2025, 11, 1)],
  ['where did she go in May 2023?', day(2023, 5, 1), day(2023, 6, 1)],
  ['what happened on 7 March, 2022', day(2022, 3, 7), day(2022, 3, 8)],
  ['what happened on August 14', day(2025, 8, 14), day(2025, 8, 15)],
  ['the trip in December', day(2024, 12, 1), day(2025, 1, 1)],
  ['what did I do two days ago', day(2025, 11, 20), day(2025, 11, 21)],
  ['my plans in 2019', day(2019, 1, 1), day(2020, 1, 1)],
])('%s', (question, since, until) => {
  expect(spanOf(question, saturday)).toEqual({ since, until })
})

it('takes about the time for "three weeks ago"', () => {
  const span = spanOf('that film three weeks ago', saturday)
  expect(span && span.since < day(2025, 11, 1) && span.until > day(2025, 11, 1)).toBe(true)
})

it.each(['may I ask something', 'the march of time', 'where is my bike', 'room 2019', 'a week of rain'])(
  'no time: %s',
  (question) => {
    expect(spanOf(question, saturday)).toBeUndefined()
  },
)
