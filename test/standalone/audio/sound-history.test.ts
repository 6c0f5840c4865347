import { describe, expect, it } from 'vitest'
import { SoundHistory } from '../../../src/audio/sound-history.ts'

/** Samples that say their own position. */
const numbered = (from: number, count: number) => Float32Array.from({ length: count }, (_, index) => from + index)

describe('the last stretch of a stream', () => {
  it('gives back any part that is still kept, however it arrived', () => {
    const history = new SoundHistory(10)
    for (let at = 0; at < 1000; at += 7) history.append(numbered(at, 7))
    expect(history.endMs).toBeCloseTo((143 * 7) / 16, 6)
    const end = 143 * 7
    expect(history.slice(0, 1000)).toEqual(numbered(end - 160, 160))
    expect(history.slice(60, 61)).toEqual(numbered(960, 16))
  })

  it('answers nothing for what is gone, to come, or turned around', () => {
    const history = new SoundHistory(10)
    expect(history.slice(0, 5).length).toBe(0)
    history.append(numbered(0, 500))
    expect(history.slice(0, 5).length).toBe(0)
    expect(history.slice(100, 200).length).toBe(0)
    expect(history.slice(30, 29).length).toBe(0)
    expect(history.slice(-5, 1000)).toEqual(numbered(340, 160))
  })

  it('hands out copies', () => {
    const history = new SoundHistory(10)
    history.append(numbered(0, 160))
    history.slice(0, 10).fill(9)
    expect(history.slice(0, 10)).toEqual(numbered(0, 160))
  })
})
