import { describe, expect, it } from 'vitest'
import { planWindows } from '../../../src/audio/recognition-windows.ts'
import type { SpeechSegment } from '../../../src/audio/speech-segments.ts'

const second = 16_000

const segment = (from: number, to: number, certainty = 0.9): SpeechSegment => ({
  start: from * second,
  end: to * second,
  certainty,
})

describe('planning what is decoded in one piece', () => {
  it('takes a little sound around speech, but no more than there is', () => {
    const [window] = planWindows([segment(2, 3)], 10 * second)
    expect(window?.speechSamples).toBe(second)
    expect(window?.start).toBeLessThan(2 * second)
    expect(window?.start).toBeGreaterThanOrEqual(second)
    expect(window?.end).toBeGreaterThan(3 * second)
    expect(window?.end).toBeLessThanOrEqual(4 * second)
    expect(planWindows([segment(0.1, 2)], 2.1 * second)[0]).toMatchObject({ start: 0, end: 2.1 * second })
  })

  it('leaves out noises that resemble speech and stretches that hold no word', () => {
    expect(planWindows([segment(1, 2, 0.55), segment(3, 3.1)], 10 * second)).toEqual([])
  })

  it('joins what Whisper can hear at once and parts what it cannot, without hearing anything twice', () => {
    const speech = [segment(1, 5), segment(6, 20), segment(21, 35), segment(36, 100)]
    const windows = planWindows(speech, 101 * second)
    expect(windows[0]?.speechSamples).toBe(18 * second)
    for (const [index, window] of windows.entries()) {
      expect(window.end - window.start).toBeLessThanOrEqual(29 * second)
      expect(window.start).toBeGreaterThanOrEqual(windows[index - 1]?.end ?? 0)
    }
    expect(windows.at(-1)?.end).toBeGreaterThan(100 * second)
    expect(windows.reduce((sum, window) => sum + window.speechSamples, 0)).toBe(96 * second)
  })
})
