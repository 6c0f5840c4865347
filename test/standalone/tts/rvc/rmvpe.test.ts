import path from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { SamError } from '../../../../src/core/errors.ts'
import { GraphBuilder } from '../../../../src/core/onnx/graph-builder.ts'
import { writeModelFile } from '../../../../src/core/onnx/model-file.ts'
import { float32Tensor } from '../../../../src/core/onnx/tensor.ts'
import type { ModelStore } from '../../../../src/models/ports.ts'
import { logMel } from '../../../../src/tts/rvc/pitch/log-mel.ts'
import { openPitchDetector } from '../../../../src/tts/rvc/pitch/open-pitch-detector.ts'
import { createRmvpe, pitchOf } from '../../../../src/tts/rvc/pitch/rmvpe.ts'
import { expectNear, reference } from './reference.ts'
import { evenNumbers } from './small-hubert.ts'
import { workshop } from './stand-in.ts'

const shop = workshop()
afterAll(() => shop.remove())

const cents = (pitch: number) => 1997.3794084376191 + 20 * pitch
const centre = (pitch: number) => 10 * 2 ** (cents(pitch) / 1200)

/** Beside RMVPE's interface (32 frames at a time, or onnxruntime refuses): the pitch whose weights fit the bands of a frame best. */
async function model(weights: Float32Array, outputs = 360): Promise<string> {
  const graph = new GraphBuilder('rmvpe')
  const mel = graph.input('mel', 'float32', [1, 128, 'frames'])
  const blocks = graph.reshape(graph.transpose(mel, [0, 2, 1]), [1, -1, 32, 128])
  const table = graph.weight('table', float32Tensor(weights, [128, outputs]))
  const likely = graph.sigmoid(graph.reshape(graph.matMul(blocks, table), [1, -1, outputs]))
  graph.output(likely, 'hidden', 'float32', [1, 'frames', outputs])
  const file = path.join(shop.folder, `${weights[0]}-${outputs}.onnx`)
  writeModelFile(file, graph)
  return file
}

describe('the bands that RMVPE hears', () => {
  const sound = evenNumbers(5, 4000).map((noise, index) => 0.01 * noise + 0.3 * Math.sin(index / 11))

  it('are those that PyTorch makes', () => {
    expectNear(logMel(sound, 0, 26), reference('log-mel'), 1e-4)
  })

  it('are the same from any frame on', () => {
    const [all, part] = [logMel(sound, 0, 26), logMel(sound, 7, 9)]
    for (let band = 0; band < 128; band++)
      expect(part.slice(band * 9, band * 9 + 9)).toEqual(all.slice(band * 26 + 7, band * 26 + 16))
  })

  it('are silence where nothing sounds', () => {
    expect(new Set(logMel(new Float32Array(2000), 0, 12))).toEqual(new Set([Math.fround(Math.log(1e-5))]))
  })
})

describe('RMVPE', () => {
  const weights = evenNumbers(11, 128 * 360).map((value) => value * 0.02)

  it('answers a pitch every 10 ms for a sound of any length, the same as frame by frame', async () => {
    const detector = createRmvpe(await InferenceSession.create(await model(weights)))
    const sound = evenNumbers(12, 160 * 4100 + 77)
    const pitches = await detector.detect(sound)
    expect(pitches).toHaveLength(4100)
    for (const frame of [0, 1, 31, 1919, 1920, 2100, 4099]) {
      const bands = logMel(sound, frame, 1)
      const likely = Float32Array.from({ length: 360 }, (_, pitch) => {
        const sum = bands.reduce((total, level, band) => total + level * (weights[band * 360 + pitch] as number), 0)
        return 1 / (1 + Math.exp(-sum))
      })
      expect(Math.abs((pitches[frame] as number) / pitchOf(likely) - 1)).toBeLessThan(1e-4)
    }
    expect(await detector.detect(new Float32Array(100))).toHaveLength(0)
  })

  it('takes the mean around the likeliest pitch, and none where all are unlikely', () => {
    const likely = new Float32Array(360)
    expect(pitchOf(likely)).toBe(0)
    likely[100] = 0.03
    expect(pitchOf(likely)).toBe(0)
    likely[100] = 0.9
    expect(pitchOf(likely)).toBeCloseTo(centre(100), 3)
    likely[101] = 0.9
    expect(pitchOf(likely)).toBeCloseTo(centre(100.5), 3)
    likely[110] = 0.5
    expect(pitchOf(likely)).toBeCloseTo(centre(100.5), 3)
    const edge = new Float32Array(360)
    edge[359] = 1
    expect(pitchOf(edge)).toBeCloseTo(centre(359), 2)
    expect(pitchOf(new Float32Array(360).fill(Number.NaN))).toBe(0)
  })

  it('stops when nobody wants it any more, and is told from another model', async () => {
    const detector = createRmvpe(await InferenceSession.create(await model(weights)))
    const stop = AbortSignal.abort()
    await expect(detector.detect(new Float32Array(3200), stop)).rejects.toMatchObject({ code: 'cancelled' })
    const other = createRmvpe(await InferenceSession.create(await model(evenNumbers(13, 128 * 36), 36)))
    await expect(other.detect(new Float32Array(3200))).rejects.toMatchObject({ code: 'voice-model-failed' })
  })
})

describe('the pitch detector', () => {
  const installed = (files: Record<string, string>) => ({
    locate(id: string) {
      const model = files[id]
      if (model === undefined) throw new SamError('model-missing', 'It is not there.')
      return { files: { model } } as unknown as ReturnType<ModelStore['locate']>
    },
  })
  const hum = Float32Array.from({ length: 16_000 }, (_, index) => 0.3 * Math.sin((2 * Math.PI * 200 * index) / 16_000))

  it('is RMVPE where it is wanted and installed, and YIN where nothing is', async () => {
    // Every pitch is equally likely: the first is taken, with its neighbours on one side.
    const models = installed({ rmvpe: await model(new Float32Array(128 * 360)) })
    const wanted = await openPitchDetector(models, 'rmvpe')
    expect((await wanted.detector.detect(hum))[50]).toBeCloseTo(centre(2), 2)
    expect(wanted.trouble).toBeUndefined()
    const [yin, instead] = [await openPitchDetector(models, 'yin'), await openPitchDetector(installed({}), 'rmvpe')]
    for (const { detector } of [yin, instead])
      expect(Math.abs(((await detector.detect(hum))[50] as number) - 200)).toBeLessThan(1)
    expect(yin.trouble).toBeUndefined()
    expect(instead.trouble).toMatchObject({ code: 'pitch-detector-missing', remedy: 'sam models pull rmvpe' })
    await wanted.close()
    await expect(wanted.detector.detect(hum)).rejects.toThrow()
  })
})
