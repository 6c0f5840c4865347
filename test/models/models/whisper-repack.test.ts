import fs from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { installedModels } from '../installed-models.ts'

/**
 * What CTranslate2 4.8 made of the same weights (greedy, no timestamps, float32) on features of one sentence that the Piper
 * voice "joe" said; docs/decisions/0003 has the commands. The features are bytes between the lowest value and 2 above it.
 */
const reference = z
  .object({
    text: z.string(),
    frames: z.number(),
    lowest: z.number(),
    range: z.number(),
    prompt: z.array(z.number()),
    /** At each step the token taken and the eight largest logits. */
    steps: z.array(z.object({ token: z.number(), largest: z.array(z.tuple([z.number(), z.number()])) })),
    mel: z.base64(),
  })
  .parse(JSON.parse(fs.readFileSync(new URL('./fixtures/whisper-reference.json', import.meta.url), 'utf8')))

const bands = 80

/** The sentence's features, filled up with the lowest value to `frames` of them. */
function mel(frames: number): Tensor {
  const bytes = Buffer.from(reference.mel, 'base64')
  const values = new Float32Array(bands * frames).fill(reference.lowest)
  for (let band = 0; band < bands; band++) {
    for (let frame = 0; frame < reference.frames; frame++) {
      const byte = bytes[band * reference.frames + frame] ?? 0
      values[band * frames + frame] = reference.lowest + (byte / 255) * reference.range
    }
  }
  return new Tensor('float32', values, [1, bands, frames])
}

describe('Whisper, repacked', () => {
  let encoder: InferenceSession
  let decoder: InferenceSession

  beforeAll(async () => {
    const { files } = installedModels.locate('whisper-tiny-en')
    encoder = await InferenceSession.create(files['encoder'] ?? '', { logSeverityLevel: 3 })
    decoder = await InferenceSession.create(files['decoder'] ?? '', { logSeverityLevel: 3 })
  })

  /** The reference's tokens are given to the decoder one by one; answers the logits before each. */
  async function logitsOf(frames: number): Promise<Float32Array[]> {
    const cross = await encoder.run({ mel: mel(frames) })
    let keys: Tensor = new Tensor('float32', new Float32Array(0), [4, 1, 0, 384])
    let values = keys
    const all: Float32Array[] = []
    let position = 0
    for (const tokens of [reference.prompt, ...reference.steps.slice(0, -1).map(({ token }) => [token])]) {
      const results = await decoder.run({
        tokens: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
        in_n_layer_self_k_cache: keys,
        in_n_layer_self_v_cache: values,
        n_layer_cross_k: cross['n_layer_cross_k'] as Tensor,
        n_layer_cross_v: cross['n_layer_cross_v'] as Tensor,
        offset: new Tensor('int64', BigInt64Array.of(BigInt(position)), [1]),
      })
      position += tokens.length
      keys = results['out_n_layer_self_k_cache'] as Tensor
      values = results['out_n_layer_self_v_cache'] as Tensor
      all.push((results['logits'] as Tensor).data as Float32Array)
    }
    return all
  }

  const largest = (logits: Float32Array) =>
    logits.reduce((best, logit, id) => (logit > (logits[best] ?? 0) ? id : best), 0)

  /** The largest distance to the reference's logits, of tokens that may be said. */
  function distance(all: readonly Float32Array[]): number {
    const distances = reference.steps.flatMap(({ largest: wanted }, step) =>
      wanted
        .map(([id, logit]) => ({ logit, ours: all[step]?.[id] ?? Number.NaN }))
        .filter(({ ours }) => ours !== Number.NEGATIVE_INFINITY)
        .map(({ logit, ours }) => Math.abs(ours - logit)),
    )
    expect(distances.length).toBeGreaterThan(reference.steps.length * 6)
    return Math.max(...distances)
  }

  it('is the same network: 30 seconds of features give the logits of CTranslate2', async () => {
    const all = await logitsOf(3000)
    expect(all.map(largest)).toEqual(reference.steps.map(({ token }) => token))
    expect(distance(all)).toBeLessThan(5e-4)
  })

  it('says the same words when the silence after the sound is only weighed, not computed', async () => {
    const all = await logitsOf(reference.frames)
    expect(all.map(largest)).toEqual(reference.steps.map(({ token }) => token))
    expect(distance(all)).toBeLessThan(3)
  })

  it('never says what is suppressed, such as timestamps', async () => {
    const [first] = await logitsOf(reference.frames)
    const noTimestamps = 50_362
    expect([...(first ?? []).slice(noTimestamps)].every((logit) => logit === Number.NEGATIVE_INFINITY)).toBe(true)
    // Right after the prompt neither a blank nor the end.
    expect(first?.[220]).toBe(Number.NEGATIVE_INFINITY)
    expect(first?.[50_256]).toBe(Number.NEGATIVE_INFINITY)
  })
})
