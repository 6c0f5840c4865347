import { describe, expect, it } from 'vitest'
import { heardOutput } from '../../../src/app/speech/heard-output.ts'
import { PlayedSound } from '../../../src/audio/echo/played-sound.ts'
import type { SoundReport, SpeechOutput } from '../../../src/tts/ports.ts'
import { loudspeaker } from '../session/session-harness.ts'

const sentence = { sentence: 'A second.', samples: new Float32Array(16_000), sampleRateHz: 16_000 }

function stage(output: SpeechOutput = loudspeaker()) {
  const told: number[] = []
  const exact: object[] = []
  const played = new PlayedSound()
  const microphone = { positionMs: 5000, arrivedSamples: 80_200, hears: true }
  const canceller = {
    play(samples: Float32Array, fromMs: number) {
      told.push(fromMs)
      return played.add(samples, fromMs)
    },
    tell: (_clip: object, from: number, at: number) => void exact.push({ from, at }),
    tellStop: (_clip: object, until: number) => void exact.push({ until }),
    doubtDelay: () => void exact.push({ doubts: true }),
    cut() {},
  }
  return { told, exact, microphone, output: heardOutput(output, canceller, () => microphone) }
}

describe('a loudspeaker that the microphone hears', () => {
  it('tells where in the stream each sentence sounds, one after the other', async () => {
    const { told, microphone, output } = stage()
    await output.play(sentence, 'turn')
    await output.play(sentence, 'turn')
    microphone.positionMs = 9000
    await output.play(sentence, 'turn')
    expect(told).toEqual([5000, 6000, 9000])
  })

  it('tells nothing while nobody listens: the stream stands still, and what sounded is not in what comes later', async () => {
    const { told, microphone, output } = stage()
    const started: object[] = []
    microphone.hears = false
    for (let count = 0; count < 5; count++) await output.play(sentence, 'turn', (start) => started.push(start))
    expect(started).toHaveLength(5)
    microphone.hears = true
    await output.play(sentence, 'turn')
    expect(told).toEqual([5000])
  })

  it('hands on what the loudspeaker says about when, and that another microphone may be as late as it likes', async () => {
    let say: ((report: SoundReport) => void) | undefined
    const { exact, microphone, output } = stage({
      play(_sentence, _turnId, onStart, onSound) {
        onStart?.({})
        say = onSound
        return Promise.resolve({ playedMs: 1000 })
      },
      flush() {},
    })
    await output.play(sentence, 'turn')
    say?.({ type: 'start', fromMs: 0, afterHeard: -40.5, openings: 2 })
    microphone.arrivedSamples = 90_000
    say?.({ type: 'start', fromMs: 500, afterHeard: 10, openings: 2 })
    say?.({ type: 'stop', untilMs: 750 })
    await output.play(sentence, 'turn')
    say?.({ type: 'start', fromMs: 0, afterHeard: 0, openings: 3 })
    expect(exact).toEqual([
      { from: 0, at: 80_159.5 },
      { from: 8000, at: 90_010 },
      { until: 12_000 },
      { doubts: true },
      { from: 0, at: 90_000 },
    ])
  })
})
