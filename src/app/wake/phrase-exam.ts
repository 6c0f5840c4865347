import { hearingRateHz } from '../../audio/ports.ts'
import type { VoiceActivityModel } from '../../audio/voice-activity.ts'
import { scoreClip } from '../../audio/wake/score-clip.ts'
import { nearMisses } from '../../audio/wake/training/near-misses.ts'
import { between, varySound } from '../../audio/wake/training/sound-variants.ts'
import type { PhraseVoice } from '../../audio/wake/training/train-wake-word.ts'
import type { WakeEngine } from '../../audio/wake/wake-models.ts'
import { seededRandom } from '../../core/numbers/random.ts'
import { examSentences } from './exam-sentences.ts'

/** What a phrase is examined on. None of it was learned from. */
export interface ExamSounds {
  /** Sentences of everyday talk. */
  talk: readonly Float32Array[]
  /** Phrases that resemble it. */
  alike: readonly Float32Array[]
}

export interface ExamResult {
  talkHours: number
  /** Sentences that woke SAM, by both looks. */
  falseAccepts: number
  alike: number
  alikeHeard: number
}

const alikeCount = 12
/** Far from the seeds of trainings: other near misses than those that were learned. */
const examSeed = 7_000_003

/** Speaks the exam; the same phrase gets the same texts, paces and rooms. No voice: nothing to examine on. */
export async function speakExam(
  phrase: string,
  voices: readonly PhraseVoice[],
  signal: AbortSignal,
  rounds = 1,
): Promise<ExamSounds> {
  const random = seededRandom(examSeed)
  const speak = async (texts: readonly string[]) => {
    const sounds: Float32Array[] = []
    for (const [index, text] of texts.entries()) {
      const voice = voices[index % voices.length]
      if (voice === undefined) break
      signal.throwIfAborted()
      sounds.push(varySound(await voice(text, between(random, 0.8, 1.3)), random))
    }
    return sounds
  }
  const talk = Array.from({ length: rounds }, () => examSentences).flat()
  return { talk: await speak(talk), alike: await speak(nearMisses(phrase, alikeCount, random)) }
}

/** Hears all of it as a microphone would. */
export async function examinePhrase(
  engine: WakeEngine,
  activity: VoiceActivityModel,
  { talk, alike }: ExamSounds,
  signal: AbortSignal,
): Promise<ExamResult> {
  return {
    talkHours: talk.reduce((sum, { length }) => sum + length, 0) / hearingRateHz / 3600,
    falseAccepts: await countHeard(engine, activity, talk, signal),
    alike: alike.length,
    alikeHeard: await countHeard(engine, activity, alike, signal),
  }
}

/** In how many of these sounds it was heard. */
export async function countHeard(
  engine: WakeEngine,
  activity: VoiceActivityModel,
  sounds: readonly Float32Array[],
  signal: AbortSignal,
): Promise<number> {
  let heard = 0
  for (const sound of sounds) {
    signal.throwIfAborted()
    if ((await scoreClip(sound, engine, activity)).fired) heard += 1
  }
  return heard
}
