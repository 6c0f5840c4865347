const asked =
  /^(?:please |hey |so )?(?:(?:can|could|would) you (?:please )?)?(?:how (?:do|would) (?:you|i|we) spell|how is (?<before>.+) spelled|how (?:it|that) is spelled|spell(?: out)?)(?: (?<what>.+?))?(?: (?:for me|please|again|out))*[.?!]*$/i
const reference = /^(?:it|that|this|the (?:name|word|last word)|its name)$/i
const longestWords = 40

const signs: Record<string, string> = {
  '-': 'hyphen',
  "'": 'apostrophe',
  '.': 'dot',
  '&': 'and',
  '@': 'at',
  _: 'underscore',
}

/**
 * The letters of what is to be spelled: a word that was said, or "it", the last name (else the last word) of what SAM said
 * before. Undefined for anything else.
 */
export function spellingOf(text: string, lastReply: string | undefined): string | undefined {
  const groups = asked.exec(text.trim())?.groups
  if (groups === undefined) return undefined
  const said = groups['before'] ?? groups['what'] ?? 'it'
  const words = reference.test(said) ? lastName(lastReply ?? '') : said.replace(/^(?:the (?:name|word) )/i, '')
  if (words === undefined) return 'I do not know what to spell.'
  if (words.length > longestWords) return undefined
  return `${words}: ${words.split(/\s+/).map(letters).join('; ')}.`
}

function letters(word: string): string {
  return [...word]
    .flatMap((letter) => (/[\p{L}\p{N}]/u.test(letter) ? [letter.toUpperCase()] : (signs[letter] ?? [])))
    .join(', ')
}

/** The last run of capitalised words that does not merely begin a sentence, else the last word. */
function lastName(reply: string): string | undefined {
  const names = [...reply.matchAll(/(?<=[\p{L}\p{N},;:)] )\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*/gu)]
  const words = reply.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)
  return names.at(-1)?.[0] ?? words?.at(-1)
}
