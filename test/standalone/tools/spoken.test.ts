import { describe, expect, test } from 'vitest'
import { daysBetween, spokenDate, spokenDay, spokenTime } from '../../../src/tools/spoken/clock-times.ts'
import { spokenDuration } from '../../../src/tools/spoken/durations.ts'
import { spokenList } from '../../../src/tools/spoken/lists.ts'
import { timeZoneOf } from '../../../src/tools/spoken/time-zones.ts'

describe('as people say it', () => {
  test.each([
    [0, '0 seconds'],
    [999, '1 second'],
    [45_000, '45 seconds'],
    [60_000, '1 minute'],
    [200_000, '3 minutes and 20 seconds'],
    [3_600_000, '1 hour'],
    [3_900_000, '1 hour and 5 minutes'],
    [3_659_000, '1 hour'],
    [90_000_000, '1 day and 1 hour'],
    [90_061_000, '1 day and 1 hour'],
    [172_800_000, '2 days'],
    [-5000, '0 seconds'],
  ])('%d ms is %s', (ms, spoken) => {
    expect(spokenDuration(ms)).toBe(spoken)
  })

  test.each([
    [0, 0, 'midnight'],
    [0, 5, '12:05 at night'],
    [4, 59, '4:59 at night'],
    [5, 0, "5 o'clock in the morning"],
    [11, 59, '11:59 in the morning'],
    [12, 0, 'noon'],
    [12, 1, '12:01 in the afternoon'],
    [16, 20, '4:20 in the afternoon'],
    [18, 0, "6 o'clock in the evening"],
    [22, 0, "10 o'clock at night"],
    [23, 7, '11:07 at night'],
  ])('%d:%d is %s', (hour, minute, spoken) => {
    expect(spokenTime(new Date(2025, 10, 22, hour, minute))).toBe(spoken)
  })

  const now = new Date(2025, 10, 22, 23, 30)
  test.each([
    [new Date(2025, 10, 22, 0, 1), 'today'],
    [new Date(2025, 10, 23, 0, 1), 'tomorrow'],
    [new Date(2025, 10, 21, 23, 59), 'yesterday'],
    [new Date(2025, 10, 28, 12), 'on Friday'],
    [new Date(2025, 10, 29, 12), 'on November 29'],
    [new Date(2025, 10, 19, 12), 'on November 19'],
    [new Date(2026, 0, 5, 12), 'on January 5, 2026'],
  ])('%s is %s', (moment, spoken) => {
    expect(spokenDay(moment, now)).toBe(spoken)
  })

  test('days are counted by the calendar', () => {
    expect(daysBetween(now, new Date(2025, 10, 23))).toBe(1)
    expect(daysBetween(new Date(2025, 2, 1), new Date(2025, 10, 1))).toBe(245)
    expect(spokenDate(now)).toBe('Saturday, November 22, 2025')
  })

  test('lists', () => {
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(spokenList)).toEqual(['', 'A', 'A and B', 'A, B and C'])
  })

  test.each([
    ['tokyo', 'Asia/Tokyo'],
    ['Hong Kong', 'Asia/Hong_Kong'],
    ['new york', 'America/New_York'],
    ['the UK', 'Europe/London'],
    ['San Francisco', 'America/Los_Angeles'],
    ['eastern time zone', 'America/New_York'],
    ['são paulo', 'America/Sao_Paulo'],
    ['paris france', 'Europe/Paris'],
    ['U.S.A.', 'America/New_York'],
    ['Mexico City', 'America/Mexico_City'],
  ])('the clock of %s is that of %s', (place, zone) => {
    expect(timeZoneOf(place)).toBe(zone)
  })

  test('a place that nobody knows has none', () => {
    for (const place of ['', 'atlantis', 'another city', 'my house', 'paris atlantis', 'constructor']) {
      expect(timeZoneOf(place)).toBeUndefined()
    }
  })
})
