import type { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import { elementCount, lazyFloat32Tensor } from '../../core/onnx/tensor.ts'
import type { CTranslate2File } from './ctranslate2-file.ts'

/** Rows of a fused projection, and what to multiply them with. */
interface RowRange {
  from: number
  to: number
  scale?: number
}

/** Puts CTranslate2 weights into a graph in the orientation that ONNX wants, each read only when the model is written. */
export class WhisperWeights {
  readonly #file: CTranslate2File
  readonly #graph: GraphBuilder

  constructor(file: CTranslate2File, graph: GraphBuilder) {
    this.#file = file
    this.#graph = graph
  }

  /** As stored. */
  plain(name: string): Value {
    return this.#graph.weight(
      name,
      lazyFloat32Tensor(this.#file.dims(name), () => this.#file.floats(name)),
    )
  }

  layerNorm(x: Value, name: string): Value {
    return this.#graph.layerNorm(x, this.plain(`${name}/gamma`), this.plain(`${name}/beta`))
  }

  /** x · Wᵀ + b for a stored [out, in] matrix; `scaledRows` multiplies the first outputs (the queries) beforehand. */
  linear(x: Value, name: string, scaledRows?: { count: number; scale: number }): Value {
    const [outputs = 0] = this.#file.dims(`${name}/weight`)
    const ranges: RowRange[] =
      scaledRows === undefined
        ? [{ from: 0, to: outputs }]
        : [
            { from: 0, to: scaledRows.count, scale: scaledRows.scale },
            { from: scaledRows.count, to: outputs },
          ]
    return this.#project(x, name, '', ranges)
  }

  /** The same for some rows of a fused matrix. */
  linearRows(x: Value, name: string, from: number, to: number): Value {
    return this.#project(x, name, `/${from}`, [{ from, to }])
  }

  #project(x: Value, name: string, suffix: string, ranges: readonly RowRange[]): Value {
    const [, inputs = 0] = this.#file.dims(`${name}/weight`)
    const outputs = ranges.reduce((sum, range) => sum + range.to - range.from, 0)
    const weight = this.#graph.weight(
      `${name}/weight${suffix}`,
      lazyFloat32Tensor([inputs, outputs], () => transposedRows(this.#file.floats(`${name}/weight`), inputs, ranges)),
    )
    const bias = this.#graph.weight(
      `${name}/bias${suffix}`,
      lazyFloat32Tensor([outputs], () => transposedRows(this.#file.floats(`${name}/bias`), 1, ranges)),
    )
    return this.#graph.linear(x, weight, bias)
  }

  dims(name: string): readonly number[] {
    return this.#file.dims(name)
  }
}

/** Rows of a row-major [?, columns] matrix, scaled and laid out as columns of a [columns, rows] one. */
function transposedRows(matrix: Float32Array, columns: number, ranges: readonly RowRange[]): Float32Array {
  const rows = ranges.reduce((sum, range) => sum + range.to - range.from, 0)
  const result = new Float32Array(elementCount([rows, columns]))
  let target = 0
  for (const { from, to, scale = 1 } of ranges) {
    for (let row = from; row < to; row += 1, target += 1) {
      for (let column = 0; column < columns; column += 1) {
        result[column * rows + target] = (matrix[row * columns + column] as number) * scale
      }
    }
  }
  return result
}
