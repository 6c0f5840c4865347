import { joinSamples } from '../../../core/numbers/join-samples.ts'
import { hearingRateHz } from '../../ports.ts'
import { resample } from '../../resampler.ts'

/** Numbers from 0 to below 1. */
type Random = () => number

/** The same words said again: a little faster or slower (and higher or deeper with it), in another room, louder or softer, over some noise. */
export function varySound(samples: Float32Array, random: Random): Float32Array {
  const pace = between(random, 0.9, 1.12)
  const paced = resample(samples, Math.round(hearingRateHz * pace))
  const roomed = random() < 0.4 ? inRoom(paced, random) : paced
  const loudness = peakOf(roomed)
  const gain = between(random, 0.15, 0.9) / Math.max(loudness, 1e-4)
  const louder = roomed.map((sample) => sample * gain)
  return random() < 0.6 ? withNoise(louder, random, between(random, 8, 30)) : louder
}

/** Quiet before and after, as a microphone hears it that was on already. */
export function surrounded(samples: Float32Array, beforeMs: number, afterMs: number): Float32Array {
  const quiet = (lengthMs: number) => new Float32Array(Math.round((lengthMs * hearingRateHz) / 1000))
  return joinSamples([quiet(beforeMs), samples, quiet(afterMs)])
}

/** @param ratioDb how much louder the sound is than the noise, in decibels of mean power */
export function withNoise(samples: Float32Array, random: Random, ratioDb: number): Float32Array {
  const noise = makeNoise(samples.length, random)
  const gain = Math.sqrt(power(samples) / Math.max(power(noise), 1e-12)) * 10 ** (-ratioDb / 20)
  return samples.map((sample, index) => sample + gain * (noise[index] ?? 0))
}

/** Noise between white and brown, with a hum now and then. */
export function makeNoise(length: number, random: Random): Float32Array {
  const colour = random() * 0.98
  const humHz = random() < 0.3 ? between(random, 50, 400) : 0
  const noise = new Float32Array(length)
  let low = 0
  for (let index = 0; index < length; index += 1) {
    low = colour * low + (1 - colour) * (2 * random() - 1)
    const hum = humHz === 0 ? 0 : 0.3 * Math.sin((2 * Math.PI * humHz * index) / hearingRateHz)
    noise[index] = low + hum * (1 - colour)
  }
  return noise
}

/** A room: some early echoes and a tail that fades within a third of a second. */
export function inRoom(samples: Float32Array, random: Random): Float32Array {
  const fadeSamples = between(random, 0.03, 0.12) * hearingRateHz
  const result = samples.slice()
  for (let echo = 0; echo < 24; echo += 1) {
    const delay = Math.round(random() ** 2 * 3 * fadeSamples) + 20
    const gain = 0.5 * Math.exp(-delay / fadeSamples) * (2 * random() - 1)
    for (let index = delay; index < result.length; index += 1)
      result[index] = (result[index] ?? 0) + gain * (samples[index - delay] ?? 0)
  }
  return result
}

function power(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return sum / Math.max(1, samples.length)
}

function peakOf(samples: Float32Array): number {
  let peak = 0
  for (const sample of samples) if (Math.abs(sample) > peak) peak = Math.abs(sample)
  return peak
}

export function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random()
}
