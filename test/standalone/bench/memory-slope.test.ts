import { expect, it } from 'vitest'
import { memorySlope } from '../../../src/app/bench/soak/memory-slope.ts'

const samples = (of: (hours: number) => number) =>
  Array.from({ length: 40 }, (_, index) => ({ hours: index / 4, megabytes: of(index / 4) }))

it('tells how memory grows after the warm-up, whatever single samples say', () => {
  expect(memorySlope(samples((hours) => 500 + 2 * hours))).toBeCloseTo(2)
  expect(memorySlope(samples((hours) => (hours < 2 ? 100 * hours : 200)))).toBeCloseTo(0)
  expect(memorySlope(samples((hours) => 500 + 2 * hours + (hours % 2 === 0 ? 300 : 0)))).toBeCloseTo(2)
  expect(memorySlope([])).toBeNaN()
})
