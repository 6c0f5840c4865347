import { SamError } from '../errors.ts'
import { type LazyBytes, ProtobufWriter } from './protobuf-writer.ts'

/** TensorProto.DataType numbers of onnx.proto. */
const elementTypes = {
  float32: { code: 1, bytes: 4 },
  uint8: { code: 2, bytes: 1 },
  int8: { code: 3, bytes: 1 },
  int32: { code: 6, bytes: 4 },
  int64: { code: 7, bytes: 8 },
  bool: { code: 9, bytes: 1 },
  float16: { code: 10, bytes: 2 },
} as const

export type ElementType = keyof typeof elementTypes

/** One axis: a fixed length, or a name for a length known only at run time. */
export type Dimension = number | string

/** Weights of a graph: little-endian raw bytes in row-major order. */
export interface TensorData {
  type: ElementType
  dims: readonly number[]
  data: Uint8Array | LazyBytes
}

export function elementTypeCode(type: ElementType): number {
  return elementTypes[type].code
}

export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, length) => product * length, 1)
}

/** Raw bytes of a typed array, by reference. */
function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

export function float32Tensor(values: Float32Array | readonly number[], dims: readonly number[]): TensorData {
  return { type: 'float32', dims, data: bytesOf(values instanceof Float32Array ? values : Float32Array.from(values)) }
}

/** Float weights that are computed or read from disk only when the model is written. */
export function lazyFloat32Tensor(dims: readonly number[], read: () => Float32Array): TensorData {
  return { type: 'float32', dims, data: { byteLength: elementCount(dims) * 4, read: () => bytesOf(read()) } }
}

export function int64Tensor(values: readonly number[], dims: readonly number[] = [values.length]): TensorData {
  return { type: 'int64', dims, data: bytesOf(BigInt64Array.from(values, (value) => BigInt(value))) }
}

/** A TensorProto with raw data. Errors: `onnx-invalid` when the bytes do not fill the dimensions. */
export function encodeTensor(name: string, tensor: TensorData): ProtobufWriter {
  const expected = elementCount(tensor.dims) * elementTypes[tensor.type].bytes
  if (tensor.data.byteLength !== expected) {
    throw new SamError(
      'onnx-invalid',
      `The tensor "${name}" has ${tensor.data.byteLength} bytes where its shape [${tensor.dims.join(', ')}] needs ${expected}.`,
    )
  }
  return new ProtobufWriter()
    .packedVarints(1, tensor.dims)
    .varint(2, elementTypeCode(tensor.type))
    .string(8, name)
    .bytes(9, checkedWhenRead(name, tensor.data))
}

/** A lazy payload that lies about its length would shift everything after it: caught while writing. */
function checkedWhenRead(name: string, data: Uint8Array | LazyBytes): Uint8Array | LazyBytes {
  if (data instanceof Uint8Array) return data
  return {
    byteLength: data.byteLength,
    read() {
      const bytes = data.read()
      if (bytes.byteLength !== data.byteLength) {
        throw new SamError(
          'onnx-invalid',
          `The tensor "${name}" gave ${bytes.byteLength} bytes instead of ${data.byteLength}.`,
        )
      }
      return bytes
    },
  }
}
