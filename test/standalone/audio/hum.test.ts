import { expect, it } from 'vitest'
import { isHum } from '../../../src/audio/hum.ts'

const rateHz = 16_000

/** Harmonics of 120 Hz, each this much weaker than the one before. */
function voiced(seconds: number, tilt: number): Float32Array {
  return Float32Array.from({ length: seconds * rateHz }, (_, at) => {
    let value = 0
    for (let harmonic = 1; harmonic <= 30; harmonic++)
      value += tilt ** harmonic * Math.sin((2 * Math.PI * 120 * harmonic * at) / rateHz)
    return 0.1 * value
  })
}

it('knows a sound of closed lips', () => expect(isHum(voiced(0.4, 0.4))).toBe(true))
it('takes no vowel, no hiss, no click and no silence for one', () => {
  expect(isHum(voiced(0.4, 0.9))).toBe(false)
  expect(isHum(Float32Array.from({ length: 6000 }, (_, at) => Math.sin(at * at)))).toBe(false)
  expect(isHum(voiced(0.04, 0.4))).toBe(false)
  expect(isHum(new Float32Array(8000))).toBe(false)
})
it('takes no humming of a tune for an answer', () => expect(isHum(voiced(1.5, 0.4))).toBe(false))
