import { describe, expect, it } from 'vitest'
import { AcousticTwin, silencingMs, twinBlock } from '../../../src/app/bench/acoustic/acoustic-twin.ts'
import { inRoom } from '../../../src/app/bench/acoustic/convolution.ts'
import { trimmedToSound } from '../../../src/app/bench/acoustic/loudness.ts'
import { makeRooms, type Room } from '../../../src/app/bench/acoustic/rooms.ts'
import { type PlayedClip, PlayedSound } from '../../../src/audio/echo/played-sound.ts'
import { joinSamples } from '../../../src/core/numbers/join-samples.ts'
import { loudnessOf } from '../../../src/core/numbers/loudness.ts'
import { seededRandom } from '../../../src/core/numbers/random.ts'

const rateHz = 16_000
const samplesOf = (ms: number) => (ms / 1000) * rateHz

function room(delayMs: number): Room {
  const response = Float32Array.of(1)
  return {
    name: 'bare',
    delayMs,
    response,
    userResponse: response,
    echoLevel: 0.5,
    noiseName: 'none',
    noise: new Float32Array(100),
  }
}

describe('the acoustic twin', () => {
  it('makes of a sound in a room what the sum over its reflections is', () => {
    const random = seededRandom(3)
    const sound = Float32Array.from({ length: 1500 }, () => random() - 0.5)
    const response = Float32Array.from({ length: 700 }, (_, at) => (random() - 0.5) / (1 + at))
    const heard = inRoom(sound, response)
    for (const at of [0, 1, 511, 512, 900, 1499, 2100]) {
      let sum = 0
      for (const [lag, gain] of response.entries()) sum += gain * (sound[at - lag] ?? 0)
      expect(heard[at]).toBeCloseTo(sum, 4)
    }
  })

  it('lets SAM be heard late and as loud as asked, is silent soon after it is told, and goes on at the sample where it stopped', () => {
    const told: { samples: Float32Array; fromMs: number }[] = []
    const sounded: number[] = []
    const stopped: number[] = []
    const voice = Float32Array.from({ length: 3 * rateHz }, (_, at) => (at + 1) / 100_000)
    const played = new PlayedSound()
    const canceller = {
      play(samples: Float32Array, fromMs: number) {
        told.push({ samples, fromMs })
        return played.add(samples, samplesOf(fromMs))
      },
      tell: (_clip: PlayedClip, _from: number, at: number) => void sounded.push(at),
      tellStop: (_clip: PlayedClip, until: number) => void stopped.push(until),
    }
    const twin = new AcousticTwin({ room: room(100), sentences: [voice], random: seededRandom(1), canceller })
    const heard: Float32Array[] = []
    for (let block = 0; block < 20; block++) heard.push(twin.next())
    const before = joinSamples(heard)
    expect(before[samplesOf(100) - 1]).toBeCloseTo(0, 6)
    expect(before[samplesOf(100) + 1000]).toBeCloseTo(0.5 * (voice[1000] ?? 0), 5)
    twin.hold()
    const after: Float32Array[] = []
    for (let block = 0; block < 20; block++) after.push(twin.next())
    const said = 20 * twinBlock + samplesOf(silencingMs)
    const quiet = joinSamples(after).subarray(samplesOf(100 + silencingMs) + 2)
    expect(loudnessOf(quiet)).toBeLessThan(1e-5)
    expect(stopped).toEqual([said])
    twin.resume()
    const resumedAt = samplesOf(twin.positionMs)
    twin.next()
    expect(sounded).toEqual([0, resumedAt])
    expect(told.at(-1)?.samples[0]).toBe(voice[said])
    // It is told within what a page may be wrong about.
    expect(Math.abs(samplesOf(told.at(-1)?.fromMs ?? 0) - resumedAt)).toBeLessThanOrEqual(samplesOf(25))
  })

  it('is the same for the same seed, and another for another', async () => {
    const [one, same, other] = [1, 1, 2].map((seed) => makeRooms(undefined, seededRandom(seed)))
    expect(await one).toEqual(await same)
    expect((await one)?.[0]?.response).not.toEqual((await other)?.[0]?.response)
  })

  it('finds where a sound begins and ends', () => {
    const random = seededRandom(1)
    const sound = new Float32Array(2 * rateHz).map(() => (random() - 0.5) * 0.002)
    for (let at = rateHz / 2; at < rateHz; at++) sound[at] = Math.sin(at)
    expect(trimmedToSound(sound)).toHaveLength(rateHz / 2)
  })
})
