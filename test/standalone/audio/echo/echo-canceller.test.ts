import { describe, expect, it } from 'vitest'
import { delayed } from '../../../../src/audio/echo/delayed.ts'
import { EchoCanceller } from '../../../../src/audio/echo/echo-canceller.ts'
import { joinSamples } from '../../../../src/core/numbers/join-samples.ts'
import { seededRandom } from '../../../../src/core/numbers/random.ts'

const rateHz = 16_000
const frame = 512

/** Something like a voice: syllables of harmonics over a gliding pitch, with breath in them and now and then a hiss. */
function voice(seconds: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  const sound = new Float32Array(seconds * rateHz)
  for (let at = 0; at < sound.length; ) {
    const length = Math.round((0.08 + random() * 0.2) * rateHz)
    const pitchHz = 90 + random() * 160
    const glide = (random() - 0.5) * 0.6
    const hiss = random() < 0.25
    const tilt = 0.5 + random() * 0.4
    let phase = 0
    for (let index = 0; index < length && at + index < sound.length; index++) {
      phase += (2 * Math.PI * pitchHz * (1 + (glide * index) / length)) / rateHz
      let value = (random() - 0.5) * (hiss ? 2 : 0.6)
      if (!hiss)
        for (let harmonic = 1; harmonic <= 20; harmonic++) value += tilt ** harmonic * Math.sin(harmonic * phase)
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

/** Something loud that is no voice. */
function noiseOf(seconds: number): Float32Array {
  const random = seededRandom(5)
  return Float32Array.from({ length: seconds * rateHz }, () => 0.3 * (random() - 0.5))
}

interface Heard {
  sound: Float32Array
  verdicts: boolean[]
}

/** The microphone's sound frame by frame, as the ear gets it, and what of it is taken for an echo. */
function hear(canceller: EchoCanceller, microphone: Float32Array, fromMs = 0): Heard {
  const verdicts: boolean[] = []
  const sound: Float32Array[] = []
  for (let at = 0; at + frame <= microphone.length; at += frame) {
    sound.push(canceller.clean(microphone.slice(at, at + frame)))
    verdicts.push(canceller.isEcho(fromMs + ((at + frame) / rateHz) * 1000))
  }
  return { sound: joinSamples(sound), verdicts }
}

const loud = (sound: Float32Array, index: number) =>
  sound.subarray(index * frame, (index + 1) * frame).some((sample) => Math.abs(sample) > 0.03)

/** Frames that are loud and taken for somebody else's, once the room may be known. */
function takenForSomebody(sound: Float32Array, verdicts: readonly boolean[]): number[] {
  const known = (2.5 * rateHz) / frame
  return verdicts.flatMap((isEcho, index) => (index > known && !isEcho && loud(sound, index) ? [index] : []))
}

/** Decibels between two sounds from this second on. */
function quieterBy(before: Float32Array, after: Float32Array, fromSeconds: number, toSeconds: number): number {
  const energy = (sound: Float32Array) =>
    sound.subarray(fromSeconds * rateHz, toSeconds * rateHz).reduce((sum, sample) => sum + sample * sample, 0)
  return 10 * Math.log10(energy(before) / energy(after))
}

function mixed(one: Float32Array, other: Float32Array, atSeconds: number): Float32Array {
  const result = one.slice()
  const from = atSeconds * rateHz
  for (let at = 0; at < other.length; at++) result[from + at] = (result[from + at] ?? 0) + (other[at] ?? 0)
  return result
}

describe('taking SAM out of the microphone', () => {
  const sam = voice(8, 1)

  it.each([
    [40, 1],
    [200, 1],
    [350, 2],
    [120, 0.3],
  ])('leaves little of its own voice, and takes it for no speech, %i ms late at level %f', (delayMs, level) => {
    const canceller = new EchoCanceller(true)
    canceller.play(sam, 0)
    const echo = echoOf(sam, delayMs, level)
    const { sound, verdicts } = hear(canceller, echo)
    expect(quieterBy(echo, sound, 3, 8)).toBeGreaterThan(10)
    expect(takenForSomebody(sound, verdicts)).toEqual([])
  })

  it('hears somebody who is as loud as its echo, and leaves their voice as it is', () => {
    const canceller = new EchoCanceller(true)
    canceller.play(sam, 0)
    const user = voice(2, 77)
    const echo = echoOf(sam, 150, 1)
    const { sound, verdicts } = hear(canceller, mixed(echo, user, 4))
    const spoken = verdicts.slice((4 * rateHz) / frame, (6 * rateHz) / frame)
    expect(spoken.filter((isEcho) => !isEcho).length).toBeGreaterThan(spoken.length / 3)
    const alone = mixed(new Float32Array(8 * rateHz), user, 4)
    const wrong = sound.map((sample, at) => sample - (alone[at] ?? 0))
    expect(quieterBy(alone, wrong, 4, 5)).toBeGreaterThan(6)
  })

  it.each([1, 0.02, 0])('knows a voice by its beginning, and its own is none, with an echo of %f', (level) => {
    const canceller = new EchoCanceller(true)
    canceller.tell(canceller.play(sam, 0), 0, 0)
    const user = mixed(echoOf(sam, 150, level), voice(1, 77), 4)
    const microphone = mixed(user, noiseOf(1), 6)
    const voices: number[] = []
    for (let at = 0; at + frame <= microphone.length; at += frame) {
      canceller.clean(microphone.slice(at, at + frame))
      if (canceller.isVoice(((at + frame) / rateHz) * 1000)) voices.push((at + frame) / rateHz)
    }
    expect(voices[0]).toBeGreaterThan(4)
    expect(voices[0]).toBeLessThan(4.3)
    expect(voices.at(-1)).toBeLessThan(5.2)
  })

  it('knows the room at the next reply, though that begins earlier than was said', () => {
    const canceller = new EchoCanceller(true)
    canceller.play(sam, 0)
    const next = voice(4, 3)
    canceller.play(next, 9040)
    const echo = echoOf(mixed(joinSamples([sam, new Float32Array(6 * rateHz)]), next, 9), 150, 1)
    const { sound, verdicts } = hear(canceller, echo)
    expect(quieterBy(echo, sound, 9.6, 12)).toBeGreaterThan(10)
    expect(takenForSomebody(sound, verdicts)).toEqual([])
  })

  describe('told when a reply really began', () => {
    /** At a frame's beginning. */
    const replyAt = 282 * frame

    /** A reply of which was thought that it begins 300 ms later; a user so many seconds after its beginning. */
    const second = (userAtSeconds: number, fraction = 0) => {
      const canceller = new EchoCanceller(true)
      canceller.tell(canceller.play(sam, 50), 0, 0)
      const next = voice(4, 3)
      const silence = new Float32Array(replyAt - sam.length)
      const echo = echoOf(joinSamples([sam, silence, delayed(next, fraction), new Float32Array(rateHz)]), 150, 1)
      hear(canceller, echo.subarray(0, replyAt))
      canceller.tell(canceller.play(next, (replyAt / rateHz + 0.3) * 1000), 0, replyAt + fraction)
      const own = echo.subarray(replyAt)
      return { own, ...hear(canceller, mixed(own, voice(0.4, 77), userAtSeconds), (replyAt / rateHz) * 1000) }
    }

    it.each([0, 0.5])('takes its echo out from its first sound on, %f samples after a whole one', (fraction) => {
      const { own, sound, verdicts } = second(3.5, fraction)
      expect(quieterBy(own, sound, 0.2, 1)).toBeGreaterThan(10)
      expect(verdicts.slice(0, rateHz / frame).filter((isEcho, index) => !isEcho && loud(own, index))).toEqual([])
    })

    it('hears somebody who speaks over its first words', () => {
      const { verdicts } = second(0.25)
      const spoken = verdicts.slice((0.25 * rateHz) / frame, (0.65 * rateHz) / frame)
      expect(spoken.filter((isEcho) => !isEcho).length).toBeGreaterThan(spoken.length / 2)
    })

    it('finds the delay of a microphone that was opened anew', () => {
      const canceller = new EchoCanceller(true)
      canceller.tell(canceller.play(sam, 0), 0, 0)
      hear(canceller, echoOf(sam, 150, 1))
      canceller.doubtDelay()
      const next = voice(4, 3)
      canceller.tell(canceller.play(next, 8000), 0, 8 * rateHz)
      const echo = echoOf(next, 130, 1)
      const { sound, verdicts } = hear(canceller, echo, 8000)
      expect(quieterBy(echo, sound, 0.8, 4)).toBeGreaterThan(10)
      expect(verdicts.slice(0, (3.9 * rateHz) / frame).filter((isEcho, index) => !isEcho && loud(echo, index))).toEqual(
        [],
      )
    })
  })

  it('knows its own voice as well in seconds that come at once, after the ear was away', () => {
    const steady = new EchoCanceller(true)
    const behind = new EchoCanceller(true)
    const echo = echoOf(sam, 150, 1)
    const split = 96 * frame
    for (const canceller of [steady, behind]) {
      canceller.play(sam, 0)
      hear(canceller, echo.subarray(0, split))
    }
    const fromMs = (split * 1000) / rateHz
    const late = echo.subarray(split, split + 154 * frame)
    const { verdicts } = hear(steady, late, fromMs)
    behind.clean(late)
    const asked = verdicts.map((_, index) => behind.isEcho(fromMs + ((index + 1) * frame * 1000) / rateHz))
    expect(asked).toEqual(verdicts)
    expect(verdicts.filter(Boolean).length).toBeGreaterThan(verdicts.length / 2)
    expect(behind.mayBeWoken(fromMs + 1500)).toBe(false)
  })

  it('learns anew when the loudspeaker is another one', () => {
    const canceller = new EchoCanceller(true)
    const long = joinSamples([sam, voice(8, 4)])
    canceller.play(long, 0)
    const before = echoOf(long, 60, 1).subarray(0, 6 * rateHz)
    const after = echoOf(long, 280, 0.5).subarray(6 * rateHz)
    const echo = joinSamples([before, after])
    const { sound } = hear(canceller, echo)
    expect(quieterBy(echo, sound, 12, 16)).toBeGreaterThan(8)
  })

  it('is not woken by its own voice, but by somebody else', () => {
    const canceller = new EchoCanceller(true)
    canceller.play(sam, 0)
    const echo = echoOf(sam, 150, 1)
    hear(canceller, echo.subarray(0, 4 * rateHz))
    expect(canceller.mayBeWoken(4000)).toBe(false)
    const spoken = mixed(echo, voice(2, 77), 4)
    hear(canceller, spoken.subarray(4 * rateHz, 5.5 * rateHz), 4000)
    expect(canceller.mayBeWoken(5500)).toBe(true)
  })

  it('lets all sound through while it is silent, and once it was silenced', () => {
    const canceller = new EchoCanceller(true)
    const user = voice(1, 77)
    const first = hear(canceller, user)
    expect(first.verdicts).not.toContain(true)
    expect(first.sound).toEqual(user.subarray(0, first.sound.length))
    expect(canceller.mayBeWoken(900)).toBe(true)
    canceller.play(sam, 1000)
    canceller.cut(1000)
    expect(hear(canceller, user, 992).verdicts).not.toContain(true)
  })

  it('changes nothing where nothing of it comes back, and finds that out', () => {
    const canceller = new EchoCanceller(true)
    canceller.play(sam, 0)
    const user = voice(6, 55)
    const { sound, verdicts } = hear(canceller, user)
    expect(sound).toEqual(user.subarray(0, sound.length))
    expect(verdicts.slice(100)).not.toContain(true)
  })

  it('hears the user from the first word where an echo canceller is at work', () => {
    const canceller = new EchoCanceller(false)
    canceller.play(sam, 0)
    expect(hear(canceller, voice(0.4, 77)).verdicts).not.toContain(true)
  })

  it('takes chunks of any length', () => {
    const canceller = new EchoCanceller(true)
    canceller.play(sam, 0)
    const other = new EchoCanceller(true)
    other.play(sam, 0)
    const echo = echoOf(sam, 90, 1)
    const pieces: Float32Array[] = []
    for (let at = 0; at < echo.length; at += 333) pieces.push(other.clean(echo.slice(at, at + 333)))
    const joined = joinSamples(pieces)
    expect(joined).toEqual(canceller.clean(echo).subarray(0, joined.length))
  })
})
