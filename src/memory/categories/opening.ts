/** What of a conversation tells what it is for. */
export interface Opening {
  title: string | undefined
  /** What was said, in order. */
  messages: readonly { speaker: string; text: string }[]
  /** Made with a character or assistant of its own. */
  custom: boolean
}

/** So much of a conversation is read for its words: what it is for is said at its start. */
export const openingMessages = 3
const openingCharacters = 500
/** So much of it is read for its meaning, which takes a hundred times as long. */
const meantCharacters = 200

/** Title and first messages of the user; empty when nothing was said. */
export function wordsOf({ title, messages }: Pick<Opening, 'title' | 'messages'>): string {
  const asked = messages.filter(({ speaker }) => speaker === 'user').slice(0, openingMessages)
  return [title ?? '', ...asked.map(({ text }) => text.slice(0, openingCharacters))].join('\n').trim()
}

/** The part of `wordsOf` that is read for its meaning. */
export function meantWordsOf(words: string): string {
  return plainWords(words.slice(0, meantCharacters).toWellFormed())
}

/** The form in which texts are learned and judged. */
export function plainWords(text: string): string {
  return text.normalize('NFKD').replace(/[’‘]/g, "'").replace(/\s+/g, ' ')
}
