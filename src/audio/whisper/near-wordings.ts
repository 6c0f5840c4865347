import { plainLetters } from './letter-graph.ts'
import { soundOf } from './near-names.ts'

/** Where the nearest sentence has less in common with what was heard than this, it was none of the kind; 1 is the same sentence. */
const leastLikeness = 0.33
/** Sounds in a row that are looked for together. */
const runOfSounds = 3

interface Learned {
  sentences: readonly string[]
  /** Numbers of the sentences that have a feature. */
  holders: ReadonlyMap<string, Uint16Array>
  /** Of a sentence: what all its features weigh. */
  lengths: Float32Array
}

/** Sentences as people say them, found by what sounds like them. */
export class NearWordings {
  private readonly read: () => readonly string[]
  private learned: Learned | undefined

  /** @param read answers at most 65,536 sentences; called when something is first asked for, since most that is heard never needs them */
  constructor(read: () => readonly string[]) {
    this.read = read
  }

  /** Those most like a text, the likest last: what was said last counts most. */
  near(text: string, most: number): string[] {
    this.learned ??= learn(this.read())
    const { sentences, holders, lengths } = this.learned
    const sums = new Map<number, number>()
    let own = 0
    for (const feature of featuresOf(text)) {
      const having = holders.get(feature)
      const weight = weightOf(having?.length ?? 0, sentences.length)
      own += weight
      for (const sentence of having ?? []) sums.set(sentence, (sums.get(sentence) ?? 0) + weight)
    }
    const likest = Array.from(sums, ([sentence, sum]) => ({
      sentence,
      likeness: sum / Math.sqrt(own * (lengths[sentence] ?? 1)),
    }))
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, most)
    if ((likest[0]?.likeness ?? 0) < leastLikeness) return []
    return likest.map(({ sentence }) => sentences[sentence] ?? '').reverse()
  }
}

function learn(sentences: readonly string[]): Learned {
  const lists = new Map<string, number[]>()
  const sounds = new Map<string, string>()
  const features = sentences.map((sentence) => [...featuresOf(sentence, sounds)])
  for (const [sentence, own] of features.entries())
    for (const feature of own) {
      const list = lists.get(feature)
      if (list === undefined) lists.set(feature, [sentence])
      else list.push(sentence)
    }
  const weight = (feature: string) => weightOf(lists.get(feature)?.length ?? 0, sentences.length)
  return {
    sentences,
    holders: new Map(Array.from(lists, ([feature, list]) => [feature, Uint16Array.from(list)])),
    lengths: Float32Array.from(features, (own) => own.reduce((sum, feature) => sum + weight(feature), 0)),
  }
}

/** What many sentences have tells little. */
function weightOf(holders: number, all: number): number {
  return Math.log((1 + all) / (1 + holders))
}

/**
 * The words of a text, and its sounds in threes.
 * @param known sounds of words that were worked out before
 */
function featuresOf(text: string, known = new Map<string, string>()): Set<string> {
  const words = text
    .split(/\s+/)
    .map(plainLetters)
    .filter((word) => word !== '')
  for (const word of words) if (!known.has(word)) known.set(word, soundOf(word))
  const sounds = `^${words.map((word) => known.get(word)).join('')}$`
  const features = new Set(words.map((word) => `${word} `))
  for (let from = 0; from + runOfSounds <= sounds.length; from += 1)
    features.add(sounds.slice(from, from + runOfSounds))
  return features
}
