import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinWindows } from '../../../../src/audio/wake/training/clip-windows.ts'
import {
  packEmbeddingBank,
  readEmbeddingBank,
  scaleEmbedding,
} from '../../../../src/audio/wake/training/embedding-bank.ts'
import {
  joinNetworks,
  networkGraph,
  networkLogit,
  trainNetwork,
  type WakeNetwork,
} from '../../../../src/audio/wake/training/network.ts'
import { loadWakeClassifier } from '../../../../src/audio/wake/wake-classifier.ts'
import { embeddingSize } from '../../../../src/audio/wake/wake-features.ts'
import { seededRandom } from '../../../../src/core/numbers/random.ts'
import { writeModelFile } from '../../../../src/core/onnx/model-file.ts'

const windowSteps = 4
const size = windowSteps * embeddingSize

/** Windows around a pattern of their own: sums of waves with some noise. */
function windows(pitch: number, count: number, seed: number): Float32Array[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: size }, (_, index) => Math.sin(index * pitch) + random() - 0.5),
  )
}

const learn = (seed = 3) =>
  trainNetwork({
    windowSteps,
    positives: [{ rows: joinWindows(windows(0.11, 20, 1)), share: 1 }],
    negatives: [
      { rows: joinWindows(windows(0.17, 40, 2)), share: 1 },
      { rows: joinWindows(windows(0.05, 40, 3)), share: 1 },
    ],
    iterations: 30,
    seed,
  })

describe('the network of a wake phrase', () => {
  let network: WakeNetwork
  let folder: string
  beforeAll(() => {
    network = learn()
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-wake-'))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  it('tells windows that it never saw apart', () => {
    const logits = (pitch: number) => windows(pitch, 20, 9).map((window) => networkLogit(network, window))
    expect(Math.min(...logits(0.11))).toBeGreaterThan(0)
    expect(Math.max(...logits(0.17), ...logits(0.05))).toBeLessThan(0)
  })

  it('joins with others to one whose logit is the mean of theirs', () => {
    const networks = [network, learn(4), learn(5)]
    const joined = joinNetworks(networks)
    for (const window of windows(0.11, 5, 10)) {
      const mean = networks.reduce((sum, each) => sum + networkLogit(each, window) / networks.length, 0)
      expect(networkLogit(joined, window)).toBeCloseTo(mean, 3)
    }
  })

  it('is the same for the same seed, and another for another', () => {
    expect(learn()).toEqual(network)
    expect(learn(4).outputBias).not.toBe(network.outputBias)
  })

  it('is told from a file that is none, with what brings it back', async () => {
    const file = path.join(folder, 'damaged.onnx')
    fs.writeFileSync(file, 'no model')
    const own = { id: 'hey_sam', phrase: 'hey sam', source: 'trained', file } as const
    await expect(loadWakeClassifier(own)).rejects.toMatchObject({
      code: 'model-corrupted',
      remedy: 'sam wake train "hey sam"',
    })
  })

  it('gives as a model what it gives here, from embeddings as they are', async () => {
    const random = seededRandom(5)
    const scale = {
      mean: Float32Array.from({ length: embeddingSize }, () => 20 * random() - 10),
      spread: Float32Array.from({ length: embeddingSize }, () => 1 + 9 * random()),
    }
    const file = path.join(folder, 'model.onnx')
    writeModelFile(file, networkGraph(network, scale))
    const classifier = await loadWakeClassifier({ id: 'own', phrase: 'own', source: 'trained', file })
    expect(classifier.windowSteps).toBe(windowSteps)
    for (const window of [...windows(0.11, 3, 20), ...windows(0.17, 3, 21)]) {
      const plain = window.map((value, index) => {
        const at = index % embeddingSize
        return value * (scale.spread[at] ?? 1) + (scale.mean[at] ?? 0)
      })
      expect(await classifier.score(plain)).toBeCloseTo(1 / (1 + Math.exp(-networkLogit(network, window))), 4)
    }
  })

  it('stops when it is told to', () => {
    const options = { windowSteps, iterations: 40, seed: 1 }
    const rows = joinWindows(windows(0.11, 5, 1))
    const stopped = () =>
      trainNetwork({
        ...options,
        positives: [{ rows, share: 1 }],
        negatives: [{ rows, share: 1 }],
        onProgress(share) {
          if (share > 0.4) throw new Error('enough')
        },
      })
    expect(stopped).toThrow('enough')
  })
})

describe('the bank of what is no wake phrase', () => {
  it('comes with SAM: ten minutes and more, scaled', () => {
    const { steps, scale, values } = readEmbeddingBank()
    expect(steps * 0.08).toBeGreaterThan(600)
    expect(scale.spread.every((spread) => spread > 0)).toBe(true)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length / 16
    expect(Math.abs(mean)).toBeLessThan(0.05)
  })

  it('keeps what was packed to a thirty-second of a spread', () => {
    const random = seededRandom(6)
    const embeddings = Array.from({ length: 50 }, () =>
      Float32Array.from({ length: embeddingSize }, (_, index) => index + 3 * random()),
    )
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-bank-'))
    const file = path.join(folder, 'bank.bin')
    fs.writeFileSync(file, packEmbeddingBank(embeddings))
    const bank = readEmbeddingBank(file)
    expect(bank.steps).toBe(50)
    const seventh = scaleEmbedding(embeddings[7] ?? new Float32Array(), bank.scale)
    for (const [index, value] of seventh.entries())
      expect(Math.abs((bank.values[7 * embeddingSize + index] ?? 0) / 16 - value)).toBeLessThanOrEqual(1 / 32 + 1e-6)
    fs.writeFileSync(file, 'nothing of the kind')
    expect(() => readEmbeddingBank(file)).toThrow(/damaged/)
    fs.rmSync(folder, { recursive: true, force: true })
  })
})
