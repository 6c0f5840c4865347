import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { writeModelFile } from '../../../../src/core/onnx/model-file.ts'
import { elementCount } from '../../../../src/core/onnx/tensor.ts'
import { seededNoise } from '../../../../src/tts/rvc/excitation.ts'
import { fourierProducts } from '../../../../src/tts/rvc/graph/fourier-products.ts'
import { type ResidualBlocks, straightBlocks, tiledBlocks } from '../../../../src/tts/rvc/graph/residual-blocks.ts'
import { VoiceGraph } from '../../../../src/tts/rvc/graph/voice-graph.ts'
import { workshop } from './stand-in.ts'

const shop = workshop()
afterAll(() => shop.remove())

const channels = 64
const kernels = [3, 7, 11]

/** The same weights for the same name. */
function made(name: string, dims: readonly number[]): Float32Array {
  const noise = seededNoise([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  return Float32Array.from({ length: elementCount(dims) }, () => noise() * elementCount(dims.slice(1)) ** -0.5 * 0.7)
}

async function open(blocks: ResidualBlocks, name: string) {
  const graph = new VoiceGraph('blocks', { plain: made, layer: made })
  const x = graph.input('x', 'float32', [1, channels, 'length'])
  const start = graph.input('start', 'int64', [1])
  const stage = kernels.map((kernel) => ({ name: `block${kernel}`, kernel, dilations: [1, 3, 5] }))
  graph.output(blocks(graph, x, { channels, blocks: stage, start }), 'y', 'float32', [1, channels, 'length'])
  const file = path.join(shop.folder, `${name}.onnx`)
  writeModelFile(file, graph)
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 })
  return async (sound: Float32Array, place: number): Promise<Float32Array> => {
    const length = sound.length / channels
    const feeds = {
      x: new Tensor('float32', sound, [1, channels, length]),
      start: new Tensor('int64', [BigInt(place)], [1]),
    }
    const y = (await session.run(feeds))['y']
    expect(y?.dims).toEqual([1, channels, length])
    return y?.data as Float32Array
  }
}

describe('residual blocks on tiles', () => {
  it('are what the paper writes, for every length and wherever in the sound they begin', async () => {
    const [tiled, straight] = [await open(tiledBlocks, 'tiled'), await open(straightBlocks, 'straight')]
    for (const [length, place] of [
      [1, 0],
      [2, 269],
      [17, 3],
      [18, 0],
      [100, 270],
      [269, 1],
      [270, 0],
      [271, 777],
      [1000, 12_345],
    ] as const) {
      const sound = Float32Array.from({ length: channels * length }, seededNoise(length))
      const [got, wanted] = [await tiled(sound, place), await straight(sound, 0)]
      const worst = got.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - (wanted[index] ?? Number.NaN))),
        0,
      )
      expect(worst).toBeLessThan(2e-5)
    }
  })
})

describe('Fourier products', () => {
  it.each([
    [18, 11, 41],
    [18, 7, 35],
    [10, 11, 29],
    [2, 3, 5],
  ])('make %i results of a kernel of %i out of %i products', (outputs, kernel, products) => {
    const algorithm = fourierProducts(outputs, kernel)
    expect(algorithm.products).toBe(products)
    const noise = seededNoise(1)
    const samples = Array.from({ length: algorithm.inputs }, noise)
    const weights = Array.from({ length: kernel }, noise)
    const apply = (matrix: number[][], vector: number[]) =>
      matrix.map((row) => row.reduce((sum, value, index) => sum + value * (vector[index] as number), 0))
    const spectrum = apply(algorithm.weight, weights)
    const mixed = apply(algorithm.input, samples).map((value, index) => value * (spectrum[index] as number))
    for (const [place, value] of apply(algorithm.output, mixed).entries()) {
      const direct = weights.reduce((sum, weight, tap) => sum + weight * (samples[place + tap] as number), 0)
      expect(value).toBeCloseTo(direct, 12)
    }
  })
})
