import type { GraphBuilder } from './graph-builder.ts'
import type { Value } from './graph-core.ts'
import { lazyFloat32Tensor } from './tensor.ts'
import type { WeightFile } from './weight-file.ts'

/** Weights named and laid out as PyTorch does, put into a graph in the orientation ONNX wants; read when the model is written. */
export class StoredWeights {
  readonly #file: WeightFile
  readonly #graph: GraphBuilder
  readonly #prefix: string

  /** @param prefix what stands before every name in the file */
  constructor(file: WeightFile, graph: GraphBuilder, prefix = '') {
    this.#file = file
    this.#graph = graph
    this.#prefix = prefix
  }

  has(name: string): boolean {
    return this.#file.has(this.#prefix + name)
  }

  dims(name: string): readonly number[] {
    return this.#file.dims(this.#prefix + name)
  }

  floats(name: string): Float32Array {
    return this.#file.floats(this.#prefix + name)
  }

  /** As stored. */
  plain(name: string): Value {
    return this.#graph.weight(
      name,
      lazyFloat32Tensor(this.dims(name), () => this.floats(name)),
    )
  }

  layerNorm(x: Value, name: string, epsilon?: number): Value {
    return this.#graph.layerNorm(x, this.plain(`${name}.weight`), this.plain(`${name}.bias`), epsilon)
  }

  /** x · Wᵀ + b for a stored [out, in] matrix, both multiplied with `scale`. */
  linear(x: Value, name: string, scale = 1): Value {
    const [outputs = 0, inputs = 0] = this.dims(`${name}.weight`)
    const weight = lazyFloat32Tensor([inputs, outputs], () =>
      transposed(this.floats(`${name}.weight`), outputs, inputs, scale),
    )
    const bias = lazyFloat32Tensor([outputs], () => this.floats(`${name}.bias`).map((value) => value * scale))
    return this.#graph.linear(x, this.#graph.weight(`${name}.weight`, weight), this.#graph.weight(`${name}.bias`, bias))
  }
}

function transposed(matrix: Float32Array, rows: number, columns: number, scale: number): Float32Array {
  const result = new Float32Array(matrix.length)
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      result[column * rows + row] = (matrix[row * columns + column] as number) * scale
  return result
}
