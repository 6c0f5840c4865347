import { withoutWakePhrase } from './wake-phrase.ts'

/** What the user is saying, from where it began; positions are milliseconds of the input sound. */
export interface Utterance {
  fromMs: number
  /** Where speech was last heard; the start until then. */
  lastSpeechMs: number
  heardSpeech: boolean
  wakePhrase?: string
  /** Before this nothing but SAM's name can have been said: a look is worth its cost only well after it. */
  newsFromMs: number
  held: boolean
  /** The wake word was in it, or the key was held. */
  addressed: boolean
  announcedEnd: boolean
  /** No pause is waited for: the key was let go, the cap was reached, the sound is over. */
  final: boolean
  /** It began over SAM's own voice. */
  overSam: boolean
  /** It is not known yet whether it means to take SAM's turn. */
  tentative: boolean
  /** So much of its sound is from before speech was noticed. */
  preRollMs: number
  /** The user asked for time in it. */
  heldOn: boolean
  /** The detector, too, took some of it for speech. */
  likely: boolean
}

/** A text of its sound without SAM's name. */
export function wordsOf(text: string, utterance: Utterance | undefined): string {
  return utterance?.wakePhrase === undefined ? text.trim() : withoutWakePhrase(text, utterance.wakePhrase)
}
