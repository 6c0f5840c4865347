import { ProtobufWriter } from './protobuf-writer.ts'

/**
 * A node attribute. JavaScript has one number type, so real numbers are marked: `{ float: 0.1 }`; bare numbers are integers
 * and bare number arrays are lists of integers.
 */
export type AttributeValue = number | readonly number[] | { float: number }

export type Attributes = Record<string, AttributeValue>

/** AttributeProto.AttributeType numbers of onnx.proto. */
const kind = { float: 1, integer: 2, integers: 7 } as const

export function encodeAttribute(name: string, value: AttributeValue): ProtobufWriter {
  const message = new ProtobufWriter().string(1, name)
  if (typeof value === 'number') return message.varint(3, value).varint(20, kind.integer)
  if ('float' in value) return message.float(2, value.float).varint(20, kind.float)
  return message.packedVarints(8, value).varint(20, kind.integers)
}
