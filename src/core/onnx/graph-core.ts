import { SamError } from '../errors.ts'
import { type Attributes, encodeAttribute } from './attributes.ts'
import { ProtobufWriter } from './protobuf-writer.ts'
import {
  type Dimension,
  type ElementType,
  elementTypeCode,
  encodeTensor,
  encodeTensorElsewhere,
  requireFilled,
  type TensorData,
  type TensorPlace,
} from './tensor.ts'

/** The result of a node, an input or a weight; belongs to the graph that made it. */
export interface Value {
  readonly name: string
}

export interface GraphOptions {
  /** Version of the standard operator set; 17 has LayerNormalization, 20 has Gelu. */
  opset?: number
}

/** Version 10 of the file format, the first that knows every element type used here; onnxruntime reads it since 1.18. */
const irVersion = 10

/** Decides where the bytes of a weight go; `undefined`: into the model itself. */
export interface WeightsElsewhere {
  place(name: string, tensor: TensorData): TensorPlace | undefined
}

/**
 * Collects nodes, weights, inputs and outputs, and encodes them as an ONNX ModelProto (field numbers of onnx.proto3).
 * Nodes are written in the order in which they were added, which is a valid order because a value must exist to be used.
 */
export class GraphCore {
  readonly #name: string
  readonly #opset: number
  readonly #names = new Set<string>()
  readonly #nodes: ProtobufWriter[] = []
  readonly #initializers: { name: string; tensor: TensorData }[] = []
  readonly #inputs: ProtobufWriter[] = []
  readonly #outputs: ProtobufWriter[] = []
  readonly #metadata = new Map<string, string>()
  readonly #constants = new Map<string, Value>()
  #scope = ''

  constructor(name: string, options: GraphOptions = {}) {
    this.#name = name
    this.#opset = options.opset ?? 17
  }

  /** Everything named inside `build` gets the prefix `name/`, so that a big graph stays readable. */
  scope<Result>(name: string, build: () => Result): Result {
    const outer = this.#scope
    this.#scope = `${outer}${name}/`
    try {
      return build()
    } finally {
      this.#scope = outer
    }
  }

  input(name: string, type: ElementType, dims: readonly Dimension[]): Value {
    this.#claim(name)
    this.#inputs.push(valueInfo(name, type, dims))
    return { name }
  }

  /** Makes `value` a result of the model under this outside name. */
  output(value: Value, name: string, type: ElementType, dims: readonly Dimension[]): void {
    this.#claim(name)
    this.#nodes.push(encodeNode('Identity', [value], [name], {}))
    this.#outputs.push(valueInfo(name, type, dims))
  }

  /** A weight under a readable name. Errors: `onnx-invalid` when the bytes do not fill the dimensions. */
  weight(name: string, tensor: TensorData): Value {
    const value = { name: this.#unique(name) }
    this.#keep(value.name, tensor)
    return value
  }

  /** A small weight that is shared by everyone who asks for the same `key`. */
  protected sharedConstant(key: string, tensor: () => TensorData): Value {
    const known = this.#constants.get(key)
    if (known !== undefined) return known
    const value = { name: this.#claim(`constant/${this.#constants.size}`) }
    this.#keep(value.name, tensor())
    this.#constants.set(key, value)
    return value
  }

  /** One node with one result. */
  node(operator: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const [value] = this.nodes(operator, inputs, 1, attributes)
    if (value === undefined) throw new SamError('onnx-invalid', `The node "${operator}" has no result.`)
    return value
  }

  /** One node with several results. */
  nodes(operator: string, inputs: readonly Value[], resultCount: number, attributes: Attributes = {}): Value[] {
    const results = Array.from({ length: resultCount }, () => ({ name: this.#unique(operator) }))
    const names = results.map((result) => result.name)
    this.#nodes.push(encodeNode(operator, inputs, names, attributes))
    return results
  }

  /** A key that the loading engine reads from the file, for example sherpa-onnx's `n_text_layer`. */
  metadata(entries: Record<string, string | number>): void {
    for (const [key, value] of Object.entries(entries)) this.#metadata.set(key, String(value))
  }

  /**
   * The complete ModelProto, or with `weights` without the bytes of what that puts elsewhere. Errors: `onnx-too-big` over
   * protobuf's limit of 2 GiB.
   */
  encode(weights?: WeightsElsewhere): ProtobufWriter {
    const graph = new ProtobufWriter()
    for (const node of this.#nodes) graph.message(1, node)
    graph.string(2, this.#name)
    for (const { name, tensor } of this.#initializers) {
      const place = weights?.place(name, tensor)
      graph.message(5, place === undefined ? encodeTensor(name, tensor) : encodeTensorElsewhere(name, tensor, place))
    }
    for (const input of this.#inputs) graph.message(11, input)
    for (const output of this.#outputs) graph.message(12, output)

    const model = new ProtobufWriter().varint(1, irVersion).string(2, 'sam').message(7, graph)
    model.message(8, new ProtobufWriter().string(1, '').varint(2, this.#opset))
    for (const [key, value] of this.#metadata) model.message(14, encodeMetadata(key, value))
    if (model.byteLength >= 2 ** 31) {
      throw new SamError(
        'onnx-too-big',
        `The model "${this.#name}" would be larger than 2 GiB, which ONNX files cannot be.`,
      )
    }
    return model
  }

  #keep(name: string, tensor: TensorData): void {
    requireFilled(name, tensor)
    this.#initializers.push({ name, tensor })
  }

  #claim(name: string): string {
    if (this.#names.has(name))
      throw new SamError('onnx-invalid', `The graph "${this.#name}" has two values called "${name}".`)
    this.#names.add(name)
    return name
  }

  #unique(wanted: string): string {
    const name = `${this.#scope}${wanted}`
    let candidate = name
    for (let count = 2; this.#names.has(candidate); count += 1) candidate = `${name}.${count}`
    return this.#claim(candidate)
  }
}

/** A StringStringEntryProto; appended to a finished file under field 14 it adds a key to a model. */
export function encodeMetadata(key: string, value: string): ProtobufWriter {
  return new ProtobufWriter().string(1, key).string(2, value)
}

function encodeNode(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly string[],
  attributes: Attributes,
): ProtobufWriter {
  const message = new ProtobufWriter()
  for (const input of inputs) message.string(1, input.name)
  for (const output of outputs) message.string(2, output)
  message.string(3, `${outputs[0]}:${operator}`).string(4, operator)
  for (const [name, value] of Object.entries(attributes)) message.message(5, encodeAttribute(name, value))
  return message
}

function valueInfo(name: string, type: ElementType, dims: readonly Dimension[]): ProtobufWriter {
  const shape = new ProtobufWriter()
  for (const dim of dims) {
    const axis = typeof dim === 'number' ? new ProtobufWriter().varint(1, dim) : new ProtobufWriter().string(2, dim)
    shape.message(1, axis)
  }
  const tensorType = new ProtobufWriter().varint(1, elementTypeCode(type)).message(2, shape)
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensorType))
}
