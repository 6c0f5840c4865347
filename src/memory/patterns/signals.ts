import type { Category } from '../categories/category.ts'
import type { UserWords } from './facets/facet.ts'
import { facetsOf } from './facets.ts'

/** Something that one conversation says about the user's ways. */
export interface Signal {
  facet: string
  value: string
}

/** Of each message so much is the user's own wording; what goes on for longer is a text they pasted. */
const ownCharacters = 800
const fencedCode = /```[\s\S]*?(?:```|$)/g
const quotedLine = /^\s*>.*$/gm

/**
 * What a conversation says about the user's ways. Counted from what the user wrote themselves, never from answers (but for the
 * language on a code fence), and once for the whole conversation.
 */
export function signalsOf(category: Category, messages: readonly { speaker: string; text: string }[]): Signal[] {
  const words = userWords(messages)
  return facetsOf[category].flatMap(({ id, cues }) =>
    cues.filter((cue) => cue.holds(words)).map(({ value }) => ({ facet: id, value })),
  )
}

function userWords(messages: readonly { speaker: string; text: string }[]): UserWords {
  const whole = messages.filter(({ speaker }) => speaker === 'user').map(({ text }) => text)
  const own = whole.map((text) =>
    text.replace(fencedCode, ' ').replace(quotedLine, ' ').slice(0, ownCharacters).toLowerCase().replace(/[’‘]/g, "'"),
  )
  const fences = new Set<string>()
  for (const { text } of messages) {
    for (const [, name = ''] of text.matchAll(/^\s*```([\w+#-]+)\s*$/gm)) fences.add(name.toLowerCase())
  }
  return { own: own.join('\n'), fences, whole }
}
