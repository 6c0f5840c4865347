import { editDistance } from '../core/numbers/edit-distance.ts'

const greetings = new Set(['hey', 'hay', 'hi', 'he', 'hei', 'ok', 'okay', 'a', 'eh', 'hello'])

/**
 * Cuts the wake phrase off the beginning of recognised words. Recognisers spell names their own way ("Hey, Travis"), so
 * nearness decides, and only within the first words: the same name later in the sentence is part of the request.
 */
export function withoutWakePhrase(text: string, phrase: string): string {
  const words = text.trim().split(/\s+/)
  const wanted = phrase.split(/[\s_]+/).map(plain)
  const name = wanted.at(-1) ?? ''
  const reach = Math.min(words.length, wanted.length + 2)
  for (let index = 0; index < reach; index++) {
    const word = plain(words[index] ?? '')
    if (word !== '' && editDistance(word, name) <= name.length * difference(plain(words[index - 1] ?? ''), wanted))
      return rest(words, index + 1)
  }
  if (wanted.length > 1 && plain(words[0] ?? '') === wanted[0]) return rest(words, 1)
  return text.trim()
}

/** How much of the name may differ, by the word before it. */
function difference(before: string, [greeting = '', ...name]: readonly string[]): number {
  // After a greeting the name is expected, so a poor likeness is enough; elsewhere it must be close.
  if (greetings.has(before)) return 0.67
  // "What's Martis" begins a question: a word that is like no greeting calls nobody by half a name.
  return before === '' || name.length === 0 || editDistance(before, greeting) <= 1 ? 0.34 : 0.17
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '')
}

function rest(words: string[], from: number): string {
  return words
    .slice(from)
    .join(' ')
    .replace(/^[\s,.!?-]+/, '')
}
