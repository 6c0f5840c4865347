import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { writeModelFile } from '../../../src/core/onnx/model-file.ts'
import { readOldTorchFile } from '../../../src/models/speaker/old-torch-file.ts'
import { buildSpeakerEncoder } from '../../../src/models/speaker/speaker-graph.ts'

// `torch.save({'step': 7, 'model_state': …}, …, _use_new_zipfile_serialization=False)` of LSTM(3, 4, 3 layers) and Linear(4, 5), seed 1.
const fixture = path.join(import.meta.dirname, 'fixtures', 'old-torch.pt')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-old-torch-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function damaged(change: (bytes: Buffer) => Buffer): string {
  const file = path.join(folder, 'damaged.pt')
  fs.writeFileSync(file, change(fs.readFileSync(fixture)))
  return file
}

describe('a file of an old PyTorch', () => {
  it('gives its weights by name', () => {
    const weights = readOldTorchFile(fixture, 'model_state')
    expect(weights.dims('lstm.weight_ih_l0')).toEqual([16, 3])
    expect(weights.floats('linear.bias')).toHaveLength(5)
    expect(weights.has('linear.nothing')).toBe(false)
    expect(() => weights.floats('linear.nothing')).toThrow('lacks the weights "linear.nothing"')
    expect(() => readOldTorchFile(fixture, 'optimizer_state')).toThrow('holds no "optimizer_state"')
  })

  it('becomes the encoder that PyTorch computed with it', async () => {
    const file = path.join(folder, 'model.onnx')
    writeModelFile(file, buildSpeakerEncoder(readOldTorchFile(fixture, 'model_state')))
    const session = await InferenceSession.create(file)
    const mel = Float32Array.from({ length: 18 }, (_, index) => index / 10 - 0.7)
    const { embedding } = await session.run({ mel: new Tensor('float32', mel, [6, 1, 3]) })
    const expected = [0.6757059693336487, 0, 0, 0.7261663675308228, 0.126900777220726]
    for (const [index, value] of [...(embedding?.data ?? [])].entries())
      expect(Number(value)).toBeCloseTo(expected[index] ?? Number.NaN, 5)
  })

  it('is refused when it ends early, is something else, or names code', () => {
    const read = (file: string) => () => readOldTorchFile(file, 'model_state')
    for (const length of [10, 400, 1800, 3900])
      expect(read(damaged((bytes) => bytes.subarray(0, length)))).toThrow(
        expect.objectContaining({ code: 'model-file-invalid' }),
      )
    expect(read(damaged(() => Buffer.from('PK\x03\x04')))).toThrow('not written by a PyTorch older')
    const named = (bytes: Buffer) =>
      Buffer.from(bytes.toString('latin1').replace('torch\nFloatStorage', 'posix\nsystem32call'), 'latin1')
    expect(read(damaged(named))).toThrow('it asks Python to load "posix.system32call", which weights never need')
    const lying = (bytes: Buffer) => {
      // The length of the last storage, of linear.bias.
      bytes.writeBigInt64LE(4n, bytes.length - 5 * 4 - 8)
      return bytes
    }
    expect(read(damaged(lying))).toThrow('numbers of another length')
  })
})
