import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { BoundedReader } from '../../../core/files/bounded-reader.ts'
import { dataAlignment, float32Tensor, ggufMagic, valueTypes } from './gguf-values.ts'

/** Arrays are skipped: what is asked for here are single values. */
export type GgufValue = string | number | boolean

export interface GgufTensor {
  /** Innermost first, as in the file. */
  dims: number[]
  /** Number of the kind of numbers; 0 are 32-bit floats. */
  kind: number
  /** From the beginning of the file. */
  position: number
}

export interface GgufFile {
  metadata: ReadonlyMap<string, GgufValue>
  tensors: ReadonlyMap<string, GgufTensor>
  /** Of a tensor of 32-bit floats. Error `gguf-invalid`. */
  floats(name: string): Float32Array
}

const mostEntries = 1_000_000
const longestTextBytes = 1 << 24
const mostDimensions = 4

/** What a GGUF file says about itself; nothing beyond its end is believed. Error `gguf-invalid`. */
export function readGguf(file: string): GgufFile {
  const refuse = (what: string) =>
    new SamError('gguf-invalid', `${path.basename(file)} cannot be used: it has ${what}.`)
  const reader = new BoundedReader(file, refuse)
  try {
    if (reader.bytes(4).toString('latin1') !== ggufMagic) throw refuse('no GGUF header')
    const version = reader.uint32()
    if (version !== 2 && version !== 3) throw refuse(`the version ${version}`)
    const tensorCount = reader.uint64()
    const valueCount = reader.uint64()
    if (tensorCount > mostEntries || valueCount > mostEntries) throw refuse('more entries than any model')
    const metadata = new Map<string, GgufValue>()
    for (let index = 0; index < valueCount; index += 1) {
      const key = text(reader, refuse)
      const value = readValue(reader, reader.uint32(), refuse)
      if (value !== undefined) metadata.set(key, value)
    }
    const tensors = new Map<string, GgufTensor>()
    for (let index = 0; index < tensorCount; index += 1) {
      const name = text(reader, refuse)
      const count = reader.uint32()
      if (count > mostDimensions) throw refuse(`${count} dimensions`)
      const dims = Array.from({ length: count }, () => reader.uint64())
      tensors.set(name, { dims, kind: reader.uint32(), position: reader.uint64() })
    }
    const alignment = Number(metadata.get('general.alignment') ?? dataAlignment)
    if (!(alignment >= 1 && alignment <= 65_536)) throw refuse('a strange alignment')
    const start = Math.ceil(reader.position / alignment) * alignment
    for (const tensor of tensors.values()) tensor.position += start
    return { metadata, tensors, floats: (name) => readFloats(file, tensors.get(name), refuse) }
  } finally {
    reader.close()
  }
}

type Refuse = (what: string) => SamError

function text(reader: BoundedReader, refuse: Refuse): string {
  const length = reader.uint64()
  if (length > longestTextBytes) throw refuse('an endless name')
  return reader.bytes(length).toString('utf8')
}

const numberBytes: Partial<Record<number, number>> = {
  [valueTypes.uint8]: 1,
  [valueTypes.int8]: 1,
  [valueTypes.bool]: 1,
  [valueTypes.uint16]: 2,
  [valueTypes.int16]: 2,
  [valueTypes.uint32]: 4,
  [valueTypes.int32]: 4,
  [valueTypes.float32]: 4,
  [valueTypes.uint64]: 8,
  [valueTypes.int64]: 8,
  [valueTypes.float64]: 8,
}

function readValue(reader: BoundedReader, type: number, refuse: Refuse): GgufValue | undefined {
  if (type === valueTypes.string) return text(reader, refuse)
  if (type === valueTypes.array) {
    skipArray(reader, refuse)
    return undefined
  }
  const bytes = Buffer.from(reader.bytes(numberBytes[type] ?? refuseType(type, refuse)))
  if (type === valueTypes.bool) return bytes[0] !== 0
  if (type === valueTypes.float32) return bytes.readFloatLE()
  if (type === valueTypes.float64) return bytes.readDoubleLE()
  if (type === valueTypes.uint64) return Number(bytes.readBigUInt64LE())
  if (type === valueTypes.int64) return Number(bytes.readBigInt64LE())
  const signed = type === valueTypes.int8 || type === valueTypes.int16 || type === valueTypes.int32
  return signed ? bytes.readIntLE(0, bytes.length) : bytes.readUIntLE(0, bytes.length)
}

function skipArray(reader: BoundedReader, refuse: Refuse): void {
  const type = reader.uint32()
  const count = reader.uint64()
  if (type === valueTypes.string) for (let index = 0; index < count; index += 1) reader.skip(reader.uint64())
  else reader.skip(count * (numberBytes[type] ?? refuseType(type, refuse)))
}

function refuseType(type: number, refuse: Refuse): never {
  throw refuse(`values of the unknown kind ${type}`)
}

function readFloats(file: string, tensor: GgufTensor | undefined, refuse: Refuse): Float32Array {
  if (tensor?.kind !== float32Tensor) throw refuse('no such 32-bit floats')
  const values = new Float32Array(tensor.dims.reduce((product, dim) => product * dim, 1))
  const bytes = new Uint8Array(values.buffer)
  const handle = fs.openSync(file, 'r')
  try {
    if (fs.readSync(handle, bytes, 0, bytes.length, tensor.position) !== bytes.length) throw refuse('an early end')
  } finally {
    fs.closeSync(handle)
  }
  return values
}
