import { hashWord, mix, wordsOf } from './shingles.ts'

/** Two texts that share three quarters of their shingles meet in some band with 99.9 %. */
const bands = 20
const rowsABand = 4
const signatureLength = bands * rowsABand
/** Words that make one shingle. */
const shingleWords = 3
/** Estimated share of shingles from which two texts are the same. */
const duplicateShare = 0.75

/**
 * Finds texts that are nearly the same as one before them: MinHash signatures over shingles of words (Broder 1997) by one permutation with
 * densification (Shrivastava 2017), looked up by bands. About 320 bytes a text; exact to the estimate's error of 4 points.
 */
export class NearDuplicates {
  private signatures = new Uint16Array(signatureLength * 1024)
  private readonly tables = Array.from(
    { length: bands },
    (_, band) => new BandTable((text) => bandKey(this.signatures, text * signatureLength, band)),
  )
  private count = 0
  private readonly minima = new Uint32Array(signatureLength)
  private readonly signature = new Uint16Array(signatureLength)

  /** Number of the earlier text that this one repeats, undefined for a new text, which is then remembered. */
  add(text: string): number | undefined {
    const signature = this.sign(text)
    for (const [band, table] of this.tables.entries()) {
      for (const candidate of table.near(bandKey(signature, 0, band))) {
        if (this.similarity(signature, candidate) >= duplicateShare) return candidate
      }
    }
    this.remember(signature)
    return undefined
  }

  private remember(signature: Uint16Array): void {
    const from = this.count * signatureLength
    if (from + signatureLength > this.signatures.length) {
      const larger = new Uint16Array(this.signatures.length * 2)
      larger.set(this.signatures)
      this.signatures = larger
    }
    this.signatures.set(signature, from)
    for (const table of this.tables) table.add(this.count)
    this.count += 1
  }

  private similarity(signature: Uint16Array, candidate: number): number {
    const from = candidate * signatureLength
    let equal = 0
    for (let index = 0; index < signatureLength; index += 1) {
      if (this.signatures[from + index] === signature[index]) equal += 1
    }
    return equal / signatureLength
  }

  private sign(text: string): Uint16Array {
    const minima = this.minima.fill(0xffffffff)
    const hashes = wordsOf(text).map(hashWord)
    const last = Math.max(1, hashes.length - shingleWords + 1)
    for (let at = 0; at < last; at += 1) {
      let hash = 0x811c9dc5
      for (let word = at; word < at + shingleWords; word += 1) hash = mix(hash ^ (hashes[word] ?? 0))
      const value = mix(hash ^ 0x9e3779b9)
      const bin = hash % signatureLength
      if (value < (minima[bin] ?? 0)) minima[bin] = value
    }
    densify(minima, this.signature)
    return this.signature
  }
}

/** Empty bins borrow from a full one that the bin's own number picks, the same one in every text with the same full bins. */
function densify(minima: Uint32Array, full: Uint16Array): void {
  // Sixteen bits of each are enough to compare them (b-bit minwise hashing, Li and König 2010).
  full.set(minima)
  for (let bin = 0; bin < signatureLength; bin += 1) {
    if (minima[bin] !== 0xffffffff) continue
    for (let attempt = 1; attempt < 1000; attempt += 1) {
      const other = minima[mix(bin * 1000 + attempt) % signatureLength] ?? 0
      if (other === 0xffffffff) continue
      full[bin] = mix(other ^ attempt)
      break
    }
  }
}

/** @param from where the signature begins in `signatures` */
function bandKey(signatures: Uint16Array, from: number, band: number): number {
  let key = 0x811c9dc5 ^ band
  for (let row = 0; row < rowsABand; row += 1) key = mix(key ^ (signatures[from + band * rowsABand + row] ?? 0))
  return key
}

/**
 * From a key to the numbers stored under it: open addressing in one flat array, since a million entries a band do not fit into Maps.
 * The keys are not kept, since they follow from what is stored: neighbours in the array come along, and are told apart by who asks.
 */
class BandTable {
  private values = new Uint32Array(2048)
  private used = 0
  private readonly keyOf: (value: number) => number

  constructor(keyOf: (value: number) => number) {
    this.keyOf = keyOf
  }

  *near(key: number): Generator<number> {
    const mask = this.values.length - 1
    for (let slot = key & mask; this.values[slot] !== 0; slot = (slot + 1) & mask) yield (this.values[slot] ?? 1) - 1
  }

  add(value: number): void {
    if (this.used * 2 >= this.values.length) this.grow()
    this.put(value + 1)
    this.used += 1
  }

  private put(stored: number): void {
    const mask = this.values.length - 1
    let slot = this.keyOf(stored - 1) & mask
    while (this.values[slot] !== 0) slot = (slot + 1) & mask
    this.values[slot] = stored
  }

  private grow(): void {
    const { values } = this
    this.values = new Uint32Array(values.length * 2)
    for (const stored of values) if (stored !== 0) this.put(stored)
  }
}
