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

/** A TensorProto with raw data. */
export function encodeTensor(name: string, tensor: TensorData): ProtobufWriter {
  return encodeHead(name, tensor).bytes(9, checkedWhenRead(name, tensor.data))
}

/** Where the bytes of a tensor lie outside of the model: a file beside it. */
export interface TensorPlace {
  file: string
  offset: number
}

/** A TensorProto whose bytes lie elsewhere (`data_location` EXTERNAL): onnxruntime maps them instead of reading them. */
export function encodeTensorElsewhere(name: string, tensor: TensorData, { file, offset }: TensorPlace): ProtobufWriter {
  const entry = (key: string, value: string | number) => new ProtobufWriter().string(1, key).string(2, String(value))
  return encodeHead(name, tensor)
    .message(13, entry('location', file))
    .message(13, entry('offset', offset))
    .message(13, entry('length', tensor.data.byteLength))
    .varint(14, 1)
}

function encodeHead(name: string, { dims, type }: TensorData): ProtobufWriter {
  return new ProtobufWriter().packedVarints(1, dims).varint(2, elementTypeCode(type)).string(8, name)
}

/** Error `onnx-invalid` when the bytes do not fill the dimensions. */
export function requireFilled(name: string, { dims, type, data }: TensorData): void {
  const expected = elementCount(dims) * elementTypes[type].bytes
  if (data.byteLength === expected) return
  throw new SamError(
    'onnx-invalid',
    `The tensor "${name}" has ${data.byteLength} bytes where its shape [${dims.join(', ')}] needs ${expected}.`,
  )
}

/** A lazy payload that lies about its length would shift everything after it: caught while writing. */
export function checkedWhenRead(name: string, data: Uint8Array | LazyBytes): Uint8Array | LazyBytes {
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
