import { describe, expect, it } from 'vitest'
import { blockBytes, codesIn, factsIn, flag, turnsABlock } from '../../../src/memory/recall/turn-block.ts'
import { TurnIndex } from '../../../src/memory/recall/turn-index.ts'
import { cosine, signsOf, toBytes } from '../../../src/memory/vectors/quantise.ts'
import { halfBytes } from '../../../src/memory/vectors/sign-instructions.ts'
import { createSignScan } from '../../../src/memory/vectors/sign-scan.ts'
import { seededNoise } from '../../../src/tts/rvc/excitation.ts'

const noise = seededNoise(3)
const vector = () => Float32Array.from({ length: 384 }, noise)
function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

const halvesOf = (codes: readonly Uint8Array[]) =>
  Uint8Array.from([
    ...codes.flatMap((code) => [...code.subarray(0, halfBytes)]),
    ...codes.flatMap((code) => [...code.subarray(halfBytes)]),
  ])
const differing = (one: Uint8Array, other: Uint8Array) =>
  one.reduce((sum, byte, index) => sum + (byte ^ (other[index] as number)).toString(2).replaceAll('0', '').length, 0)

describe('the scan', () => {
  it('gives those that differ least, as plain code does, of the accepted', () => {
    const scan = createSignScan()
    const codes = Array.from({ length: 3000 }, () => signsOf(vector()))
    for (let slot = 0; slot < 3000; slot += 250) scan.set(slot, halvesOf(codes.slice(slot, slot + 250)))
    const query = signsOf(vector())
    const even = codes.map((_, slot) => slot).filter((slot) => slot % 2 === 0)
    const distances = even.map((slot) => differing(codes[slot] as Uint8Array, query))
    const farthest = [...distances].sort((a, b) => a - b)[39] as number
    const expected = even.filter((_, index) => (distances[index] as number) <= farthest)
    expect([...scan.nearest(query, 40, (slot) => slot % 2 === 0)]).toEqual(expected)
    expect([...scan.nearest(codes[2999] as Uint8Array, 1, () => true)]).toEqual([2999])
    expect([...scan.nearest(query, 5000, () => true)]).toHaveLength(3000)
  })

  it('adds up a vector with the signs of a code', () => {
    const scan = createSignScan()
    const [stored, query] = [vector(), vector()]
    scan.set(0, halvesOf([signsOf(vector()), signsOf(stored)]))
    const expected = query.reduce((sum, value, axis) => sum + ((stored[axis] as number) > 0 ? value : -value), 0)
    expect(scan.agreement(query)(1)).toBeCloseTo(expected, 3)
  })
})

/** A block whose rows have these meanings; where there is none, there is no turn. */
function blockWith(vectors: ReadonlyMap<number, Float32Array>, conversation = 1): Uint8Array {
  const bytes = new Uint8Array(blockBytes)
  for (const [row, value] of vectors) {
    factsIn(bytes).flags[row] = flag.there | flag.meaning
    factsIn(bytes).conversation[row] = conversation
    codesIn(bytes).set(signsOf(value).subarray(0, halfBytes), row * halfBytes)
    codesIn(bytes).set(signsOf(value).subarray(halfBytes), (turnsABlock + row) * halfBytes)
  }
  return bytes
}

describe('the index', () => {
  it('holds its rows apart, whatever order they come in, and what they become', () => {
    const index = new TurnIndex()
    const vectors = new Map([5, 90, 7, 1, 2000, 6].map((id) => [id, vector()]))
    const of = (...ids: number[]) => new Map(ids.map((id) => [id % turnsABlock, vectors.get(id) as Float32Array]))
    index.set(7, blockWith(of(2000), 2))
    index.set(0, blockWith(of(5, 90, 7, 1, 6)))
    for (const [id, value] of vectors) expect(index.nearest(value, 1)).toEqual([id])
    const moved = vector()
    vectors.set(7, moved)
    index.set(0, blockWith(of(5, 7, 1, 6)))
    expect(index.nearest(moved, 1)).toEqual([7])
    expect(index.nearest(moved, 9).sort()).toEqual([1, 2000, 5, 6, 7])
    expect([index.turn(90), index.turn(8), index.turn(5000)]).toEqual([undefined, undefined, undefined])
    expect(index.turn(2000)).toMatchObject({ conversation: 2 })
    expect(index.nearest(moved, 9, ({ conversation }, row) => conversation[row] === 2)).toEqual([2000])
  })

  it('finds at least 95 of 100 of the nearest, also where half codes are sifted first', () => {
    const index = new TurnIndex()
    const themes = Array.from({ length: 120 }, vector)
    // Numbers of one long ring of noise: making each anew takes too long.
    const ring = Float32Array.from({ length: 200_000 }, noise)
    const all = Array.from({ length: 33_024 }, (_, row) => {
      const theme = themes[row % 120] as Float32Array
      const start = (row * 7919) % (ring.length - 384)
      return ring.slice(start, start + 384).map((value, axis) => value + (theme[axis] as number))
    }).map(unit)
    for (let block = 0; block < all.length / turnsABlock; block += 1)
      index.set(block, blockWith(new Map(all.slice(block * turnsABlock, (block + 1) * turnsABlock).entries())))
    const shares = Array.from({ length: 8 }, (_, number) => {
      const query = unit(vector().map((value, axis) => value + 1.5 * (themes[number]?.[axis] as number)))
      const exact = all
        .map((value, id) => ({ id, near: value.reduce((sum, one, axis) => sum + one * (query[axis] as number), 0) }))
        .sort((a, b) => b.near - a.near)
        .slice(0, 10)
      const found = new Set(index.nearest(query, 300))
      return exact.filter(({ id }) => found.has(id)).length / 10
    })
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.95)
  })

  it('measures a stored vector to a hundredth', () => {
    const [one, other] = [unit(vector()), unit(vector())]
    const exact = one.reduce((sum, value, axis) => sum + value * (other[axis] as number), 0)
    expect(Math.abs(cosine(one, toBytes(other)) - exact)).toBeLessThan(0.01)
    expect(cosine(one, toBytes(new Float32Array(384)))).toBe(0)
  })
})
