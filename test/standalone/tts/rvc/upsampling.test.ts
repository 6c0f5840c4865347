import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { writeModelFile } from '../../../../src/core/onnx/model-file.ts'
import { elementCount, float32Tensor } from '../../../../src/core/onnx/tensor.ts'
import { seededNoise } from '../../../../src/tts/rvc/excitation.ts'
import { upsample } from '../../../../src/tts/rvc/graph/upsampling.ts'
import { VoiceGraph } from '../../../../src/tts/rvc/graph/voice-graph.ts'
import { workshop } from './stand-in.ts'

const shop = workshop()
afterAll(() => shop.remove())

const channels = 3

function made(name: string, dims: readonly number[]): Float32Array {
  const noise = seededNoise(name.length)
  return Float32Array.from({ length: elementCount(dims) }, noise)
}

describe('upsampling by plain convolutions', () => {
  it.each([
    [10, 16],
    [12, 24],
    [10, 20],
    [8, 16],
    [6, 16],
    [4, 16],
    [2, 4],
    [3, 3],
  ])('by %i with %i taps is the transposed convolution', async (rate, kernel) => {
    const graph = new VoiceGraph('upsampling', { plain: made, layer: made })
    const x = graph.input('x', 'float32', [1, 2 * channels, 'length'])
    graph.output(upsample(graph, x, 'up', { channels, rate, kernel, share: 1 }), 'phases', 'float32', [
      1,
      channels,
      'a',
    ])
    const dims = [2 * channels, channels, kernel]
    const weight = graph.weight('w', float32Tensor(made('up', dims), dims))
    const bias = graph.weight('b', float32Tensor(made('up.bias', [channels]), [channels]))
    const transposed = graph.convTranspose1d(x, weight, bias, { stride: rate, padding: (kernel - rate) / 2 })
    graph.output(transposed, 'transposed', 'float32', [1, channels, 'b'])
    const file = path.join(shop.folder, `${rate}-${kernel}.onnx`)
    writeModelFile(file, graph)
    const session = await InferenceSession.create(file, { logSeverityLevel: 3 })
    for (const length of [1, 2, 13]) {
      const sound = Float32Array.from({ length: 2 * channels * length }, seededNoise(length))
      const result = await session.run({ x: new Tensor('float32', sound, [1, 2 * channels, length]) })
      const [got, wanted] = [result['phases']?.data as Float32Array, result['transposed']?.data as Float32Array]
      expect(result['phases']?.dims).toEqual([1, channels, length * rate])
      expect(got).toHaveLength(wanted.length)
      for (const [index, value] of got.entries()) expect(value).toBeCloseTo(wanted[index] as number, 4)
    }
  })
})
