import { editDistance } from '../../core/numbers/edit-distance.ts'
import { plainLetters } from './letter-graph.ts'

/** A name that may have been said. */
export interface NearName {
  /** A sentence with the name in it. */
  example: string
  /** Of the name, small. */
  letters: string
}

interface Entry extends NearName {
  sound: string
}

/** Names less alike than this have nothing in common; 1 is the same sound. */
const leastLikeness = 0.65
/** More words than this are no name. */
const mostWords = 4
/** A shorter sound is like too many others. */
const leastSounds = 4

/** The names of a vocabulary, by how they sound. */
export class NearNames {
  private readonly entries: readonly Entry[]

  /**
   * @param names by kind
   * @param examples a sentence for each kind, `{name}` in the name's place; kinds without one are left out
   */
  constructor(names: Readonly<Record<string, readonly string[]>>, examples: Readonly<Record<string, string>>) {
    this.entries = Object.entries(examples).flatMap(([kind, example]) =>
      (names[kind] ?? []).map((name) => ({
        example: example.replace('{name}', () => name),
        letters: plainLetters(name),
        sound: soundOf(name),
      })),
    )
  }

  /** The names most like some of these words and not written in them already, the likest last: what was said last counts most. */
  near(text: string, most: number): NearName[] {
    const words = text.split(/\s+/).filter((word) => plainLetters(word) !== '')
    const written = plainLetters(text)
    const runs = words.flatMap((_, from) =>
      Array.from({ length: Math.min(mostWords, words.length - from) }, (_, more) =>
        soundOf(words.slice(from, from + more + 1).join(' ')),
      ),
    )
    return this.entries
      .filter(({ letters, sound }) => sound.length >= leastSounds && !written.includes(letters))
      .map((entry) => ({ entry, likeness: Math.max(0, ...runs.map((run) => likeness(run, entry.sound))) }))
      .filter((one) => one.likeness >= leastLikeness)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, most)
      .map(({ entry }) => entry)
      .reverse()
  }
}

/** Whether two texts can be the same sound, badly heard once. */
export function soundAlike(text: string, other: string): boolean {
  return likeness(soundOf(text), soundOf(other)) >= leastLikeness
}

/** How English letters sound, roughly: consonants that are taken for each other are one, and so are all vowels. */
export function soundOf(text: string): string {
  return plainLetters(text)
    .replace(/ph/g, 'f')
    .replace(/^kn|^gn/, 'n')
    .replace(/^wr/, 'r')
    .replace(/(?<=[cgst])h|d(?=g)/g, '')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[cqg]/g, 'k')
    .replace(/j/g, 's')
    .replace(/x/g, 'ks')
    .replace(/[aeiouywh]+/g, 'a')
    .replace(/b/g, 'p')
    .replace(/d/g, 't')
    .replace(/v/g, 'f')
    .replace(/z/g, 's')
    .replace(/m/g, 'n')
    .replace(/(.)\1+/g, '$1')
}

function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  // So different in length that no spelling of the rest could make up for it.
  if (Math.abs(a.length - b.length) > (1 - leastLikeness) * longest) return 0
  return 1 - editDistance(a, b) / longest
}
