import { joinSamples } from '../../core/numbers/join-samples.ts'
import { SoundHistory } from '../sound-history.ts'
import { speechProbabilities } from '../speech-segments.ts'
import { frameMs, frameSamples, type VoiceActivityModel } from '../voice-activity.ts'
import { defaultWakeThreshold, voiceMs, WakeListener } from './wake-listener.ts'
import type { WakeEngine } from './wake-models.ts'

export interface ClipScore {
  fired: boolean
  /** The highest score at which SAM would have woken: moments without a voice do not count. */
  score: number
  thresholdUsed: number
  /** Where in the clip the score was highest. */
  atMs?: number
  /** Of several phrases, the one that came nearest. */
  phrase?: string
  /** It was said, by somebody who may not wake SAM. */
  stranger?: true
  /** Why it did or did not fire, for a person. */
  reason: string
}

/** Quiet after the clip: the models answer up to half a second after a word. */
const tailSamples = 24 * frameSamples

/**
 * Would this recording (16 kHz) have woken SAM? Heard as a microphone would hear it after quiet, gate included.
 * @param engine loaded with the phrases in question
 */
export async function scoreClip(
  samples: Float32Array,
  engine: WakeEngine,
  activity: VoiceActivityModel,
  {
    threshold = defaultWakeThreshold,
    gated = true,
    onScore,
  }: {
    threshold?: number
    gated?: boolean
    /** Told at each moment at which the models listened; 0 where no voice was heard. */
    onScore?(atMs: number, score: number): void
  } = {},
): Promise<ClipScore> {
  const sound = joinSamples([samples, new Float32Array(tailSamples)])
  const probabilities = await speechProbabilities(sound, activity)
  // A threshold out of reach: after a detection the listener starts afresh, and the peak of the score would go unseen.
  const listener = new WakeListener(engine, { threshold: Number.POSITIVE_INFINITY, gated })
  const voice = new SoundHistory(voiceMs)
  let isOwner = true
  const result: ClipScore = { fired: false, score: 0, thresholdUsed: threshold, reason: '' }
  let speechMs = 0
  for (const [index, probability] of probabilities.entries()) {
    const frame = new Float32Array(frameSamples)
    frame.set(sound.subarray(index * frameSamples, (index + 1) * frameSamples))
    const { best, enoughSpeech } = await listener.push(frame, probability)
    voice.append(frame)
    speechMs += probability >= 0.5 ? frameMs : 0
    const atMs = (index + 1) * frameMs
    if (best !== undefined) onScore?.(atMs, enoughSpeech ? best.score : 0)
    if (best !== undefined && enoughSpeech && best.score > result.score) {
      result.score = best.score
      result.atMs = atMs
      result.phrase = best.phrase
      if (best.score >= threshold) isOwner = (await engine.owner?.isOwner(voice.slice(atMs - voiceMs, atMs))) ?? true
    }
  }
  result.fired = result.score >= threshold && isOwner
  if (!isOwner) result.stranger = true
  return { ...result, reason: explainWake(result, speechMs) }
}

/** Why a phrase woke SAM, or did not, for a person. */
export function explainWake(
  { fired, score, thresholdUsed, stranger }: Pick<ClipScore, 'fired' | 'score' | 'thresholdUsed' | 'stranger'>,
  speechMs: number,
): string {
  if (stranger) return `The phrase was heard with ${score.toFixed(2)}, but not in your voice.`
  if (fired) return `The phrase was heard with ${score.toFixed(2)}; ${thresholdUsed.toFixed(2)} is enough.`
  if (speechMs < 2 * frameMs) return 'No voice was heard in it.'
  if (score < 0.1) return 'A voice was heard, but nothing like the phrase.'
  return `Something like the phrase was heard with ${score.toFixed(2)}, and ${thresholdUsed.toFixed(2)} is needed.`
}
