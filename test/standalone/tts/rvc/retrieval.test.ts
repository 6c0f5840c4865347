import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { SamError } from '../../../../src/core/errors.ts'
import { blendFeatures } from '../../../../src/tts/rvc/retrieval/blend-features.ts'
import { readIndexFile } from '../../../../src/tts/rvc/retrieval/index-file.ts'
import { encodeIndex, type IndexParts } from './faiss-index.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-index-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const file = path.join(folder, 'added_small.index')

function written(bytes: Uint8Array): string {
  fs.writeFileSync(file, bytes)
  return file
}

const small: IndexParts = {
  width: 2,
  centroids: [
    [0, 0],
    [10, 10],
    [-50, 0],
  ],
  lists: [
    [
      [1, 0],
      [0, 2],
      [-1, 0],
    ],
    [[10, 12]],
    [],
  ],
}

const row = (index: IndexParts, query: number[], rate = 1) =>
  Array.from(blendFeatures(readIndexFile(written(encodeIndex(index))), Float32Array.from(query), rate))

/** Opens the file; answers the SamError that it was refused with. */
function refusal(bytes: Uint8Array): SamError {
  try {
    readIndexFile(written(bytes))
  } catch (error) {
    expect(error).toBeInstanceOf(SamError)
    expect((error as SamError).code).toBe('voice-index-invalid')
    return error as SamError
  }
  throw new Error('The index was accepted.')
}

describe('retrieval', () => {
  it('weights the neighbours of the nearest list by the inverse square of their squared distance', () => {
    // Squared distances from (1, 1): 1 to (1, 0), 2 to (0, 2), 5 to (-1, 0).
    const weights = [1, 1 / 4, 1 / 25]
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const expected = [(1 * 1 + 0 / 4 - 1 / 25) / total, (0 + 2 / 4 + 0) / total]
    row(small, [1, 1]).forEach((value, column) => {
      expect(value).toBeCloseTo(expected[column] ?? Number.NaN, 6)
    })
    const half = row(small, [1, 1], 0.5)
    half.forEach((value, column) => {
      expect(value).toBeCloseTo(((expected[column] ?? Number.NaN) + 1) / 2, 6)
    })
  })

  it('takes eight neighbours and no more', () => {
    const nine = { ...small, centroids: [[0, 0]], lists: [Array.from({ length: 9 }, (_, step) => [step + 1, 0])] }
    const weights = Array.from({ length: 8 }, (_, step) => 1 / (step + 1) ** 4)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const expected = weights.reduce((sum, weight, step) => sum + (weight / total) * (step + 1), 0)
    expect(row(nine, [0, 0])[0]).toBeCloseTo(expected, 6)
  })

  it('lets an exact hit win, and looks through as many lists as the index says', () => {
    expect(row(small, [0, 2])).toEqual([0, 2])
    const [first = 0] = row({ ...small, probes: 2 }, [6, 6])
    const [alone = 0] = row({ ...small, probes: 1 }, [6, 6])
    expect(alone).toBe(10)
    expect(first).toBeGreaterThan(1)
    expect(first).toBeLessThan(10)
    expect(row({ ...small, probes: 99 }, [6, 6])[0]).toBeCloseTo(first, 6)
  })

  it('keeps what has no neighbours: an empty list, numbers that are none, a rate of zero', () => {
    expect(row(small, [-50, 1])).toEqual([-50, 1])
    expect(row(small, [Number.NaN, 1])).toEqual([Number.NaN, 1])
    expect(row(small, [1, 1], 0)).toEqual([1, 1])
    const poisoned = { ...small, lists: [[[Number.NaN, 0]], [], []] }
    expect(row(poisoned, [1, 1])).toEqual([1, 1])
  })

  it('reads lengths that are stored for the filled lists only', () => {
    expect(row({ ...small, form: 'sprs' }, [1, 1])).toEqual(row(small, [1, 1]))
  })
})

describe('an index that is refused', () => {
  it.each<[string, Partial<IndexParts>, RegExp]>([
    ['of another kind', { kind: 'IwPQ' }, /of the kind "IwPQ"/],
    ['whose kind is no text', { kind: '\x00\x01ab' }, /of the kind "\?\?ab"/],
    ['that measures by inner product', { metric: 0 }, /metric 0/],
    ['that is not trained', { trained: false }, /not trained/],
    ['with more vectors in the lists than promised', { total: 3 }, /do not add up/],
    ['with a list that is longer than the file', { sizes: [2 ** 40, 0, 0], total: 2 ** 40 }, /an end before/],
    ['with a count beyond all numbers', { sizes: [3, 2 ** 60, 0] }, /the count/],
    ['with codes of another width', { codeBytes: 4 }, /do not fit/],
    ['with more lists than centroids', { lists: [...small.lists, []] }, /do not fit/],
    ['with fewer lengths than lists', { sizes: [3, 1] }, /do not fit/],
  ])('%s', (_what, change, why) => {
    expect(refusal(encodeIndex({ ...small, ...change })).message).toMatch(why)
  })

  it('without vectors, with the advice to take the other file', () => {
    const error = refusal(encodeIndex({ ...small, lists: [[], [], []] }))
    expect(error.message).toMatch(/holds no vectors/)
    expect(error.remedy).toMatch(/added_\*\.index/)
  })

  it('that is not there', () => {
    expect(() => readIndexFile(path.join(folder, 'absent.index'))).toThrow(/no such file/)
    expect(() => readIndexFile(folder)).toThrow(/no such file/)
  })

  it('that is cut off anywhere', () => {
    const whole = encodeIndex(small)
    for (let length = 0; length < whole.length; length++) refusal(whole.subarray(0, length))
  })

  it('or read for what it is, whatever bytes were changed in it', () => {
    const whole = encodeIndex(small)
    let accepted = 0
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = Buffer.from(whole)
        changed[at] = value
        try {
          const index = readIndexFile(written(changed))
          accepted++
          expect(index.lists.reduce((sum, list) => sum + list.length, 0)).toBe(4 * index.width)
          expect(blendFeatures(index, new Float32Array(index.width), 1)).toHaveLength(index.width)
        } catch (error) {
          expect(error).toBeInstanceOf(SamError)
        }
      }
    }
    expect(accepted).toBeGreaterThan(100)
  })
})
