import fs from 'node:fs'
import { SamError } from '../errors.ts'

/** A tensor as NumPy saves it: row-major, little-endian. */
export type NpyArray =
  | { dims: number[]; type: 'float32'; data: Float32Array }
  | { dims: number[]; type: 'int64'; data: BigInt64Array }

const magic = '\x93NUMPY'
/** Bytes of the header's length field by format version. */
const lengthFieldBytes: Record<number, number> = { 1: 2, 2: 4, 3: 4 }
const longestHeaderBytes = 64 * 1024
const largestRank = 8
const headerPattern = /^\{'descr': '([^']{1,16})', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\),? *\}[ \n]*$/

/**
 * Reads a NumPy `.npy` file of float32 or int64 numbers (NEP 1, versions 1 to 3). Nothing in its header is believed beyond
 * what the file holds. Error `npy-invalid`.
 */
export function readNpy(file: string): NpyArray {
  const invalid = (why: string, cause?: unknown) =>
    new SamError('npy-invalid', `${file} is not an array that SAM reads: ${why}.`, {
      remedy: 'Save it with numpy.save as float32 or int64.',
      ...(cause === undefined ? {} : { cause }),
    })
  let bytes: Buffer
  try {
    bytes = fs.readFileSync(file)
  } catch (cause) {
    throw invalid('it cannot be read', cause)
  }
  const version = bytes[6] ?? 0
  const fieldBytes = lengthFieldBytes[version]
  if (bytes.toString('latin1', 0, 6) !== magic) throw invalid('it does not begin as a NumPy file')
  if (fieldBytes === undefined) throw invalid(`it has version ${version} of the format`)
  if (bytes.length < 8 + fieldBytes) throw invalid('it ends within its header')
  const headerBytes = bytes.readUIntLE(8, fieldBytes)
  const start = 8 + fieldBytes + headerBytes
  if (headerBytes > longestHeaderBytes || start > bytes.length) throw invalid('it ends within its header')
  const [, kind, fortran, shape] = headerPattern.exec(bytes.toString('latin1', 8 + fieldBytes, start)) ?? []
  if (kind === undefined || shape === undefined) throw invalid('its header cannot be understood')
  if (kind !== '<f4' && kind !== '<i8') throw invalid(`it holds "${kind}" numbers`)
  const dims = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]))
  if (dims.length > largestRank || !dims.every(Number.isSafeInteger)) throw invalid('its shape is not possible')
  if (fortran === 'True' && dims.filter((length) => length !== 1).length > 1) throw invalid('it is stored by columns')
  const payloadBytes = bytes.length - start
  const elementBytes = kind === '<f4' ? 4 : 8
  if (dims.reduce((product, length) => product * length, elementBytes) !== payloadBytes)
    throw invalid(`its shape [${dims.join(', ')}] does not fit its ${payloadBytes} bytes`)
  // A copy is aligned, which the position behind the header need not be.
  const payload = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length) as ArrayBuffer
  return kind === '<f4'
    ? { dims, type: 'float32', data: new Float32Array(payload) }
    : { dims, type: 'int64', data: new BigInt64Array(payload) }
}

/** Writes float32 numbers in version 1 of the format. */
export function writeNpy(file: string, { dims, data }: { dims: readonly number[]; data: Float32Array }): void {
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ')
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`
  // The numbers begin at a multiple of 64; the newline ends the header.
  const headerBytes = Math.ceil((10 + text.length + 1) / 64) * 64 - 10
  const head = Buffer.alloc(10 + headerBytes, ' ')
  head.write(magic, 0, 'latin1')
  head.set([1, 0], 6)
  head.writeUInt16LE(headerBytes, 8)
  head.write(text, 10, 'latin1')
  head.write('\n', head.length - 1)
  fs.writeFileSync(file, Buffer.concat([head, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]))
}
