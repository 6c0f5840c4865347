import type { Command } from '../../core/events.ts'
import { tokensAtMost } from './token-estimate.ts'

/** Something remembered, with where it comes from. */
export interface Recollection {
  text: string
  at: Date
  /** For example "told", "ChatGPT". */
  source: string
  /** The words may be those of others. */
  tainted?: true
}

export interface Circumstances {
  now: Date
  /** The application in front, where the user lets SAM look. */
  frontApp?: string
  justDone?: readonly Command[]
  recollections?: readonly Recollection[]
  /** How the user likes answers, in one paragraph. */
  style?: string
}

const spokenTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
})
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' })

/**
 * What a model should know beside the words of the request, as one note within a budget. What matters most comes first;
 * what does not fit whole is left out. Undefined when there is nothing to say.
 * @param budgetTokens upper bound, by a careful estimate for any language
 */
export function contextNote(circumstances: Circumstances, budgetTokens: number): string | undefined {
  const { now, frontApp, justDone = [], recollections = [], style } = circumstances
  const lines = [`It is ${spokenTime.format(now)}.`]
  if (frontApp !== undefined) lines.push(`In front: ${oneLine(frontApp)}.`)
  if (justDone.length > 0) lines.push(`Just done: ${justDone.map(toldCommand).join('; ')}.`)
  if (style !== undefined) lines.push(oneLine(style))
  for (const { text, at, source } of recollections) {
    lines.push(`Remembered (${oneLine(source)}, ${day.format(at)}): ${oneLine(text)}`)
  }
  let room = budgetTokens - tokensAtMost(`${opening}${ending}`)
  const kept = lines.filter((line) => {
    const tokens = tokensAtMost(line) + 1
    if (tokens > room) return false
    room -= tokens
    return true
  })
  return kept.length === 0 ? undefined : `${opening}${kept.join('\n')}${ending}`
}

const opening = '[For your information, not said by the user:\n'
const ending = ']'

function toldCommand({ intent, slots }: Command): string {
  const parts = Object.entries(slots).map(([name, value]) => `${name} ${String(value)}`)
  return oneLine([intent, ...parts].join(' '))
}

/** A note is one thing a line: what was remembered cannot begin another. */
function oneLine(text: string): string {
  return text.replace(/[\s\]\p{Cc}]+/gu, ' ').trim()
}
