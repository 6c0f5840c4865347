import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../errors.ts'
import { halfToFloat } from './half.ts'
import { elementCount } from './tensor.ts'
import type { WeightFile } from './weight-file.ts'

const longestHeaderBytes = 16 * 1024 * 1024
const elementBytes = { F32: 4, F16: 2 }

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const tensorSchema = z.object({
  dtype: z.string().max(16),
  shape: z.array(count).max(8),
  data_offsets: z.tuple([count, count]),
})
const headerSchema = z.record(z.string().max(300), z.unknown())

/**
 * Opens a safetensors file (huggingface.co/docs/safetensors): the length of a JSON header, the header, the numbers. Nothing in
 * the header is believed beyond what the file holds. Error `model-file-invalid`.
 */
export function openSafetensors(file: string): WeightFile {
  const refuse = (why: string, cause?: unknown) =>
    new SamError('model-file-invalid', `${path.basename(file)} cannot be used: ${why}.`, { cause })
  const { header, start, dataBytes } = readHeader(file, refuse)
  const tensor = (name: string) => {
    const found = Object.hasOwn(header, name) ? tensorSchema.safeParse(header[name]) : undefined
    if (found?.success !== true) throw refuse(`the weights "${name}" are missing`)
    const { dtype, shape, data_offsets: offsets } = found.data
    const [from, to] = offsets
    if (dtype !== 'F32' && dtype !== 'F16') throw refuse(`"${name}" holds ${dtype} numbers`)
    if (to > dataBytes || to - from !== elementCount(shape) * elementBytes[dtype])
      throw refuse(`"${name}" does not fit its shape`)
    return { dtype, shape, from, to }
  }
  return {
    has: (name) => Object.hasOwn(header, name),
    dims: (name) => tensor(name).shape,
    floats(name) {
      const { dtype, from, to } = tensor(name)
      const bytes = readBytes(file, start + from, to - from, refuse)
      return dtype === 'F32' ? new Float32Array(bytes) : halfToFloat(new Uint16Array(bytes))
    },
    refuse,
  }
}

function readHeader(file: string, refuse: (why: string, cause?: unknown) => SamError) {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < 8) throw refuse('it is no safetensors file')
  const length = new BigUint64Array(readBytes(file, 0, 8, refuse))[0] ?? 0n
  if (length > BigInt(Math.min(longestHeaderBytes, size - 8))) throw refuse('it is no safetensors file')
  const start = 8 + Number(length)
  const text = new TextDecoder().decode(readBytes(file, 8, Number(length), refuse))
  try {
    return { header: headerSchema.parse(JSON.parse(text)), start, dataBytes: size - start }
  } catch (cause) {
    throw refuse('it is no safetensors file', cause)
  }
}

function readBytes(file: string, position: number, length: number, refuse: (why: string) => SamError): ArrayBuffer {
  const bytes = Buffer.from(new ArrayBuffer(length))
  const handle = fs.openSync(file, 'r')
  try {
    if (fs.readSync(handle, bytes, 0, length, position) !== length) throw refuse('it became shorter while it was read')
  } finally {
    fs.closeSync(handle)
  }
  return bytes.buffer
}
