import { expect, it } from 'vitest'
import { SamError } from '../../../../src/core/errors.ts'
import { withLowRank } from '../../../../src/core/onnx/low-rank.ts'
import type { WeightFile } from '../../../../src/core/onnx/weight-file.ts'

function fileOf(weights: Record<string, { dims: number[]; floats: number[] }>): WeightFile {
  const refuse = (why: string) => new SamError('model-file-invalid', why)
  const named = (name: string) => {
    const found = weights[name]
    if (found === undefined) throw refuse(`"${name}" is missing`)
    return found
  }
  return {
    has: (name) => name in weights,
    dims: (name) => named(name).dims,
    floats: (name) => Float32Array.from(named(name).floats),
    refuse,
  }
}

const base = fileOf({
  'a.weight': { dims: [2, 3], floats: [1, 2, 3, 4, 5, 6] },
  'b.weight': { dims: [1, 1], floats: [7] },
})
const up = { dims: [2, 1], floats: [1, -1] }
const down = { dims: [1, 3], floats: [10, 20, 30] }

it('adds the product of what was learned, and leaves all others as they are', () => {
  const changed = withLowRank(base, fileOf({ 'a.weight.up': up, 'a.weight.down': down }))
  expect([...changed.floats('a.weight')]).toEqual([11, 22, 33, -6, -15, -24])
  expect([...changed.floats('b.weight')]).toEqual([7])
  expect(changed.dims('a.weight')).toEqual([2, 3])
})

it('sums over the rank', () => {
  const twice = withLowRank(
    base,
    fileOf({
      'a.weight.up': { dims: [2, 2], floats: [1, 0, 0, 1] },
      'a.weight.down': { dims: [2, 3], floats: [1, 1, 1, 2, 2, 2] },
    }),
  )
  expect([...twice.floats('a.weight')]).toEqual([2, 3, 4, 6, 7, 8])
})

it.each([
  ['rows', { dims: [3, 1], floats: [1, 1, 1] }, down],
  ['columns', up, { dims: [1, 2], floats: [1, 1] }],
  ['rank', up, { dims: [2, 3], floats: [1, 1, 1, 1, 1, 1] }],
])('refuses what has other %s', (_, upOfOther, downOfOther) => {
  const changed = withLowRank(base, fileOf({ 'a.weight.up': upOfOther, 'a.weight.down': downOfOther }))
  expect(() => changed.floats('a.weight')).toThrow(expect.objectContaining({ code: 'model-file-invalid' }))
})
