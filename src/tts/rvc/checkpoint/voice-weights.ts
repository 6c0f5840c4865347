import type { SamError } from '../../../core/errors.ts'
import type { Tensor } from '../../../core/files/torch-pickle.ts'
import { elementCount } from '../../../core/onnx/tensor.ts'
import type { TorchFile } from './torch-file.ts'

/** Where the two halves of a normalised weight lie: as older and as newer PyTorch stores them. */
const normalisedForms = [
  ['weight_g', 'weight_v'],
  ['parametrizations.weight.original0', 'parametrizations.weight.original1'],
] as const

/** The weights of a voice by name. Shapes are checked against what the network needs, values for not being numbers. */
export class VoiceWeights {
  readonly #file: TorchFile
  readonly #tensors: ReadonlyMap<string, Tensor>

  constructor(file: TorchFile, tensors: ReadonlyMap<string, Tensor>) {
    this.#file = file
    this.#tensors = tensors
  }

  has(name: string): boolean {
    return this.#tensors.has(name)
  }

  dims(name: string): readonly number[] {
    return this.#tensor(name).dims
  }

  /** As stored, widened to float32. */
  plain(name: string, dims: readonly number[]): Float32Array {
    const tensor = this.#tensor(name)
    if (tensor.dims.length !== dims.length || dims.some((length, axis) => tensor.dims[axis] !== length))
      throw this.refuse(`has "${name}" in the shape [${tensor.dims.join(', ')}] instead of [${dims.join(', ')}]`)
    return this.#finite(this.#file.floats(tensor, name), name)
  }

  /** The weight of a layer, whether plain or normalised (Salimans and Kingma 2016: gain · direction / length, per first axis). */
  layer(name: string, dims: readonly number[]): Float32Array {
    const form = normalisedForms.find(([gain]) => this.has(`${name}.${gain}`))
    if (form === undefined) return this.plain(`${name}.weight`, dims)
    const [rows = 1] = dims
    const gains = this.plain(`${name}.${form[0]}`, [rows, ...dims.slice(1).map(() => 1)])
    const values = this.plain(`${name}.${form[1]}`, dims)
    const width = elementCount(dims) / rows
    for (let row = 0; row < rows; row += 1) {
      const part = values.subarray(row * width, (row + 1) * width)
      let squares = 0
      for (const value of part) squares += value * value
      const scale = (gains[row] as number) / Math.sqrt(squares)
      for (let index = 0; index < width; index += 1) part[index] = (part[index] as number) * scale
    }
    return this.#finite(values, name)
  }

  refuse(why: string): SamError {
    return this.#file.refuse(why)
  }

  #tensor(name: string): Tensor {
    const tensor = this.#tensors.get(name)
    if (tensor === undefined) throw this.refuse(`is not a complete RVC voice: the weights "${name}" are missing`)
    return tensor
  }

  #finite(values: Float32Array, name: string): Float32Array {
    // Zero times any number is zero; times what is none it is none.
    let sum = 0
    for (const value of values) sum += value * 0
    if (sum === 0) return values
    throw this.#file.refuse(
      `has weights that are not numbers (in "${name}"): its training broke down or the file is damaged`,
      {
        remedy: 'Use an earlier file of the same training.',
      },
    )
  }
}
