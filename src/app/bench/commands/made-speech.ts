import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { hearingRateHz } from '../../../audio/ports.ts'
import { resample } from '../../../audio/resampler.ts'
import { joinSamples } from '../../../core/numbers/join-samples.ts'
import type { SpeechSynthesizer } from '../../../tts/ports.ts'
import { quietRoom, readClip } from '../hearing/recordings.ts'

const run = promisify(execFile)

/** Speaks a sentence at 16 kHz, at so many times the usual pace. */
export interface MadeVoice {
  name: string
  speak(text: string, pace: number): Promise<Float32Array>
}

/**
 * The installed voice, and those of `flite` and `espeak-ng` where these programs are on the machine: tools of this
 * measurement, nothing that SAM ships or needs.
 * @param folder for their files
 */
export async function findVoices(synthesizer: SpeechSynthesizer, folder: string): Promise<MadeVoice[]> {
  const own: MadeVoice = {
    name: 'installed',
    async speak(text, pace) {
      const { samples, sampleRateHz } = await synthesizer.synthesize(text, { rate: pace })
      return resample(samples, sampleRateHz)
    },
  }
  const outside = (name: string, program: string, options: (file: string, text: string, pace: number) => string[]) => ({
    name,
    async speak(text: string, pace: number) {
      const file = path.join(folder, 'spoken.wav')
      await run(program, options(file, text, pace))
      return readClip(file)
    },
  })
  const flite = (voice: string) =>
    outside(`flite ${voice}`, 'flite', (file, text, pace) => [
      ...['-voice', voice, '--setf', `duration_stretch=${(1 / pace).toFixed(2)}`, '-t', text, '-o', file],
    ])
  const espeak = (voice: string) =>
    outside(`espeak-ng ${voice}`, 'espeak-ng', (file, text, pace) => [
      ...['-v', voice, '-s', String(Math.round(150 * pace)), '-w', file, '--', text],
    ])
  const others = [...['slt', 'rms', 'awb', 'kal16'].map(flite), ...['en-us+f3', 'en-gb'].map(espeak)]
  const there = await Promise.all(['flite', 'espeak-ng'].map(async (program) => (await answers(program)) && program))
  return [own, ...others.filter(({ name }) => there.includes(name.split(' ')[0] ?? ''))]
}

async function answers(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    // flite prints its version and exits 1.
    (failure: NodeJS.ErrnoException) => failure.code !== 'ENOENT',
  )
}

const leadMs = 500
const tailMs = 700

/** The sentence in one of the voices, in another pitch, loudness, room and noise each time. */
export async function speakSomehow(
  text: string,
  voices: readonly MadeVoice[],
  random: () => number,
): Promise<Float32Array> {
  const voice = voices[Math.floor(random() * voices.length)] ?? voices[0]
  if (voice === undefined) throw new RangeError('no voice')
  const pitch = 0.94 + 0.13 * random()
  const spoken = resample(await voice.speak(text, 0.9 + 0.3 * random()), Math.round(hearingRateHz * pitch))
  const inRoom = random() < 0.4 ? reverberant(spoken, 0.15 + 0.3 * random(), random) : spoken
  const level = 0.15 + 0.6 * random()
  const loudest = inRoom.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-6)
  const sound = joinSamples([quietRoom(leadMs), inRoom.map((sample) => (sample * level) / loudest), quietRoom(tailMs)])
  const decibels = [12, 18, 25, 40][Math.floor(random() * 4)] ?? 25
  const power = inRoom.reduce((sum, sample) => sum + ((sample * level) / loudest) ** 2, 0) / inRoom.length
  return noisy(sound, Math.sqrt(power) * 10 ** (-decibels / 20), random)
}

/** Each sentence played backwards: a voice, and no words. */
export async function* backwards(
  texts: readonly string[],
  voices: readonly MadeVoice[],
  random: () => number,
): AsyncGenerator<Float32Array> {
  for (const text of texts) yield (await speakSomehow(text, voices, random)).reverse()
}

/** Three of the sentences at once, as often as there are sentences: words that nobody can follow. */
export async function* babble(
  texts: readonly string[],
  voices: readonly MadeVoice[],
  random: () => number,
): AsyncGenerator<Float32Array> {
  for (const text of texts) {
    const others = [1, 2].map(() => texts[Math.floor(random() * texts.length)] ?? text)
    let sum = new Float32Array(0)
    for (const one of [text, ...others]) {
      const spoken = await speakSomehow(one, voices, random)
      const [longer, shorter] = spoken.length > sum.length ? [spoken, sum] : [sum, spoken]
      sum = longer.map((sample, at) => Math.max(-1, Math.min(1, sample + (shorter[at] ?? 0))))
    }
    yield sum
  }
}

/** Reflections that die away by 60 dB in so many seconds. */
function reverberant(samples: Float32Array, seconds: number, random: () => number): Float32Array {
  const taps = Array.from({ length: 60 }, () => {
    const at = Math.floor(random() * seconds * hearingRateHz)
    return { at, gain: (random() < 0.5 ? -0.3 : 0.3) * 10 ** ((-3 * at) / (seconds * hearingRateHz)) }
  })
  const result = new Float32Array(samples.length + Math.ceil(seconds * hearingRateHz))
  result.set(samples)
  for (const { at, gain } of taps)
    for (let index = 0; index < samples.length; index += 1)
      result[index + at] = (result[index + at] ?? 0) + gain * (samples[index] ?? 0)
  return result
}

/** Noise with more of the low than of the high, as rooms have it. */
function noisy(samples: Float32Array, level: number, random: () => number): Float32Array {
  let low = 0
  // What a one-pole filter at .9 leaves of evenly spread noise in [-1, 1].
  const gain = level / Math.sqrt(0.1 ** 2 / (1 - 0.9 ** 2) / 3)
  return samples.map((sample) => {
    low = 0.9 * low + 0.1 * (2 * random() - 1)
    return Math.max(-1, Math.min(1, sample + gain * low))
  })
}
