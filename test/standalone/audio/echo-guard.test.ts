import { describe, expect, it } from 'vitest'
import { EchoGuard } from '../../../src/audio/echo-guard.ts'
import { seededRandom } from '../../../src/core/random.ts'

const rateHz = 16_000
const frame = 512

/** Something like a voice: syllables of a few harmonics, each with a pitch and a length of its own. */
function voice(seconds: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  const sound = new Float32Array(seconds * rateHz)
  for (let at = 0; at < sound.length; ) {
    const length = Math.round((0.08 + random() * 0.2) * rateHz)
    const pitchHz = 90 + random() * 160
    const tilt = 0.3 + random() * 0.6
    for (let index = 0; index < length && at + index < sound.length; index++) {
      let value = 0
      for (let harmonic = 1; harmonic * pitchHz < 4000; harmonic++)
        value += tilt ** Math.abs(harmonic - 4 * tilt) * Math.sin((2 * Math.PI * harmonic * pitchHz * index) / rateHz)
      sound[at + index] = 0.15 * value * Math.sin((Math.PI * index) / length)
    }
    at += length + Math.round(random() * 0.12 * rateHz)
  }
  return sound
}

/** The sound late, in a room, with a little noise. */
function echoOf(sound: Float32Array, delayMs: number, level: number): Float32Array {
  const random = seededRandom(9)
  const result = new Float32Array(sound.length)
  const reflections = Array.from({ length: 40 }, (_, index) => ({
    lag: Math.round((delayMs / 1000) * rateHz + index * 90 + random() * 60),
    gain: index === 0 ? 1 : (random() - 0.5) * 0.6 * 0.9 ** index,
  }))
  for (let at = 0; at < result.length; at++) {
    let value = (random() - 0.5) * 0.001
    for (const { lag, gain } of reflections) value += gain * (sound[at - lag] ?? 0)
    result[at] = level * value
  }
  return result
}

function judge(guard: EchoGuard, microphone: Float32Array, fromMs = 0): boolean[] {
  const verdicts: boolean[] = []
  for (let at = 0; at + frame <= microphone.length; at += frame)
    verdicts.push(guard.isEcho(microphone.subarray(at, at + frame), fromMs + ((at + frame) / rateHz) * 1000))
  return verdicts
}

const loud = (sound: Float32Array, index: number) =>
  sound.subarray(index * frame, (index + 1) * frame).some((sample) => Math.abs(sample) > 0.05)

describe('telling SAM from the user', () => {
  const sam = voice(8, 1)

  it.each([
    [40, 1],
    [200, 1],
    [450, 2],
    [120, 0.3],
  ])('takes its own voice for itself, %i ms late at level %f', (delayMs, level) => {
    const guard = new EchoGuard(true)
    guard.play(sam, 0)
    const echo = echoOf(sam, delayMs, level)
    const wrong = judge(guard, echo).filter((isEcho, index) => !isEcho && loud(echo, index))
    expect(wrong).toHaveLength(0)
  })

  it('hears somebody who is as loud as its echo', () => {
    const guard = new EchoGuard(true)
    guard.play(sam, 0)
    const user = voice(2, 77)
    const microphone = echoOf(sam, 150, 1)
    const at = 4 * rateHz
    for (let index = 0; index < user.length; index++)
      microphone[at + index] = (microphone[at + index] ?? 0) + (user[index] ?? 0)
    const verdicts = judge(guard, microphone)
    const spoken = verdicts.slice(at / frame, (at + user.length) / frame)
    expect(spoken.filter((isEcho) => !isEcho).length).toBeGreaterThan(spoken.length / 4)
    const before = verdicts.slice(0, at / frame)
    expect(before.filter((isEcho, index) => !isEcho && loud(microphone, index))).toHaveLength(0)
  })

  it('takes nothing for an echo while it is silent, nor once it was silenced', () => {
    const guard = new EchoGuard(true)
    const user = voice(1, 77)
    expect(judge(guard, user)).not.toContain(true)
    guard.play(sam, 1000)
    guard.cut(1000)
    expect(judge(guard, user, 3000)).not.toContain(true)
  })

  it('finds out that nothing of it comes back', () => {
    const guard = new EchoGuard(true)
    guard.play(sam, 0)
    judge(guard, voice(4, 55))
    expect(judge(guard, voice(1, 77), 4000)).toContain(false)
  })

  it('hears the user from the first word where an echo canceller is at work', () => {
    const guard = new EchoGuard(false)
    guard.play(sam, 0)
    expect(judge(guard, voice(0.4, 77))).not.toContain(true)
  })
})
