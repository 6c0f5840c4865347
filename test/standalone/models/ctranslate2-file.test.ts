import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { SamError } from '../../../src/core/errors.ts'
import { CTranslate2File } from '../../../src/models/whisper/ctranslate2-file.ts'
import { readDimensions } from '../../../src/models/whisper/dimensions.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-ct2-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

let count = 0
function onDisk(...parts: Uint8Array[]): string {
  const file = path.join(folder, `${count++}.bin`)
  fs.writeFileSync(file, Buffer.concat(parts))
  return file
}

const uint32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const text = (value: string) =>
  Buffer.concat([Buffer.from(Uint16Array.of(value.length + 1).buffer), Buffer.from(`${value}\0`)])

const types = { float32: 0, int8: 1, int16: 2, int32: 3, float16: 4 }

function variable(
  name: string,
  dims: number[],
  type: keyof typeof types | number,
  data: Uint8Array,
  bytes = data.length,
) {
  const code = typeof type === 'number' ? type : types[type]
  return Buffer.concat([
    text(name),
    Uint8Array.of(dims.length),
    ...dims.map(uint32),
    Uint8Array.of(code),
    uint32(bytes),
    data,
  ])
}

function header(variables: number, { version = 6, specification = 'WhisperSpec' } = {}): Buffer {
  return Buffer.concat([uint32(version), text(specification), uint32(3), uint32(variables)])
}

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer)
const noAliases = uint32(0)

/** Opens the file; answers the SamError that it was refused with. */
function refusal(file: string): SamError {
  try {
    new CTranslate2File(file)
  } catch (error) {
    expect(error).toBeInstanceOf(SamError)
    expect((error as SamError).code).toBe('model-file-invalid')
    return error as SamError
  }
  throw new Error('The file was accepted.')
}

const sound = () => [
  header(4),
  variable('matrix', [2, 3], 'float32', floats(1, 2, 3, 4, 5, 6)),
  variable('halves', [2], 'float16', Buffer.from(Uint16Array.of(0x3c00, 0xb800).buffer)),
  variable('heads', [], 'int8', Uint8Array.of(6)),
  variable('layers', [], 'int32', uint32(70_000)),
  uint32(1),
  text('projection'),
  text('matrix'),
]

describe('the reader of CTranslate2 models', () => {
  it('reads shapes, numbers of each kind, and second names', () => {
    const file = new CTranslate2File(onDisk(...sound()))
    expect(file.specification).toBe('WhisperSpec')
    expect(file.dims('matrix')).toEqual([2, 3])
    expect(file.floats('projection')).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6))
    expect(file.floats('halves')).toEqual(Float32Array.of(1, -0.5))
    expect(file.integer('heads')).toBe(6)
    expect(file.integer('layers')).toBe(70_000)
    expect(file.has('bias')).toBe(false)
    expect(() => file.floats('bias')).toThrow(expect.objectContaining({ code: 'model-file-invalid' }))
    expect(() => file.floats('heads')).toThrow(/int8/)
    expect(() => file.integer('matrix')).toThrow(/whole number/)
  })

  it('refuses every shorter version of a sound file, whichever byte it ends after', () => {
    const whole = Buffer.concat(sound())
    for (let length = 0; length < whole.length; length++) refusal(onDisk(whole.subarray(0, length)))
  })

  it.each<[string, () => Uint8Array[], RegExp]>([
    ['another version', () => [header(0, { version: 5 }), noAliases], /version 5/],
    ['something else altogether', () => [Buffer.from('PK\x03\x04 this is a zip file')], /version/],
    ['a table without end', () => [header(0xffff_ffff)], /4294967295 weights/],
    ['aliases without end', () => [header(0), uint32(0xffff_ffff)], /aliases/],
    ['an alias of nothing', () => [header(0), uint32(1), text('a'), text('b')], /points to nothing/],
    [
      'two weights of one name',
      () => [header(2), ...['a', 'a'].map((name) => variable(name, [1], 'float32', floats(1)))],
      /twice/,
    ],
    [
      'an unknown kind of number',
      () => [header(1), variable('a', [1], 9, floats(1)), noAliases],
      /unknown number format/,
    ],
    [
      'more dimensions than any weight has',
      () => [header(1), variable('a', Array(200).fill(1), 'float32', floats(1)), noAliases],
      /200 dimensions/,
    ],
    [
      'bytes that do not fill the shape',
      () => [header(1), variable('a', [3], 'float32', floats(1, 2)), noAliases],
      /8 bytes for the shape/,
    ],
    [
      'a length beyond the end of the file',
      () => [header(1), variable('a', [1_000_000_000], 'float32', floats(1), 4_000_000_000)],
      /damaged/,
    ],
    [
      'a shape whose size overflows',
      () => [header(1), variable('a', [0xffff_ffff, 0xffff_ffff, 0xffff_ffff], 'float32', floats(1), 4)],
      /shape/,
    ],
    ['a name without its end', () => [header(1), Buffer.from([3, 0, 97, 98, 99]), noAliases], /name/],
  ])('refuses %s with a sentence', (_, parts, reason) => {
    expect(refusal(onDisk(...parts())).message).toMatch(reason)
  })

  it('takes no memory for what a hostile file promises', () => {
    const files = [
      onDisk(header(1), variable('a', [500_000_000], 'float32', floats(1), 2_000_000_000)),
      onDisk(header(19_999), Buffer.alloc(100)),
      onDisk(header(1), Buffer.from([0xff, 0xff]), Buffer.alloc(100)),
    ]
    const before = process.memoryUsage()
    for (const file of files) refusal(file)
    const after = process.memoryUsage()
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(4 * 2 ** 20)
  })

  it('keeps a gigabyte of weights on the disk until one is asked for', () => {
    const file = path.join(folder, 'sparse.bin')
    const gigabyte = 2 ** 30
    fs.writeFileSync(
      file,
      Buffer.concat([header(2), variable('large', [gigabyte / 4], 'float32', Buffer.alloc(0), gigabyte)]),
    )
    const end = fs.statSync(file).size + gigabyte
    fs.truncateSync(file, end)
    fs.appendFileSync(file, Buffer.concat([variable('small', [1], 'float32', floats(42)), noAliases]))
    const before = process.memoryUsage().arrayBuffers
    const opened = new CTranslate2File(file)
    expect(opened.floats('small')).toEqual(Float32Array.of(42))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 2 ** 20)
  })

  it('is no Whisper model when the specification or a weight of one is missing', () => {
    const other = new CTranslate2File(onDisk(header(0, { specification: 'TransformerSpec' }), noAliases))
    expect(() => readDimensions(other)).toThrow(/"TransformerSpec"/)
    const empty = new CTranslate2File(onDisk(header(0), noAliases))
    expect(() => readDimensions(empty)).toThrow(expect.objectContaining({ code: 'model-file-invalid' }))
  })
})
