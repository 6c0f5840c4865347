import { describe, expect, it } from 'vitest'
import { momentOnDayOf, parseWeeklySchedule } from '../../../src/tools/scheduler/weekly-schedule.ts'

const all = [0, 1, 2, 3, 4, 5, 6]
const work = [1, 2, 3, 4, 5]

describe('a schedule in words', () => {
  it.each([
    ['weekdays at 7:30', work, 7, 30],
    ['every weekday at 7:30 am', work, 7, 30],
    ['every day at 8', all, 8, 0],
    ['daily at 6 pm', all, 18, 0],
    ['at 7:15', all, 7, 15],
    ['every morning at 8', all, 8, 0],
    ['weekends at noon', [0, 6], 12, 0],
    ['Mondays, Wednesdays and Fridays at 6:45 p.m.', [1, 3, 5], 18, 45],
    ['on saturday at 10 in the morning', [6], 10, 0],
    ['monday to thursday at 12 am', [1, 2, 3, 4], 0, 0],
    ['friday through sunday at 9:05', [0, 5, 6], 9, 5],
    ['tue and thu at 20:00', [2, 4], 20, 0],
  ])('%j', (words, weekdays, hour, minute) => {
    expect(parseWeeklySchedule(words)).toEqual({ weekdays, hour, minute })
  })

  it.each(['', 'weekdays', 'at 25:00', 'someday at 7', 'weekdays at 13 pm', '7:75', 'every other tuesday at 7'])(
    '%j is not understood',
    (words) => {
      expect(() => parseWeeklySchedule(words)).toThrow(expect.objectContaining({ code: 'schedule-unclear' }))
    },
  )

  it('knows its moment of a day', () => {
    const schedule = parseWeeklySchedule('weekdays at 7:30')
    expect(momentOnDayOf(schedule, new Date('2026-11-23T22:00'))).toEqual(new Date('2026-11-23T07:30'))
    expect(momentOnDayOf(schedule, new Date('2026-11-22T05:00'))).toBeUndefined()
  })
})
