import { describe, expect, it } from 'vitest'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import type { SpeechOutput } from '../../../src/tts/ports.ts'
import { build, never, scriptedSource } from './session-harness.ts'

const rateHz = 16_000
const frameMs = 32
/** Silence in which the request ends and the reply begins. */
const request = `${'.'.repeat(10)}${'s'.repeat(30)}${'.'.repeat(20)}`

interface Played {
  firstSample: number
  samples: number
}

/**
 * A loudspeaker that plays as the microphone's time passes: how far it came is known to the sample. Every sample of a voice is
 * its own number, so that it can be told where a piece begins.
 */
function countingLoudspeaker() {
  const played: Played[] = []
  let current: { samples: Float32Array; done: (sound: { playedMs: number }) => void; playedMs: number } | undefined
  const finish = () => {
    const ended = current
    current = undefined
    ended?.done({ playedMs: ended.playedMs })
  }
  const output: SpeechOutput = {
    play: (sound, _turnId, onStart) =>
      new Promise((done) => {
        current = { samples: sound.samples, done, playedMs: 0 }
        played.push({ firstSample: sound.samples[0] ?? -1, samples: sound.samples.length })
        onStart?.({})
      }),
    flush: finish,
  }
  return {
    output,
    played,
    isPlaying: () => current !== undefined,
    /** A frame's time has passed. */
    tick() {
      if (current === undefined) return
      const lengthMs = (current.samples.length / rateHz) * 1000
      current.playedMs = Math.min(lengthMs, current.playedMs + frameMs)
      if (current.playedMs === lengthMs) finish()
    },
  }
}

/** Six seconds of a voice whose samples count themselves. */
const counting = {
  synthesize: async (sentence: string) => ({
    sentence,
    samples: Float32Array.from({ length: 6 * rateHz }, (_, at) => at),
    sampleRateHz: rateHz,
    firstSampleMs: 1,
    synthesisMs: 1,
  }),
}

/** @param said what is understood before SAM speaks, and over it */
async function hear(script: string, said: [string, string]) {
  const loudspeaker = countingLoudspeaker()
  const built = build({
    output: loudspeaker.output,
    synthesizer: counting,
    recognizer: {
      recognize: async () => ({ text: (loudspeaker.played.length === 0 ? said[0] : said[1]) ?? '', decodeMs: 20 }),
    },
    turnTaking: { ...defaultTurnTaking, wakeRequired: false, bargeInMs: 350 },
    pace: 'live',
  })
  await built.session.listen(
    {
      async *chunks(signal) {
        for await (const chunk of scriptedSource(script, 1).chunks(signal)) {
          loudspeaker.tick()
          yield chunk
        }
        // The microphone stays open until SAM has said everything.
        while (loudspeaker.isPlaying()) {
          loudspeaker.tick()
          yield* scriptedSource('.', 1).chunks(signal)
        }
      },
    },
    never,
  )
  return { ...built, played: loudspeaker.played }
}

describe('somebody makes a sound while SAM speaks', () => {
  it('goes on at the very sample where it stopped after a listener\'s "mhm"', async () => {
    const { played, requests, cut } = await hear(`${request}${'.'.repeat(20)}${'s'.repeat(10)}${'.'.repeat(220)}`, [
      'tell me about it',
      'Mhm.',
    ])
    expect(requests.map(({ text }) => text)).toEqual(['tell me about it'])
    expect(played).toHaveLength(2)
    const [first, rest] = played
    expect(first).toEqual({ firstSample: 0, samples: 6 * rateHz })
    expect(rest?.firstSample).toBeGreaterThan(0)
    // Nothing is left out, nothing is said twice: a whole number of frames had sounded.
    expect((rest?.firstSample ?? 0) % ((frameMs * rateHz) / 1000)).toBe(0)
    expect((rest?.firstSample ?? 0) + (rest?.samples ?? 0)).toBe(6 * rateHz)
    expect(cut).toEqual([])
  })

  it('gives the turn to whoever says something', async () => {
    const { played, requests, cut } = await hear(`${request}${'.'.repeat(20)}${'s'.repeat(20)}${'.'.repeat(60)}`, [
      'tell me about it',
      'no, something else',
    ])
    expect(requests.map(({ text }) => text)).toEqual(['tell me about it', 'no, something else'])
    expect(played.map(({ firstSample }) => firstSample)).toEqual([0, 0])
    expect(cut).toHaveLength(1)
  })

  it('takes the rest of a request for what it is', async () => {
    const taken = `${'.'.repeat(10)}${'s'.repeat(30)}${'.'.repeat(30)}`
    const { requests, cut } = await hear(`${taken}${'s'.repeat(20)}${'.'.repeat(60)}`, [
      'who won the match',
      'between Spain and Italy',
    ])
    expect(requests.map(({ text }) => text)).toEqual(['who won the match', 'who won the match between Spain and Italy'])
    expect(requests[1]?.continues).toBe(requests[0]?.turnId)
    expect(cut).toHaveLength(1)
  })
})
