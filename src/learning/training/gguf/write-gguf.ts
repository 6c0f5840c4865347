import fs from 'node:fs'
import { dataAlignment, float32Tensor, ggufMagic, ggufVersion, valueTypes } from './gguf-values.ts'

export interface WrittenTensor {
  name: string
  /** Innermost first. */
  dims: readonly number[]
  values: Float32Array
}

export interface WrittenGguf {
  texts: Readonly<Record<string, string>>
  floats: Readonly<Record<string, number>>
  tensors: readonly WrittenTensor[]
}

/** Writes a GGUF file (version 3, 32-bit floats) that appears whole or not at all. */
export function writeGguf(file: string, content: WrittenGguf): void {
  const draft = `${file}.${process.pid}.part`
  const handle = fs.openSync(draft, 'w')
  try {
    const put = (bytes: Uint8Array) => {
      for (let written = 0; written < bytes.length; ) written += fs.writeSync(handle, bytes, written)
    }
    const head = headOf(content)
    put(head)
    put(Buffer.alloc(aligned(head.length) - head.length))
    for (const { values } of content.tensors) {
      put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      put(Buffer.alloc(aligned(values.byteLength) - values.byteLength))
    }
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
  fs.renameSync(draft, file)
}

function headOf({ texts, floats, tensors }: WrittenGguf): Buffer {
  const parts: Buffer[] = [
    Buffer.from(ggufMagic, 'latin1'),
    uint32(ggufVersion),
    uint64(tensors.length),
    uint64(Object.keys(texts).length + Object.keys(floats).length),
  ]
  for (const [key, value] of Object.entries(texts)) parts.push(text(key), uint32(valueTypes.string), text(value))
  for (const [key, value] of Object.entries(floats)) parts.push(text(key), uint32(valueTypes.float32), float32(value))
  let offset = 0
  for (const { name, dims, values } of tensors) {
    parts.push(text(name), uint32(dims.length), ...dims.map(uint64), uint32(float32Tensor), uint64(offset))
    offset += aligned(values.byteLength)
  }
  return Buffer.concat(parts)
}

function aligned(length: number): number {
  return Math.ceil(length / dataAlignment) * dataAlignment
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  return Buffer.concat([uint64(bytes.length), bytes])
}
