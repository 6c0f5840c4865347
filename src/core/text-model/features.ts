/** Buckets of each of the two kinds of features: runs of words, and runs of letters within words. */
export const bucketsPerKind = 16_384

/** Words of one feature, letters of one feature. */
const longestWordRun = 2
const shortestLetterRun = 3
const longestLetterRun = 5

/** Which buckets a text falls into, and how often. */
export interface Features {
  buckets: Int32Array
  /** 1 + ln(count). */
  values: Float32Array
  /** The first this many belong to runs of words, the others to runs of letters. */
  wordCount: number
}

/** FNV-1a over UTF-16 units, folded into so many buckets, a power of two up to 65,536. */
function bucketOf(text: string, buckets: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & (buckets - 1)
}

function counted(runs: Iterable<string>, offset: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const run of runs) {
    const bucket = offset + bucketOf(run, bucketsPerKind)
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  return counts
}

function* wordRuns(words: readonly string[]): Generator<string> {
  for (let length = 1; length <= longestWordRun; length++) {
    for (let at = 0; at + length <= words.length; at++) yield words.slice(at, at + length).join(' ')
  }
}

function* letterRuns(words: readonly string[]): Generator<string> {
  for (const word of words) {
    const framed = ` ${word} `
    for (let length = shortestLetterRun; length <= longestLetterRun; length++) {
      if (framed.length <= length) {
        yield framed
        break
      }
      for (let at = 0; at + length <= framed.length; at++) yield framed.slice(at, at + length)
    }
  }
}

/** Cuts a text into hashed runs of words and letters. The same for training and for use. */
export function featuresOf(text: string): Features {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9' ]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
  const byWords = counted(wordRuns(words), 0)
  const byLetters = counted(letterRuns(words), bucketsPerKind)
  const all = [...byWords, ...byLetters]
  return {
    buckets: Int32Array.from(all, ([bucket]) => bucket),
    values: Float32Array.from(all, ([, count]) => 1 + Math.log(count)),
    wordCount: byWords.size,
  }
}

/** Weighs by rarity and brings each of the two kinds to length 1. */
export function weighed({ buckets, values, wordCount }: Features, rarity: Float32Array): Float32Array {
  const out = new Float32Array(values.length)
  for (const [from, to] of [
    [0, wordCount],
    [wordCount, values.length],
  ] as const) {
    let square = 0
    for (let at = from; at < to; at++) {
      const value = (values[at] ?? 0) * (rarity[buckets[at] ?? 0] ?? 0)
      out[at] = value
      square += value * value
    }
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square)
    for (let at = from; at < to; at++) out[at] = (out[at] ?? 0) * scale
  }
  return out
}
