import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StoredTensor, torchArchive } from '../../../../scripts/stand-in-voice/torch-archive.ts'
import { SamError } from '../../../../src/core/errors.ts'
import { GraphBuilder } from '../../../../src/core/onnx/graph-builder.ts'
import { writeModelFile } from '../../../../src/core/onnx/model-file.ts'
import { openSafetensors } from '../../../../src/core/onnx/safetensors.ts'
import { openSession } from '../../../../src/core/onnx/session.ts'
import { float32Tensor } from '../../../../src/core/onnx/tensor.ts'
import type { ModelStore } from '../../../../src/models/ports.ts'
import { createContentFeatures } from '../../../../src/tts/rvc/content/content-features.ts'
import { buildHubert } from '../../../../src/tts/rvc/content/hubert-graph.ts'
import { openContentFeatures } from '../../../../src/tts/rvc/content/open-content-features.ts'
import { expectNear, reference } from './reference.ts'
import {
  evenNumbers,
  smallHubertShapes,
  smallHubertWidth,
  smallWeight,
  writeSafetensors,
  writeSmallHubert,
} from './small-hubert.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-content-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => path.join(folder, name)
const samples = evenNumbers(1, 320 * 12).map((value) => 0.3 * value)

async function features(weights: string, layer: 'projected' | 'last') {
  const file = at('features.onnx')
  writeModelFile(file, buildHubert(openSafetensors(weights), layer))
  return createContentFeatures(await openSession(file, 'test'), layer === 'last' ? smallHubertWidth : 256)
}

/** Only what was installed with `files`. */
function models(installed: Record<string, Record<string, string>>): Pick<ModelStore, 'locate'> {
  return {
    locate(id) {
      const files = installed[id]
      if (files === undefined) throw new SamError('model-missing', 'Not here.', { kind: 'missing' })
      return { id, folder, files }
    },
  }
}

describe('HuBERT as a graph', () => {
  beforeAll(() => writeSmallHubert(at('small.safetensors')))

  it.each(['projected', 'last'] as const)('gives the features of the %s layer as PyTorch does', async (layer) => {
    const { extract } = await features(at('small.safetensors'), layer)
    expectNear(await extract(samples), reference(`hubert-${layer}`), 1e-5)
  })

  it('does not mind how the weights are stored: half precision, names of a larger model', async () => {
    writeSmallHubert(at('half.safetensors'), { prefix: 'hubert.', half: true })
    const { extract } = await features(at('half.safetensors'), 'last')
    expectNear(await extract(samples), reference('hubert-last'), 0.02)
  })

  it.each([1, 319, 320, 321, 16_000])('gives a row for every 320 samples begun of %i', async (length) => {
    const { extract } = await features(at('small.safetensors'), 'projected')
    const rows = await extract(evenNumbers(5, length))
    expect(rows.length).toBe(256 * Math.ceil(length / 320))
    expect(rows.every(Number.isFinite)).toBe(true)
  })
})

describe('a ready-made model', () => {
  const width = 3
  const hops = Float32Array.from({ length: 640 }, (_, index) => (index < 320 ? 0.25 : 0.5))

  /** Answers the first sample of each hop, in every column. */
  async function ready({ axes = 2, turned = false, step = 320 } = {}) {
    const graph = new GraphBuilder('ready')
    const source = graph.input('source', 'float32', axes === 2 ? [1, 'n'] : [1, 1, 'n'].slice(0, axes))
    const first = Float32Array.from({ length: width * 400 }, (_, index) => (index % 400 === 0 ? 1 : 0))
    const kernel = graph.weight('kernel', float32Tensor(first, [width, 1, 400]))
    const rows = graph.conv1d(graph.reshape(source, [1, 1, -1]), kernel, undefined, { stride: step })
    const found = turned ? rows : graph.transpose(rows, [0, 2, 1])
    graph.output(found, 'embed', 'float32', turned ? [1, width, 't'] : [1, 't', width])
    writeModelFile(at('ready.onnx'), graph)
    return createContentFeatures(await openSession(at('ready.onnx'), 'test'), width)
  }

  it.each([
    ['two axes', { axes: 2 }],
    ['three axes', { axes: 3 }],
    ['rows and columns turned round', { turned: true }],
  ])('is used as it is, with %s', async (_what, form) => {
    const { extract } = await ready(form)
    expect(Array.from(await extract(hops))).toEqual([0.25, 0.25, 0.25, 0.5, 0.5, 0.5])
  })

  it('is refused when it is for something else', async () => {
    const other = await ready({ step: 160 })
    await expect(other.extract(hops)).rejects.toMatchObject({ code: 'model-file-invalid' })
    await expect(ready({ axes: 1 })).rejects.toMatchObject({ code: 'model-file-invalid' })
  })
})

