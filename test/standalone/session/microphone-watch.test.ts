import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MicrophoneWatch } from '../../../src/app/session/microphone-watch.ts'
import type { FrameAnalysis } from '../../../src/audio/ports.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const frame = (endMs: number, loudness: number): FrameAnalysis => ({ endMs, loudness, speechProbability: 0 })

function watch() {
  const troubles: (string | undefined)[] = []
  const microphone = new MicrophoneWatch({ onChange: (trouble) => troubles.push(trouble?.code) })
  return { microphone, troubles }
}

describe('the watch over the microphone', () => {
  it('names sound that stops, and notices its return', () => {
    const { microphone, troubles } = watch()
    microphone.start()
    vi.advanceTimersByTime(4000)
    microphone.soundArrived()
    microphone.sawFrames([frame(32, 0.01)])
    expect(troubles).toEqual(['microphone-stalled', undefined])
  })

  it('does not blame the microphone while SAM itself is slow', () => {
    const { microphone, troubles } = watch()
    microphone.start()
    microphone.soundArrived()
    vi.advanceTimersByTime(20_000)
    microphone.sawFrames([frame(32, 0.01)])
    expect(troubles).toEqual([])
  })

  it('names zeros only after they lasted', () => {
    const { microphone, troubles } = watch()
    microphone.start()
    for (let endMs = 32; endMs < 2900; endMs += 32) microphone.sawFrames([frame(endMs, 0)])
    expect(troubles).toEqual([])
    for (let endMs = 2912; endMs < 3200; endMs += 32) microphone.sawFrames([frame(endMs, 0)])
    expect(troubles).toEqual(['microphone-silent'])
  })

  it('says nothing after it was stopped', () => {
    const { microphone, troubles } = watch()
    microphone.start()
    microphone.stop()
    vi.advanceTimersByTime(10_000)
    expect(troubles).toEqual([])
  })
})
