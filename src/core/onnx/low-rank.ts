import type { WeightFile } from './weight-file.ts'

/**
 * Weights with what was learned on top of them (LoRA, Hu et al. 2021): where `learned` holds `<name>.up` [out, rank] and
 * `<name>.down` [rank, in], the weights are W + up · down. Errors: those of both files, and one where the shapes do not fit.
 */
export function withLowRank(file: WeightFile, learned: WeightFile): WeightFile {
  return {
    ...file,
    floats(name) {
      const weights = file.floats(name)
      if (!learned.has(`${name}.up`)) return weights
      const [outputs = 0, inputs = 0] = file.dims(name)
      const [rows, rank = 0] = learned.dims(`${name}.up`)
      const [rankBelow, columns] = learned.dims(`${name}.down`)
      if (rows !== outputs || columns !== inputs || rankBelow !== rank)
        throw learned.refuse(`what it adds to "${name}" does not fit`)
      addProduct(weights, learned.floats(`${name}.up`), learned.floats(`${name}.down`), rank)
      return weights
    },
  }
}

/** Adds up · down to a row-major matrix. */
function addProduct(matrix: Float32Array, up: Float32Array, down: Float32Array, rank: number): void {
  const columns = down.length / rank
  for (let at = 0; at < matrix.length; at += 1) {
    const row = Math.floor(at / columns)
    const column = at % columns
    let sum = matrix[at] ?? 0
    for (let each = 0; each < rank; each += 1)
      sum += (up[row * rank + each] ?? 0) * (down[each * columns + column] ?? 0)
    matrix[at] = sum
  }
}
