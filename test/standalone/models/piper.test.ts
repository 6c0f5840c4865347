import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../src/core/onnx/graph-builder.ts'
import { convertPiper } from '../../../src/models/convert/piper.ts'
import { bytesOf, modelBytes, readFields, textsOf } from '../core/onnx/protobuf-reader.ts'
import { temporaryFolder } from './small-store.ts'

const description = {
  audio: { sample_rate: 22_050, quality: 'medium' },
  espeak: { voice: 'en-us' },
  num_speakers: 1,
  language: { name_english: 'English' },
  phoneme_id_map: { _: [0], '^': [1], ' ': [3], ə: [59] },
}

describe('preparing a Piper voice', () => {
  let place: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    place = temporaryFolder()
  })
  afterEach(() => place.remove())

  async function convert(voice: unknown) {
    const at = (name: string) => path.join(place.folder, name)
    const graph = new GraphBuilder('voice')
    graph.output(graph.input('x', 'float32', [1]), 'y', 'float32', [1])
    const original = modelBytes(graph)
    fs.writeFileSync(at('voice.onnx'), original)
    fs.writeFileSync(at('voice.json'), typeof voice === 'string' ? voice : JSON.stringify(voice))
    fs.mkdirSync(at('out'))
    await convertPiper({ model: at('voice.onnx'), description: at('voice.json') }, at('out'))
    return {
      original,
      model: fs.readFileSync(at('out/model.onnx')),
      tokens: fs.readFileSync(at('out/tokens.txt'), 'utf8'),
    }
  }

  it('keeps the weights byte for byte and adds the description to them', async () => {
    const { original, model, tokens } = await convert(description)
    expect(model.subarray(0, original.length).equals(original)).toBe(true)
    const entries = bytesOf(readFields(model), 14).map((entry) => readFields(entry))
    expect(Object.fromEntries(entries.map((entry) => [textsOf(entry, 1)[0], textsOf(entry, 2)[0]]))).toEqual({
      model_type: 'vits',
      comment: 'piper',
      language: 'English',
      voice: 'en-us',
      has_espeak: '1',
      n_speakers: '1',
      sample_rate: '22050',
    })
    expect(tokens).toBe('_ 0\n^ 1\n  3\nə 59\n')
  })

  it.each([
    ['no JSON', '{'],
    ['another file', { name: 'not a voice' }],
    ['an impossible rate', { ...description, audio: { sample_rate: -1 } }],
    ['phonemes without numbers', { ...description, phoneme_id_map: { a: [] } }],
  ])('refuses %s', async (_, voice) => {
    await expect(convert(voice)).rejects.toMatchObject({
      code: 'model-file-invalid',
      message: expect.stringContaining('voice.json'),
    })
  })
})
