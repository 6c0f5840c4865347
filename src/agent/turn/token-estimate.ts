const ordinaryWord = /^["'(]*\p{Lu}?[\p{Ll}\p{Lo}\p{M}'’-]+[.,;:!?)"']*$/u
const beyondAscii = /[^\0-\x7f]+/g

/**
 * How many tokens a text takes at most, for any tokenizer of byte pairs: two letters of a word, a byte and a third of what is
 * not ASCII, and one of what makes no word (numbers, marks, keys). English takes half of it.
 */
export function tokensAtMost(text: string): number {
  let tokens = 0
  for (const word of text.split(/\s+/)) {
    const foreign = Buffer.byteLength((word.match(beyondAscii) ?? []).join(''))
    const plain = word.replace(beyondAscii, '')
    const letters = ordinaryWord.test(word) ? plain.replace(/[^A-Za-z]/g, '').length : 0
    tokens += Math.max(1, (foreign * 3) / 4 + letters / 2 + (plain.length - letters))
  }
  return Math.ceil(tokens)
}
