import { describe, expect, it } from 'vitest'
import { heardOutput } from '../../../src/app/heard-output.ts'
import { loudspeaker } from '../session/session-harness.ts'

const sentence = { sentence: 'A second.', samples: new Float32Array(16_000), sampleRateHz: 16_000 }

function stage() {
  const told: number[] = []
  const microphone = { positionMs: 5000, isHeard: true }
  const canceller = { play: (_samples: Float32Array, fromMs: number) => void told.push(fromMs), cut() {} }
  const output = heardOutput(
    loudspeaker(),
    canceller,
    () => microphone.positionMs,
    () => microphone.isHeard,
  )
  return { told, microphone, output }
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
    microphone.isHeard = false
    for (let count = 0; count < 5; count++) await output.play(sentence, 'turn', (start) => started.push(start))
    expect(started).toHaveLength(5)
    microphone.isHeard = true
    await output.play(sentence, 'turn')
    expect(told).toEqual([5000])
  })
})
