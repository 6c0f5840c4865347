import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { adapterToGguf } from '../../../../src/learning/training/gguf/adapter-to-gguf.ts'
import { readGguf } from '../../../../src/learning/training/gguf/read-gguf.ts'
import { writeGguf } from '../../../../src/learning/training/gguf/write-gguf.ts'
import { writeSafetensors } from '../../tts/rvc/small-hubert.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-adapter-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const place = (name: string) => path.join(folder, name)

const width = 8
const keyWidth = 4
const rank = 2

type Tensor = { name: string; shape: number[]; values: number[] }

function writeTensors(file: string, tensors: readonly Tensor[]): void {
  const header: Record<string, unknown> = {}
  let at = 0
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + values.length * 4] }
    at += values.length * 4
  }
  writeSafetensors(
    file,
    header,
    tensors.map(({ values }) => new Uint8Array(Float32Array.from(values).buffer)),
  )
}

/** A Llama of one block and two heads, with one key head. */
function baseOf(kind: string): string {
  const file = place(`${kind}.gguf`)
  writeGguf(file, {
    texts: { 'general.architecture': kind },
    floats: {
      [`${kind}.block_count`]: 1,
      [`${kind}.attention.head_count`]: 2,
      [`${kind}.attention.head_count_kv`]: 1,
    },
    tensors: [
      { name: 'blk.0.attn_q.weight', dims: [width, width], values: new Float32Array(width * width) },
      { name: 'blk.0.attn_k.weight', dims: [width, keyWidth], values: new Float32Array(width * keyWidth) },
      { name: 'blk.0.attn_v.weight', dims: [width, keyWidth], values: new Float32Array(width * keyWidth) },
    ],
  })
  return file
}

/** Row i of b is [i, i + 0.5], as the trainer has it. */
const rows = (count: number) => Array.from({ length: count }, (_, row) => [row, row + 0.5])
const flat = (values: number[][]) => values.flat()
const turned = (values: number[][]) => (values[0] ?? []).flatMap((_, column) => values.map((row) => row[column] ?? 0))

function adapterOf(backend: 'mlx' | 'peft'): string {
  const file = place(`${backend}.safetensors`)
  const tensors: Tensor[] = []
  for (const [part, outputs] of [
    ['q', width],
    ['k', keyWidth],
    ['v', keyWidth],
  ] as const) {
    const a = Array.from({ length: rank }, (_, row) => Array.from({ length: width }, (_, column) => row * 100 + column))
    const b = rows(outputs)
    const name = `model.layers.0.self_attn.${part}_proj`
    if (backend === 'mlx') {
      tensors.push({ name: `${name}.lora_a`, shape: [width, rank], values: turned(a) })
      tensors.push({ name: `${name}.lora_b`, shape: [rank, outputs], values: turned(b) })
    } else {
      tensors.push({ name: `base_model.model.${name}.lora_A.weight`, shape: [rank, width], values: flat(a) })
      tensors.push({ name: `base_model.model.${name}.lora_B.weight`, shape: [outputs, rank], values: flat(b) })
    }
  }
  writeTensors(file, tensors)
  return file
}

function convert(backend: 'mlx' | 'peft', kind: string) {
  const targetFile = place(`${backend}-${kind}.gguf`)
  adapterToGguf({ backend, adapterFile: adapterOf(backend), baseFile: baseOf(kind), rank, scale: 4, targetFile })
  return readGguf(targetFile)
}

const firstOfRows = (values: Float32Array) => [...values].filter((_, index) => index % rank === 0)

describe.each(['mlx', 'peft'] as const)('an adapter of %s as GGUF', (backend) => {
  it('says what llama.cpp asks for', () => {
    const { metadata, tensors } = convert(backend, 'llama')
    expect(Object.fromEntries(metadata)).toEqual({
      'general.type': 'adapter',
      'general.architecture': 'llama',
      'adapter.type': 'lora',
      'adapter.lora.alpha': 8,
    })
    expect(tensors.get('blk.0.attn_q.weight.lora_a')?.dims).toEqual([width, rank])
    expect(tensors.get('blk.0.attn_k.weight.lora_b')?.dims).toEqual([rank, keyWidth])
  })

  it('orders the rows of queries and keys of a Llama as its base model has them, and no others', () => {
    const { floats } = convert(backend, 'llama')
    expect(firstOfRows(floats('blk.0.attn_q.weight.lora_b'))).toEqual([0, 2, 1, 3, 4, 6, 5, 7])
    expect(firstOfRows(floats('blk.0.attn_k.weight.lora_b'))).toEqual([0, 2, 1, 3])
    expect(firstOfRows(floats('blk.0.attn_v.weight.lora_b'))).toEqual([0, 1, 2, 3])
    expect([...floats('blk.0.attn_q.weight.lora_a')].slice(width - 1, width + 2)).toEqual([7, 100, 101])
  })

  it('leaves all rows of other kinds as they are', () => {
    const { floats } = convert(backend, 'qwen3')
    expect(firstOfRows(floats('blk.0.attn_q.weight.lora_b'))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('what does not fit', () => {
  it('is refused: another shape, numbers that are none, nothing of the model', () => {
    const attempt = (tensors: Tensor[]) => {
      const adapterFile = place('bad.safetensors')
      writeTensors(adapterFile, tensors)
      const baseFile = baseOf('llama')
      return () =>
        adapterToGguf({ backend: 'mlx', adapterFile, baseFile, rank, scale: 4, targetFile: place('bad.gguf') })
    }
    const name = 'model.layers.0.self_attn.v_proj'
    const pair = (a: number[], b: number[]) => [
      { name: `${name}.lora_a`, shape: [a.length / rank, rank], values: a },
      { name: `${name}.lora_b`, shape: [rank, b.length / rank], values: b },
    ]
    const full = (count: number, value = 1) => new Array<number>(count).fill(value)
    const refusal = expect.objectContaining({ code: 'adapter-unfit' })
    expect(attempt(pair(full(10), full(8)))).toThrow(refusal)
    expect(attempt(pair(full(16), full(8, Number.NaN)))).toThrow(refusal)
    expect(attempt([{ name: 'other.lora_a', shape: [1], values: [1] }])).toThrow(refusal)
    expect(fs.existsSync(place('bad.gguf'))).toBe(false)
  })

  it('is refused: a GGUF file that is cut off, or counts more than it holds', () => {
    const whole = fs.readFileSync(baseOf('llama'))
    const file = place('broken.gguf')
    for (const length of [0, 3, 11, 60, 150]) {
      fs.writeFileSync(file, whole.subarray(0, length))
      expect(() => readGguf(file)).toThrow(expect.objectContaining({ code: 'gguf-invalid' }))
    }
    const boastful = Buffer.from(whole)
    boastful.writeBigUInt64LE(2n ** 62n, 8)
    fs.writeFileSync(file, boastful)
    expect(() => readGguf(file)).toThrow(expect.objectContaining({ code: 'gguf-invalid' }))
  })
})
