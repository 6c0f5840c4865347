import { describe, expect, it } from 'vitest'
import { createHammingScan } from '../../../../src/memory/vectors/hamming-scan.ts'
import { cosine, signsOf, toBytes } from '../../../../src/memory/vectors/quantise.ts'
import { VectorIndex } from '../../../../src/memory/vectors/vector-index.ts'
import { seededNoise } from '../../../../src/tts/rvc/excitation.ts'

const noise = seededNoise(3)
const vector = () => Float32Array.from({ length: 384 }, noise)
function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

describe('the scan', () => {
  it('counts the bits that differ, as plain code does', () => {
    const scan = createHammingScan()
    const codes = Array.from({ length: 3000 }, () => signsOf(vector()))
    for (const code of codes) scan.insert(scan.count, code)
    const query = signsOf(vector())
    const counted = codes.map((code) =>
      code.reduce(
        (sum, byte, index) => sum + (byte ^ (query[index] as number)).toString(2).replaceAll('0', '').length,
        0,
      ),
    )
    expect([...scan.distances(query)]).toEqual(counted)
    expect(scan.distances(codes[2999] as Uint8Array)[2999]).toBe(0)
  })

  it('adds up a vector with the signs of a code', () => {
    const scan = createHammingScan()
    const [stored, query] = [vector(), vector()]
    scan.insert(0, signsOf(stored))
    const expected = query.reduce((sum, value, axis) => sum + ((stored[axis] as number) > 0 ? value : -value), 0)
    expect(scan.agreement(query)(0)).toBeCloseTo(expected, 3)
  })
})

describe('the index', () => {
  it('holds its rows apart, whatever order they come in', () => {
    const index = new VectorIndex()
    const vectors = new Map([5, 90, 7, 1, 2000, 6].map((id) => [id, vector()]))
    for (const [id, value] of vectors) index.put(id, value)
    for (const [id, value] of vectors) expect(index.nearest(value, 1)).toEqual([id])
    const moved = vector()
    index.put(7, moved)
    expect(index.nearest(moved, 1)).toEqual([7])
    expect([index.size, index.lastId]).toEqual([6, 2000])
    expect(index.nearest(moved, 2, [1, 6, 999]).sort()).toEqual([1, 6])
  })

  it('finds at least 95 of 100 of the nearest', () => {
    const index = new VectorIndex()
    const themes = Array.from({ length: 60 }, vector)
    const all = Array.from({ length: 20_000 }, (_, row) => {
      const theme = themes[row % 60] as Float32Array
      return unit(vector().map((value, axis) => value + (theme[axis] as number)))
    })
    for (const [row, value] of all.entries()) index.put(row + 1, value)
    const shares = Array.from({ length: 20 }, (_, number) => {
      const query = unit(vector().map((value, axis) => value + 1.5 * (themes[number]?.[axis] as number)))
      const exact = all
        .map((value, row) => ({
          id: row + 1,
          near: value.reduce((sum, one, axis) => sum + one * (query[axis] as number), 0),
        }))
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
