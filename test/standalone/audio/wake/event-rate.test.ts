import { expect, it } from 'vitest'
import { eventRate } from '../../../../src/audio/wake/training/event-rate.ts'

it('has the exact interval of a Poisson count (tables of Garwood)', () => {
  expect(eventRate(0, 1)).toEqual({ perHour: 0, low: 0, high: expect.closeTo(3.689, 2) })
  expect(eventRate(0, 2).high).toBeCloseTo(3.689 / 2, 3)
  expect(eventRate(3, 1).low).toBeCloseTo(0.6187, 3)
  expect(eventRate(3, 1).high).toBeCloseTo(8.767, 3)
  expect(eventRate(5, 2)).toEqual({
    perHour: 2.5,
    low: expect.closeTo(1.623 / 2, 2),
    high: expect.closeTo(11.668 / 2, 2),
  })
})