describe('the model for a voice', () => {
  const weights = at('pytorch_model.bin')
  beforeAll(() => writeSmallHubert(weights))

  it('is built of the weights at the first use, and kept', async () => {
    const installed = models({ 'hubert-base-weights': { checkpoint: weights } })
    const { extract } = await openContentFeatures(installed, 256, 1)
    expectNear(await extract(samples), reference('hubert-projected'), 1e-5)
    const built = fs.statSync(at('features-256.onnx')).mtimeMs
    await openContentFeatures(installed, 256, 1)
    expect(fs.statSync(at('features-256.onnx')).mtimeMs).toBe(built)
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('features-256'))).toEqual(['features-256.onnx'])
  })

  it('is built of what PyTorch wrote, too', async () => {
    const file = path.join(fs.mkdtempSync(at('torch-')), 'pytorch_model.bin')
    const tensors = Object.entries(smallHubertShapes()).map(([name, dims]) => {
      const values = smallWeight(
        name,
        dims.reduce((product, length) => product * length, 1),
      )
      return [name, new StoredTensor(dims, values, 'float')] as const
    })
    fs.writeFileSync(file, torchArchive(new Map(tensors)))
    const installed = models({ 'hubert-base-weights': { checkpoint: file } })
    const { extract } = await openContentFeatures(installed, 256, 1)
    expectNear(await extract(samples), reference('hubert-projected'), 1e-5)
  })

  it.each([
    [768, 'sam models pull contentvec-768'],
    [256, 'sam models pull hubert-base-weights'],
  ])('for %i numbers that is not there is told with what mends it', async (width, remedy) => {
    await expect(openContentFeatures(models({}), width, 1)).rejects.toMatchObject({
      code: 'model-missing',
      kind: 'missing',
      remedy,
    })
  })

  it('that is damaged is told as such', async () => {
    const damaged: Pick<ModelStore, 'locate'> = {
      locate() {
        throw new SamError('model-corrupted', 'Damaged.', { kind: 'missing' })
      },
    }
    await expect(openContentFeatures(damaged, 768, 1)).rejects.toMatchObject({ code: 'model-corrupted' })
  })

  it('leaves nothing behind when the weights are of another network', async () => {
    const file = at('other.bin')
    writeSafetensors(file, { a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, [new Uint8Array(4)])
    const installed = models({ 'hubert-base-weights': { checkpoint: file } })
    fs.rmSync(at('features-768.onnx'), { force: true })
    await expect(openContentFeatures(installed, 768, 1)).rejects.toThrow(/holds no HuBERT/)
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('features-768'))).toEqual([])
  })
})

describe('a safetensors file', () => {
  const file = at('hostile.safetensors')
  const tensor = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }

  it('is read by name', () => {
    writeSafetensors(file, { x: tensor }, [new Uint8Array(Float32Array.of(1, 2).buffer)])
    const weights = openSafetensors(file)
    expect([weights.has('x'), weights.has('toString'), weights.has('y')]).toEqual([true, false, false])
    expect(weights.dims('x')).toEqual([2])
    expect(weights.floats('x')).toEqual(Float32Array.of(1, 2))
    expect(() => weights.floats('y')).toThrow(/"y" are missing/)
  })

  it.each<[string, unknown, RegExp]>([
    ['beyond its end', { x: { ...tensor, data_offsets: [8, 16] } }, /does not fit/],
    ['of another length', { x: { ...tensor, shape: [3] } }, /does not fit/],
    ['of an impossible shape', { x: { ...tensor, shape: [2 ** 40, 2 ** 40] } }, /does not fit/],
    ['of negative places', { x: { ...tensor, data_offsets: [-8, 0] } }, /missing/],
    ['of other numbers', { x: { ...tensor, dtype: 'F64' } }, /F64/],
    ['that are none', { x: 7 }, /missing/],
  ])('is refused with weights %s', (_what, header, why) => {
    writeSafetensors(file, header, [new Uint8Array(8)])
    expect(() => openSafetensors(file).floats('x')).toThrow(why)
  })

  it('is refused when it is none, or cut anywhere', () => {
    writeSafetensors(file, { x: tensor }, [new Uint8Array(8)])
    const whole = fs.readFileSync(file)
    for (let length = 0; length < whole.length; length++) {
      fs.writeFileSync(file, whole.subarray(0, length))
      expect(() => openSafetensors(file).floats('x')).toThrow(SamError)
    }
    fs.writeFileSync(file, Buffer.alloc(64, 0xff))
    expect(() => openSafetensors(file)).toThrow(/no safetensors file/)
  })
})
