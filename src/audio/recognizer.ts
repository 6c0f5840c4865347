import { type Clock, systemClock } from '../core/clock.ts'
import {
  type CommandRecognizer,
  hearingRateHz,
  type Reading,
  type Recognition,
  type Reconsideration,
  type SecondLook,
  type SpokenVocabulary,
} from './ports.ts'
import { planWindows, type SoundWindow } from './recognition-windows.ts'
import { findSpeech, speechProbabilities } from './speech-segments.ts'
import { cleanTranscript } from './transcript-text.ts'
import type { VoiceActivityModel } from './voice-activity.ts'
import { KnownPhrases } from './whisper/known-phrases.ts'
import type { NearWordings } from './whisper/near-wordings.ts'
import { type DecodableSound, decodeFreely, type FreeText, type WhisperDecoder } from './whisper/whisper-decoder.ts'

/** A sound of this length has no more tokens than this: what goes on is a loop. */
const tokensPerSecond = 12
const leastTokens = 24
const mostTokens = 220
/** Whoever asks about a sound again does so at once; it takes some 25 MB, and more while it is asked about. */
const askedAgainWithinMs = 10_000

/** A sound that was recognised, as far as it may be asked about again. */
interface Heard {
  id: number
  sound: DecodableSound
  free: FreeText
  window: SoundWindow
}

interface Decoded {
  words: string
  free: FreeText
  heard?: Omit<Heard, 'id'>
}

export interface TurnEnds {
  /** How likely it is that more words follow these, said like this, 0 to 1; undefined where it cannot tell. */
  chanceOfMore(text: string, samples: Float32Array): Promise<number | undefined>
  /** Told when that fails: rules alone judge these words then. */
  onFailure(thrown: unknown): undefined
}

/**
 * Whisper, computed outside the event loop, one sound at a time. Sound of any length: it is cut at pauses. Where nobody
 * speaks the answer is empty, since Whisper invents words for noise.
 * @param voiceActivity finds speech in the sound before it is decoded
 * @param turnEnds what it knows of ends of turns; what it hears does not depend on it
 * @param wordings sentences beside which a sound is heard again, where that is asked for; none without them
 */
export function createRecognizer(
  whisper: WhisperDecoder,
  voiceActivity: VoiceActivityModel,
  clock: Clock = systemClock,
  turnEnds?: TurnEnds,
  wordings?: NearWordings,
): CommandRecognizer {
  let engineFree: Promise<unknown> = Promise.resolve()
  let told: SpokenVocabulary | undefined
  let known: KnownPhrases | undefined
  let last: Heard | undefined
  let forgetting: NodeJS.Timeout | undefined
  let sounds = 0

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = engineFree.then(work)
    engineFree = turn.catch(() => {})
    return turn
  }

  const keep = (heard: Heard) => {
    last = heard
    forgetting = setTimeout(() => take(heard.id)?.sound.release(), askedAgainWithinMs)
    forgetting.unref()
  }

  /** The last sound, which is no longer kept then; only this one, where a number is given. */
  const take = (id = last?.id): Heard | undefined => {
    if (last === undefined || last.id !== id) return undefined
    const heard = last
    clearTimeout(forgetting)
    last = undefined
    return heard
  }

  const decode = async (samples: Float32Array, window: SoundWindow): Promise<Decoded> => {
    const sound = await whisper.listen(samples.subarray(window.start, window.end), known?.before)
    const free = await decodeFreely(whisper, sound, mostTokensOf(window))
    const text = cleanTranscript(free.text)
    const words = isPlausible(text, window) ? text : ''
    if (words !== '' && free.ended && free.trail.length > 0) return { words, free, heard: { sound, free, window } }
    sound.release()
    return { words, free }
  }

  /** What was heard is never lost for it. */
  const chanceOfMore = async (text: string, samples: Float32Array): Promise<number | undefined> => {
    try {
      return await turnEnds?.chanceOfMore(text, samples)
    } catch (thrown) {
      return turnEnds?.onFailure(thrown)
    }
  }

  const recognize = async (samples: Float32Array): Promise<Recognition> => {
    const startedAtMs = clock.nowMs()
    const segments = await findSpeech(await speechProbabilities(samples, voiceActivity))
    sounds += 1
    take()?.sound.release()
    const parts: Decoded[] = []
    for (const window of planWindows(segments, samples.length)) parts.push(await decode(samples, window))
    const [first, second] = parts
    const mayBeAsked = known !== undefined && second === undefined
    if (mayBeAsked && first?.heard !== undefined) keep({ id: sounds, ...first.heard })
    else for (const { heard } of parts) heard?.sound.release()
    const text = parts.flatMap(({ words }) => (words === '' ? [] : [words])).join(' ')
    const more = text === '' ? undefined : await chanceOfMore(text, samples)
    const chance = more === undefined ? {} : { more }
    return {
      text,
      ...(text === '' ? {} : { confidence: confidenceIn(parts) }),
      ...chance,
      decodeMs: clock.nowMs() - startedAtMs,
      ...(last === undefined ? {} : { soundId: sounds }),
    }
  }

  const reconsider = async (soundId: number, look: SecondLook): Promise<Reconsideration> => {
    const startedAtMs = clock.nowMs()
    // Nobody asks twice, unless there is something left to ask.
    const heard = take(soundId)
    if (known === undefined || heard === undefined) return { decodeMs: 0, readings: [] }
    const { sound, free, window } = heard
    let left: { wordingsLeft?: true } = {}
    let readings: Reading[]
    try {
      if (look.onlyWordings) readings = await known.likeWordings(sound, free, look.spokenBefore, mostTokensOf(window))
      else ({ readings, ...left } = await known.readings(sound, free, look, mostTokensOf(window)))
    } catch (thrown) {
      sound.release()
      throw thrown
    }
    if (left.wordingsLeft) keep(heard)
    else sound.release()
    const plausible = readings.flatMap((one) => {
      const text = cleanTranscript(one.text)
      return text === '' || !isPlausible(text, window) ? [] : [{ ...one, text }]
    })
    return { decodeMs: clock.nowMs() - startedAtMs, readings: plausible, ...left }
  }

  return {
    recognize: (samples) => inTurn(() => recognize(samples)),
    reconsider: (soundId, look) => inTurn(() => reconsider(soundId, look)),
    learnVocabulary(vocabulary) {
      const before = told
      told = vocabulary
      known = new KnownPhrases(whisper, vocabulary, wordings)
      return before
    },
  }
}

/** The chance of what was written, for a token: its geometric mean. */
function confidenceIn(parts: readonly Decoded[]): number {
  const written = parts.filter(({ words }) => words !== '').map(({ free }) => free)
  const sum = (of: (text: FreeText) => number) => written.reduce((total, text) => total + of(text), 0)
  return Math.exp(sum(({ logLikelihood }) => logLikelihood) / sum(({ length }) => length))
}

/** Nobody says more words than this in a second; text that claims it was invented. */
const mostWordsPerSecond = 8

function mostTokensOf({ start, end }: SoundWindow): number {
  return Math.min(mostTokens, Math.ceil(leastTokens + (tokensPerSecond * (end - start)) / hearingRateHz))
}

function isPlausible(words: string, window: SoundWindow): boolean {
  const count = words.split(' ').filter((word) => word !== '').length
  return count <= 2 + mostWordsPerSecond * (window.speechSamples / hearingRateHz)
}
