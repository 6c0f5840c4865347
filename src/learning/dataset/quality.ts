import type { StoredExample } from '../../memory/ports.ts'
import { hashWord, mix } from './shingles.ts'

/** What takes from the quality of an example, and what is left of it: 1 takes nothing. */
const penalties = {
  'no-question': 0,
  'no-answer': 0,
  echo: 0.1,
  garbled: 0.2,
  'repeats-itself': 0.3,
  refusal: 0.4,
  'talks-of-itself': 0.6,
  'cut-off': 0.6,
  'too-long': 0.7,
} as const

export type QualityNote = keyof typeof penalties

export interface Quality {
  /** 0 to 1: how good such answers are (a rating, or the source's own), times what each note leaves. */
  score: number
  notes: QualityNote[]
}

/** About 4,000 tokens: trainers cut what is longer, and with it the answer. */
const longestCharacters = 16_000
const refusal =
  /^(?:i'm (?:really |very )?sorry|sorry|i apologi[sz]e|unfortunately|i (?:cannot|can't|can’t|am unable|am not able|won't))\b[^.]{0,80}\b(?:can't|cannot|can’t|unable|not able|assist|help with|comply|fulfil)/i
const selfTalk = /\bas an? (?:ai|artificial intelligence|(?:large )?language model)\b/i
const lastMarks = /[\p{P}\p{S}\p{Extended_Pictographic}]\s*$/u

/** Judges an example by what can be seen in it. The same words always score the same. */
export function qualityOf({ messages, quality }: Pick<StoredExample, 'messages' | 'quality'>): Quality {
  const answer = messages.findLast(({ role }) => role === 'assistant')
  const asked = messages.findLast(({ role }) => role === 'user')?.content.trim() ?? ''
  const said = answer?.content.trim() ?? ''
  const notes: QualityNote[] = []
  if (asked === '') notes.push('no-question')
  if (said === '' && (answer?.tool_calls ?? []).length === 0) notes.push('no-answer')
  if (said !== '' && said === asked) notes.push('echo')
  if (isGarbled(said) || isGarbled(asked)) notes.push('garbled')
  if (repeatsItself(said)) notes.push('repeats-itself')
  if (refusal.test(said.slice(0, 300))) notes.push('refusal')
  if (selfTalk.test(said)) notes.push('talks-of-itself')
  if (isCutOff(said)) notes.push('cut-off')
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0)
  if (characters > longestCharacters) notes.push('too-long')
  return { score: notes.reduce((score, note) => score * penalties[note], quality), notes }
}

/** Replacement characters and control characters are what is left of words in a wrong encoding. */
function isGarbled(text: string): boolean {
  let broken = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13)) broken += 1
  }
  return broken * 100 > text.length
}

/** Most of its groups of three words stand in it several times. */
function repeatsItself(text: string): boolean {
  const words = text.split(/\s+/)
  if (words.length < 30) return false
  const hashes = words.map(hashWord)
  const groups = new Set<number>()
  for (let at = 2; at < words.length; at += 1)
    groups.add(mix(mix((hashes[at - 2] ?? 0) ^ mix(hashes[at - 1] ?? 0)) ^ (hashes[at] ?? 0)))
  return groups.size * 2 < words.length - 2
}

/** A long text without a mark at its end, or code that is opened and not closed. */
function isCutOff(text: string): boolean {
  if (text.split('```').length % 2 === 0) return true
  return (
    text.length > 400 &&
    !lastMarks.test(text.slice(-4)) &&
    !/^[-*\d|#>]|^\s/.test(text.slice(text.lastIndexOf('\n') + 1))
  )
}
