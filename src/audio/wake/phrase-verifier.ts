import { hearingRateHz } from '../ports.ts'
import type { PhraseReader } from '../whisper/phrase-reader.ts'
import type { WakeConfirmation } from './wake-classifier.ts'

/** How a phrase is spelled by a recogniser, in small letters without spaces. */
export interface PhraseSpellings {
  /** As it was named. */
  letters: string
  /** As the recogniser wrote the user's own recordings where it misheard them. */
  others: readonly string[]
}

/** What the second look costs an unusual spelling. */
const otherSpellingPenalty = 1
/** Sound around the phrase that is heard along. */
const marginMs = 250

/**
 * The second look at a moment that may have held a wake phrase: the recogniser says how likely the sound began with it.
 * Answers a natural logarithm, 0 for certain, -20 for something else.
 * @param sound ends now; the phrase began at most `phraseMs` + `lateMs` ago
 */
export async function verifyPhrase(
  reader: PhraseReader,
  spellings: PhraseSpellings,
  sound: Float32Array,
  { phraseMs, speechMs }: { phraseMs: number; speechMs: number },
): Promise<number> {
  let best = Number.NEGATIVE_INFINITY
  for (const lengthMs of startsOf(phraseMs, speechMs)) {
    const samples = sound.subarray(Math.max(0, sound.length - Math.round((lengthMs * hearingRateHz) / 1000)))
    const heard = await reader.hear(samples)
    best = Math.max(best, await heard.logLikelihood(spellings.letters))
    for (const letters of spellings.others)
      best = Math.max(best, (await heard.logLikelihood(letters)) - otherSpellingPenalty)
    heard.release()
    if (best > likely) break
  }
  return best
}

/** Surely the phrase: no other beginning need be tried. */
const likely = -4
/** The models answer up to this long after the phrase. */
const lateMs = 500

/**
 * How far back the phrase may have begun: where speech began, when that is not long ago, and else about its own length ago: it
 * follows other words then.
 */
function startsOf(phraseMs: number, speechMs: number): number[] {
  const own = phraseMs + lateMs
  const sinceSpeech = speechMs + marginMs
  return sinceSpeech <= own + 700 ? [sinceSpeech, own] : [own, own + 400]
}

/** Sound that a confirmation may ask for at most. */
const mostSoundMs = 3000

/**
 * The recogniser as the second look of a trained phrase. Both looks count: what the classifier is very sure of may be spelled
 * worse, and the other way round.
 */
export function confirmByReading(
  reader: PhraseReader,
  {
    spellings,
    phraseMs,
    candidateScore,
    unheardLikelihood,
  }: { spellings: PhraseSpellings; phraseMs: number; candidateScore: number; unheardLikelihood: number },
): WakeConfirmation {
  // Everyday words are likely even where nobody speaks: what is heard must be well above that.
  const border = Math.min(strictest, Math.max(ordinaryBorder, unheardLikelihood + aboveUnheard))
  return {
    fromScore: candidateScore,
    soundMs: Math.min(mostSoundMs, phraseMs + lateMs + 700 + marginMs),
    async confirm(sound, { score, speechMs }) {
      const likelihood = await verifyPhrase(reader, spellings, sound, { phraseMs, speechMs })
      const certainty = Math.min(surest, Math.log(score / Math.max(1e-9, 1 - score)))
      const evidence = (likelihood - border) / 2 + 0.25 * (certainty - usual)
      return 1 / (1 + Math.exp(-evidence))
    },
  }
}

/** A phrase that was said is rarely below -6, another one rarely above -15. */
const ordinaryBorder = -10
const aboveUnheard = 4
const strictest = -3
/** Logit of the classifier for an ordinary recording of the phrase. */
const usual = 5
const surest = 12
