import { isBackchannel } from './backchannel.ts'
import type { CommandRecognizer, Reading, Recognition, SpeechRecognizer } from './ports.ts'
import { withoutWakePhrase } from './wake-phrase.ts'

/** What words are, to whoever carries commands out. */
export interface CommandJudge {
  /**
   * `kept`: an answer, what stops SAM, or what breaks off. `settled`: a command read to its end, with known names. `partial`:
   * taken for one, with something missing, guessed or taken as it comes. `stranger`: to somebody whom nobody knows. `limit`: a
   * request that SAM knows and cannot fulfil. `none`: anything else.
   */
  judge(text: string): Judgement
  /** Phrases that may stand before a request. */
  wakePhrases(): readonly string[]
}

export type Judgement = 'kept' | 'settled' | 'partial' | 'stranger' | 'limit' | 'none'

/** How much less likely than the free text (natural logarithm) a phrase may be, by what the free text is. */
const doubts = { settled: 1, stranger: 2, partial: 3.5, limit: 5, none: 4.5 }
/** Beside sentences that sound like them, words that were said become likelier by more than this (natural logarithm). */
const leastWorthOfWordings = 0.75
/** What is of more use than what; what SAM cannot do is of as little use as what it does not understand. */
const use = { none: 0, limit: 0, stranger: 1, partial: 2, settled: 3 }
/** In place of a single word, which is often no word at all. */
const doubtOfOneWord = 2
/** Commands that were said are this likely and more, word by word; others were drawn from a voice without words by the examples. */
const leastConfidence = 0.45
/** Nobody words a command at such length. */
const mostWords = 16
/** What forbids, or says that something is not so. "Not" alone is as likely a badly heard word ("Not the screen." was "Lock the screen."). */
const negation =
  /\b(?:never|cannot)\b|n['’]t\b|\b(?:do|does|did|will|would|shall|should|can|could|must|is|are|was|were) not\b/i
/** A phrase that leaves out more of what was heard than this is another sentence's beginning. */
const leastShare = 0.6
/** Unless it is likelier by this (natural logarithm): then the free text is words made of noise. */
const likelier = 1
const leastShareOfLikelier = 0.4

/**
 * A recogniser that looks again at what reads as no command: where the sound may as well have been one that the vocabulary
 * holds, its words are taken. A command that is worded otherwise than any of the vocabulary is changed only for one about as likely.
 * @param onFailure told when it could not look again: what was heard stays
 */
export function createCommandHearing(
  recognizer: CommandRecognizer,
  judge: CommandJudge,
  onFailure: (thrown: unknown) => undefined,
): SpeechRecognizer {
  return {
    async recognize(samples) {
      const heard = await recognizer.recognize(samples)
      const { spokenBefore, request } = partAtWakePhrase(heard.text, judge.wakePhrases())
      const words = request.split(/\s+/).length
      if (heard.soundId === undefined || request === '' || isBackchannel(request) || words > mostWords) return heard
      const reading = judge.judge(request)
      if (reading === 'kept') return heard
      const mostDoubt = words === 1 ? Math.min(doubtOfOneWord, doubts[reading]) : doubts[reading]
      // More is tried with a request in which something is wrong: most of what is none is talk, and talk must cost little.
      const thorough = reading !== 'none' && reading !== 'settled'
      const doubted = reading !== 'none' && (heard.confidence ?? 1) < leastConfidence
      // What is understood is heard well enough.
      const wordings = reading !== 'settled'
      const asked = { spokenBefore, mostDoubt, thorough, doubted, wordings }
      const look = await recognizer.reconsider(heard.soundId, asked).catch(onFailure)
      if (look === undefined) return heard
      const { readings } = look
      const isNegated = (text: string) => !negation.test(request) || negation.test(text)
      const better = readings.find(
        ({ text, doubt, kind }) =>
          kind !== 'alike' &&
          doubt <= mostDoubt &&
          isWhole(text, request, doubt < -likelier ? leastShareOfLikelier : leastShare) &&
          isNegated(text) &&
          isBetter(judge.judge(text), kind, reading),
      )
      const rest =
        better === undefined && look.wordingsLeft
          ? await recognizer.reconsider(heard.soundId, { ...asked, onlyWordings: true }).catch(onFailure)
          : undefined
      const decodeMs = heard.decodeMs + look.decodeMs + (rest?.decodeMs ?? 0)
      const again: Recognition = { ...heard, decodeMs }
      const alike = ({ text, doubt, kind }: Reading) =>
        kind === 'alike' &&
        doubt <= -leastWorthOfWordings &&
        lettersOf(text) !== lettersOf(request) &&
        isWhole(text, request, leastShare) &&
        isNegated(text) &&
        isOfUse(judge.judge(text), reading)
      const taken =
        better ?? [...readings, ...(rest?.readings ?? [])].find((one) => (doubted ? one.kind === 'plain' : alike(one)))
      if (taken === undefined) return again
      const { more, confidence: _ofOtherWords, ...others } = again
      // The same sound, read without examples or to the same end, goes on as likely as it did before.
      const endsAlike = taken.kind === 'plain' || (taken.kind === 'alike' && lastWord(taken.text) === lastWord(request))
      const chance = endsAlike && more !== undefined ? { more } : {}
      return { ...others, ...chance, text: [spokenBefore, taken.text].filter((part) => part !== '').join(' ') }
    },
  }
}

/** Whether a text can stand for all that was heard: the beginning of it is not all of it. */
function isWhole(text: string, heard: string, share: number): boolean {
  const said = lettersOf(heard)
  const found = lettersOf(text)
  return found.length >= share * said.length && (said === found || !said.startsWith(found))
}

/** A command that is whole is better, and so is one that the vocabulary or a known name makes of what is none or lacks something. */
function isBetter(other: Judgement, kind: Reading['kind'], free: Judgement): boolean {
  if (other === 'settled') return true
  if (other === 'kept') return kind === 'phrase' && free !== 'settled'
  if (kind === 'plain') return false
  const lacks = free === 'partial' || free === 'stranger'
  return other === 'partial'
    ? lacks || free === 'none' || (kind === 'named' && free === 'limit')
    : other === 'limit' && (free === 'limit' || free === 'none')
}

/** Words that are likelier stand for others unless less can be done with them. */
function isOfUse(other: Judgement, free: Judgement): boolean {
  return other !== 'kept' && free !== 'kept' && use[other] >= use[free]
}

function partAtWakePhrase(text: string, phrases: readonly string[]): { spokenBefore: string; request: string } {
  for (const phrase of phrases) {
    const request = withoutWakePhrase(text, phrase)
    if (request.length < text.trim().length) {
      const before = text.trim()
      return { spokenBefore: before.slice(0, before.length - request.length).trim(), request }
    }
  }
  return { spokenBefore: '', request: text.trim() }
}

function lastWord(text: string): string {
  return lettersOf(text.trim().split(/\s+/).at(-1) ?? '')
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
