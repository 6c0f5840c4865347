/** Consonants and vowels that sound alike, as letters: what a hearing that is too generous would take for the same. */
const alike: readonly (readonly string[])[] = [
  ['b', 'p', 'd', 'v'],
  ['t', 'd', 'k', 'p'],
  ['k', 'g', 't'],
  ['c', 'k', 's'],
  ['s', 'sh', 'z', 'f', 'th'],
  ['sh', 'ch', 's', 'j'],
  ['j', 'ch', 'd', 'y'],
  ['m', 'n', 'l'],
  ['l', 'r', 'w'],
  ['r', 'l', 'w'],
  ['x', 'ks', 's'],
  ['h', 'f', ''],
  ['v', 'f', 'b'],
  ['a', 'e', 'o', 'ai'],
  ['e', 'i', 'a', 'ee'],
  ['i', 'e', 'ai', 'o'],
  ['o', 'u', 'a', 'ow'],
  ['u', 'o', 'a', 'oo'],
  ['y', 'ie', 'a'],
]
/** Everyday words that follow or stand for a part of a phrase in talk. */
const neighbours = ['day', 'man', 'ball', 'house', 'time', 'girl', 'car', 'phone', 'there', 'now', 'about it', 'please']

/**
 * Phrases that resemble the wanted one but are not it: its parts alone, its parts with other words, and its spelling
 * with single sounds exchanged, which a voice pronounces accordingly.
 */
export function nearMisses(phrase: string, most: number, random: () => number): string[] {
  const words = phrase.toLowerCase().split(/\s+/).filter(Boolean)
  const found = new Set<string>()
  for (const [index, word] of words.entries()) {
    if (words.length > 1) {
      found.add(word)
      for (const other of pickSome(neighbours, 3, random))
        found.add(words.map((each, at) => (at === index ? other : each)).join(' '))
    }
    for (const changed of soundsExchanged(word))
      found.add(words.map((each, at) => (at === index ? changed : each)).join(' '))
    for (const part of halves(word)) for (const other of pickSome(neighbours, 2, random)) found.add(`${part} ${other}`)
  }
  found.delete(words.join(' '))
  return pickSome([...found], most, random)
}

function soundsExchanged(word: string): string[] {
  const changed: string[] = []
  for (let at = 0; at < word.length; at += 1) {
    for (const [sound = '', ...others] of alike) {
      if (!word.startsWith(sound, at)) continue
      for (const other of others) changed.push(word.slice(0, at) + other + word.slice(at + sound.length))
    }
  }
  return changed.filter((each) => each.length > 1 && each !== word)
}

/** Beginning and end of a longer word, cut before a consonant in its middle. */
function halves(word: string): string[] {
  if (word.length < 5) return []
  const cut = [...word].findIndex((letter, at) => at >= 2 && at < word.length - 1 && !/[aeiouy]/.test(letter))
  return cut === -1 ? [] : [word.slice(0, cut), word.slice(cut)].filter((part) => part.length >= 2)
}

function pickSome<Item>(items: readonly Item[], most: number, random: () => number): Item[] {
  const left = [...items]
  const picked: Item[] = []
  while (picked.length < most && left.length > 0) picked.push(...left.splice(Math.floor(random() * left.length), 1))
  return picked
}
