import { ProtobufWriter } from './protobuf-writer.ts'
import { encodeTensor, type TensorData } from './tensor.ts'

/**
 * A node attribute. JavaScript has one number type, so real numbers are marked: `{ float: 0.1 }`; bare numbers are integers
 * and bare number arrays are lists of integers.
 */
export type AttributeValue =
  | number
  | readonly number[]
  | string
  | { float: number }
  | { floats: readonly number[] }
  | { tensor: TensorData }

export type Attributes = Record<string, AttributeValue | undefined>

/** AttributeProto.AttributeType numbers of onnx.proto. */
const kind = { float: 1, integer: 2, string: 3, tensor: 4, floats: 6, integers: 7 } as const

export function encodeAttribute(name: string, value: AttributeValue): ProtobufWriter {
  const message = new ProtobufWriter().string(1, name)
  if (typeof value === 'number') return message.varint(3, value).varint(20, kind.integer)
  if (typeof value === 'string') return message.string(4, value).varint(20, kind.string)
  if ('float' in value) return message.float(2, value.float).varint(20, kind.float)
  if ('floats' in value) return message.packedFloats(7, value.floats).varint(20, kind.floats)
  if ('tensor' in value) return message.message(5, encodeTensor('', value.tensor)).varint(20, kind.tensor)
  return message.packedVarints(8, value).varint(20, kind.integers)
}
