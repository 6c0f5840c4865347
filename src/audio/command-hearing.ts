import { isBackchannel } from './backchannel.ts'
import type { CommandRecognizer, Recognition, SpeechRecognizer } from './ports.ts'
import { withoutWakePhrase } from './wake-phrase.ts'

/** What words are, to whoever carries commands out. */
export interface CommandJudge {
  /**
   * `settled`: a command read to its end, with known names. `partial`: taken for one, with something missing, unknown or
   * guessed. `limit`: a request that SAM knows and cannot fulfil. `none`: anything else.
   */
  judge(text: string): 'settled' | 'partial' | 'limit' | 'none'
  /** Phrases that may stand before a request. */
  wakePhrases(): readonly string[]
}

/** How much less likely than the free text (natural logarithm) a phrase may be, by what the free text is. */
const doubts = { partial: 2, limit: 3, none: 4.5 }
/** In place of a single word, which is often no word at all. */
const doubtOfOneWord = 2
/** Nobody words a command at such length. */
const mostWords = 16
/** What forbids, or says that something is not so. "Not" alone is as likely a badly heard word ("Not the screen." was "Lock the screen."). */
const negation =
  /\b(?:never|cannot)\b|n['’]t\b|\b(?:do|does|did|will|would|shall|should|can|could|must|is|are|was|were) not\b/i
/** A phrase that leaves out more of what was heard than this is another sentence's beginning. */
const leastShare = 0.6

/**
 * A recogniser that looks again at what reads as no command: where the sound may as well have been one that the vocabulary
 * holds, its words are taken. What reads as a command is never changed, and costs nothing more.
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
      if (reading === 'settled') return heard
      const mostDoubt = words === 1 ? doubtOfOneWord : doubts[reading]
      // A name is looked for in a request: most of what is none is talk, and talk must cost little.
      const withNames = reading !== 'none'
      const look = await recognizer.reconsider(heard.soundId, { spokenBefore, mostDoubt, withNames }).catch(onFailure)
      if (look === undefined) return heard
      const { decodeMs, readings } = look
      const again: Recognition = { ...heard, decodeMs: heard.decodeMs + decodeMs }
      const taken = readings.find(
        ({ text, doubt, named }) =>
          doubt <= mostDoubt &&
          isWhole(text, request) &&
          (!negation.test(request) || negation.test(text)) &&
          isBetter(judge.judge(text), reading, named),
      )
      if (taken === undefined) return again
      const { more: _ofOtherWords, confidence: _ofThem, ...others } = again
      return { ...others, text: [spokenBefore, taken.text].filter((part) => part !== '').join(' ') }
    },
  }
}

/** Whether a text can stand for all that was heard: the beginning of it is not all of it. */
function isWhole(text: string, heard: string): boolean {
  const said = lettersOf(heard)
  const found = lettersOf(text)
  return found.length >= leastShare * said.length && (said === found || !said.startsWith(found))
}

type Judgement = ReturnType<CommandJudge['judge']>

/** A command instead of none is better, and so is one that lacks something with a name that is known. */
function isBetter(other: Judgement, free: Judgement, named: boolean): boolean {
  if (other === 'partial') return free === 'none' || (free === 'partial' && named)
  return other === 'settled' || (other === 'limit' && free !== 'partial')
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

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
