import { describe, expect, it } from 'vitest'
import { coarsePitch, roundHalfEven } from '../../../../src/tts/rvc/pitch/coarse-pitch.ts'
import { fillUnvoiced, shiftPitch } from '../../../../src/tts/rvc/pitch/pitch-contour.ts'
import { createYin } from '../../../../src/tts/rvc/pitch/yin.ts'
import { expectNear } from './reference.ts'
import { evenNumbers } from './small-hubert.ts'

/** Like a voice: five partials. */
function voice(hertzAt: (seconds: number) => number, seconds: number): Float32Array {
  let turns = 0
  return Float32Array.from({ length: seconds * 16_000 }, (_, index) => {
    turns += hertzAt(index / 16_000) / 16_000
    return [1, 2, 3, 4, 5].reduce((sum, partial) => sum + (0.2 * Math.sin(2 * Math.PI * partial * turns)) / partial, 0)
  })
}

describe('coarse pitch', () => {
  it('has the steps that RVC uses, with the ends shared', () => {
    const hertz = Float32Array.of(0, 30, 50, 55.5, 110, 220, 440, 880, 1100, 1500)
    expect(Array.from(coarsePitch(hertz), Number)).toEqual([1, 1, 1, 3, 23, 60, 122, 217, 255, 255])
  })

  it('rounds halves to the even step', () => {
    expect([0.5, 1.5, 2.5, 2.4, 2.6, 3].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3, 3])
  })
})

describe('a pitch contour', () => {
  it('runs straight over what is unvoiced, and level at its ends', () => {
    expect(fillUnvoiced(Float32Array.of(0, 100, 0, 0, 160, 0))).toEqual(Float32Array.of(100, 100, 120, 140, 160, 160))
    expect(fillUnvoiced(Float32Array.of(100, 200))).toEqual(Float32Array.of(100, 200))
  })

  it('stays nothing where nothing is voiced', () => {
    expect(fillUnvoiced(new Float32Array(4))).toEqual(new Float32Array(4))
    expect(fillUnvoiced(new Float32Array(0))).toEqual(new Float32Array(0))
  })

  it('moves by semitones', () => {
    expectNear(shiftPitch(Float32Array.of(100, 0, 220), 12), [200, 0, 440], 1e-4)
    expectNear(shiftPitch(Float32Array.of(440), -1), [415.3047], 1e-3)
    expect(shiftPitch(Float32Array.of(123), 0)).toEqual(Float32Array.of(123))
  })
})

describe('YIN', () => {
  const yin = createYin()
  const inner = (hertz: Float32Array) => hertz.subarray(5, -5)

  it.each([60, 110, 220, 440, 880])('hears a voice at %i hertz', async (hertz) => {
    const found = await yin.detect(voice(() => hertz, 0.5))
    expect(found).toHaveLength(50)
    for (const pitch of inner(found)) expect(Math.abs(Math.log2(pitch / hertz))).toBeLessThan(0.01)
  })

  it('follows a voice in time', async () => {
    const found = await yin.detect(voice((seconds) => 100 + 150 * seconds, 2))
    inner(found).forEach((pitch, index) => {
      expect(Math.abs(pitch - (100 + 1.5 * (index + 5)))).toBeLessThan(2)
    })
  })

  it('hears no voice in silence, in noise, and in nothing', async () => {
    expect(await yin.detect(new Float32Array(3200))).toEqual(new Float32Array(20))
    const noise = await yin.detect(evenNumbers(9, 16_000).map((value) => 0.2 * value))
    expect(noise.filter((pitch) => pitch > 0).length).toBeLessThan(5)
    expect(await yin.detect(new Float32Array(0))).toEqual(new Float32Array(0))
  })
})
