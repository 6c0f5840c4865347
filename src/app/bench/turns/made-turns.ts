import { hearingRateHz } from '../../../audio/ports.ts'
import { resample } from '../../../audio/resampler.ts'
import { findSpeech, speechProbabilities } from '../../../audio/speech-segments.ts'
import type { VoiceActivityModel } from '../../../audio/voice-activity.ts'
import { joinSamples } from '../../../core/numbers/join-samples.ts'
import type { SpeechSynthesizer } from '../../../tts/ports.ts'
import { type LabelledClip, quietRoom, readClip } from '../hearing/recordings.ts'
import type { TurnScript } from './scripts.ts'

/** A turn of which it is known where it ends. */
export interface MadeTurn {
  kind: 'complete' | 'open' | 'hold' | 'recorded'
  text: string
  samples: Float32Array
  wholeAtPause: boolean
  /** Where its last sound ends. */
  endsMs: number
}

const leadMs = 500
/** Longer than any end is waited for. */
const tailMs = 2500
const shortestPauseMs = 200
const longestPauseMs = 900
/** A "hold on" is followed by more thought. */
const holdPauseMs = 2500
/** A gap between words has less than this of a sound's mean energy. */
const gapLevel = 0.02
/** Below this, relative to its loudest sample, a sound has not begun or is over. */
const quiet = 0.02

/** Turns put together from pieces that are spoken by the installed voice, with pauses of 200 to 900 ms between them. */
export async function* makeTurns(
  synthesizer: SpeechSynthesizer,
  scripts: readonly TurnScript[],
  random: () => number,
): AsyncGenerator<MadeTurn> {
  for (const { pieces, kind, wholeAtPause = false } of scripts) {
    const parts: Float32Array[] = []
    for (const [index, piece] of pieces.entries()) {
      const clip = await synthesizer.synthesize(piece)
      if (index > 0) parts.push(quietRoom(kind === 'hold' ? holdPauseMs : pauseOf(random)))
      parts.push(trimmed(resample(clip.samples, clip.sampleRateHz)))
    }
    yield finish(kind, pieces.join(' '), joinSamples(parts), wholeAtPause)
  }
}

/**
 * Recordings of requests, each with a pause of 200 to 900 ms put where it is quietest between two words. Those in which no
 * such place is found are left out.
 */
export async function* pausedRecordings(
  clips: readonly LabelledClip[],
  activity: VoiceActivityModel,
  random: () => number,
): AsyncGenerator<MadeTurn> {
  for (const { file, text = '' } of clips) {
    const clip = await readClip(file)
    const segments = await findSpeech(await speechProbabilities(clip, activity))
    const sound = clip.subarray(segments[0]?.start ?? 0, segments.at(-1)?.end ?? 0)
    const cut = quietestMiddle(sound)
    if (cut === undefined) continue
    const samples = joinSamples([sound.subarray(0, cut), quietRoom(pauseOf(random)), sound.subarray(cut)])
    yield finish('recorded', text, samples)
  }
}

function pauseOf(random: () => number): number {
  return shortestPauseMs + random() * (longestPauseMs - shortestPauseMs)
}

function finish(kind: MadeTurn['kind'], text: string, sound: Float32Array, wholeAtPause = false): MadeTurn {
  const samples = joinSamples([quietRoom(leadMs), sound, quietRoom(tailMs)])
  return { kind, text, wholeAtPause, samples, endsMs: leadMs + (sound.length / hearingRateHz) * 1000 }
}

function trimmed(samples: Float32Array): Float32Array {
  const least = quiet * samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0)
  const sounds = (sample: number) => Math.abs(sample) > least
  return samples.subarray(Math.max(0, samples.findIndex(sounds)), samples.findLastIndex(sounds) + 1)
}

function meanEnergy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
}

function quietestMiddle(samples: Float32Array): number | undefined {
  const step = hearingRateHz / 100
  let best: number | undefined
  let least = gapLevel * meanEnergy(samples) * 5 * step
  for (let at = Math.floor(samples.length * 0.3); at < samples.length * 0.75; at += step) {
    // 50 ms: shorter than the gap of a pause between words, longer than that of a stop.
    const energy = samples.subarray(at - 2.5 * step, at + 2.5 * step).reduce((sum, sample) => sum + sample * sample, 0)
    if (energy < least) {
      least = energy
      best = at
    }
  }
  return best
}
