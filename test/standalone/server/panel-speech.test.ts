import { expect, it } from 'vitest'
import { createPanelSpeech } from '../../../src/app/server/panel-speech.ts'

it('a page that never says that a clip is over keeps no more than the last 200 in memory', async () => {
  const speech = createPanelSpeech()
  speech.connect({ speakerPresent: () => true, send() {}, flush() {} })
  const told: number[] = []
  const clip = { sentence: 'Hello.', samples: new Float32Array(160), sampleRateHz: 16_000 }
  const heard = Array.from({ length: 201 }, (_, at) => speech.play(clip, 'turn', undefined, () => told.push(at + 1)))
  speech.flush()
  await Promise.all(heard)
  for (const clipId of [1, 2, 201]) speech.reportSound(clipId, { type: 'stop', untilMs: 0 })
  expect(told).toEqual([2, 201])
})
