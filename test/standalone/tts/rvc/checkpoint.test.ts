import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { storedZip } from '../../../../scripts/stand-in-voice/stored-zip.ts'
import { type Saved, StoredTensor, torchArchive } from '../../../../scripts/stand-in-voice/torch-archive.ts'
import { SamError } from '../../../../src/core/errors.ts'
import { readVoiceCheckpoint } from '../../../../src/tts/rvc/checkpoint/voice-checkpoint.ts'
import { prepareVoice } from '../../../../src/tts/rvc/voices/prepare-voice.ts'
import { zipOf } from '../../models/zip.ts'
import { standIn, weightsOf, workshop } from './stand-in.ts'

const shop = workshop()
afterAll(() => shop.remove())

async function refusal(content: Parameters<typeof shop.file>[0]): Promise<string> {
  const error = await readVoiceCheckpoint(shop.file(content)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SamError)) throw new Error(`It was not refused: ${error}`)
  expect(error.code).toBe('voice-file-refused')
  return error.message
}

/** A pickle of protocol 2 alone in an archive. */
const pickled = (...parts: (string | number[])[]) => {
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))
  return storedZip([{ name: 'a/data.pkl', data: Buffer.concat([Buffer.from([0x80, 2]), ...bytes]) }])
}

describe('a voice file', () => {
  it.each([
    { version: 'v1', sampleRateHz: 32_000, usesPitch: true, phoneWidth: 256, samplesPerFrame: 320 },
    { version: 'v2', sampleRateHz: 48_000, usesPitch: false, phoneWidth: 768, samplesPerFrame: 480 },
  ] as const)('says that it is $version at $sampleRateHz Hz', async ({ phoneWidth, samplesPerFrame, ...kind }) => {
    const { facts } = await readVoiceCheckpoint(shop.file(standIn({ ...kind, speakers: 7 })))
    expect(facts).toEqual({ ...kind, phoneWidth, samplesPerFrame, speakers: 7, latentChannels: 16 })
  })

  it('may leave out its version and whether it uses pitch', async () => {
    const checkpoint = standIn({ version: 'v1' })
    checkpoint.delete('version')
    checkpoint.delete('f0')
    expect((await readVoiceCheckpoint(shop.file(checkpoint))).facts).toMatchObject({ version: 'v1', usesPitch: true })
  })

  it('may come from Applio with its additions', async () => {
    const checkpoint = standIn()
    for (const [key, value] of [
      ['vocoder', 'HiFi-GAN'],
      ['embedder_model', 'contentvec'],
      ['epoch', 20],
    ] as const)
      checkpoint.set(key, value)
    checkpoint.set('overtrain_info', null)
    expect((await readVoiceCheckpoint(shop.file(checkpoint))).facts.version).toBe('v2')
  })

  it('gives its weights as they are stored, half precision or normalised or strided', async () => {
    const { weights } = await readVoiceCheckpoint(shop.file(standIn({ type: 'half' })))
    const plain = weights.plain('dec.m_source.l_linear.weight', [1, 1])
    expect([...plain]).toEqual([1])
    const [row] = [weights.layer('dec.resblocks.0.convs1.0', [32, 32, 3]).subarray(0, 96)]
    expect(Math.hypot(...row)).toBeCloseTo(0.3, 3)
  })
})

describe('what is no voice is refused with what it is', () => {
  const kinds: [what: string, content: () => Parameters<typeof shop.file>[0], words: RegExp][] = [
    [
      'code',
      () => pickled('cposix\nsystem\n(X\x04\x00\x00\x00true', 'tR.'),
      /asks Python to load "posix\.system".*Nothing in it was run/,
    ],
    ['code behind an allowed name', () => pickled('ctorch\nhub.load\n)R.'), /"torch\.hub\.load"/],
    ['builtins', () => pickled('c__builtin__\neval\n)R.'), /"__builtin__\.eval"/],
    ['an instruction that makes objects', () => pickled('(i__builtin__\neval\n.'), /instruction 0x69/],
    [
      'a newer protocol',
      () => storedZip([{ name: 'a/data.pkl', data: Buffer.from([0x80, 4, 0x4e, 0x2e]) }]),
      /not written in protocol 2/,
    ],
    [
      'a zip of something else',
      () => storedZip([{ name: 'readme.txt', data: Buffer.from('hello') }]),
      /has no data\.pkl/,
    ],
    ['a compressed zip', () => zipOf([{ name: 'me.pth', data: Buffer.alloc(500) }]), /compressed archive/],
    [
      'a training checkpoint',
      () =>
        new Map<string, Saved>([
          ['model', new Map([['a', 1]])],
          ['optimizer', new Map()],
          ['iteration', 3],
        ]),
      /training checkpoint/,
    ],
    [
      'bare weights',
      () => new Map([['dec.conv_pre.weight', new StoredTensor([1], new Float32Array(1))]]),
      /bare weights/,
    ],
    ['something else of PyTorch', () => new Map([['hello', 1]]), /has no "weight"/],
    [
      'safetensors',
      () =>
        Buffer.concat([Buffer.from([20, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"__metadata__":{}}  '), Buffer.alloc(40)]),
      /safetensors/,
    ],
    ['ONNX', () => Buffer.from([8, 10, 0x12, 7, ...Buffer.from('pytorch')]), /ONNX/],
    [
      'an old PyTorch file',
      () => Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'),
      /older than 1\.6/,
    ],
    ['a pickle', () => Buffer.from([0x80, 4, 0x95]), /bare Python pickle/],
    ['an index', () => Buffer.from('IwFl\0\x03\0\0'), /search index/],
    ['a web page', () => Buffer.from('<!DOCTYPE html>'), /web page/],
    ['nothing', () => Buffer.alloc(0), /is empty/],
    ['noise', () => Buffer.from('what is this'), /not a file that PyTorch wrote/],
  ]
  it.each(kinds)('%s', async (_what, content, words) => {
    expect(await refusal(content())).toMatch(words)
  })

  it('a path that leads nowhere, and a folder', async () => {
    await expect(readVoiceCheckpoint(path.join(shop.folder, 'none.pth'))).rejects.toThrow('is not there')
    await expect(readVoiceCheckpoint(shop.folder)).rejects.toThrow('is not a file')
  })
})

describe('a voice that SAM cannot speak with is refused', () => {
  const changes: [what: string, change: (checkpoint: ReturnType<typeof standIn>) => void, words: RegExp][] = [
    ['another vocoder by name', (voice) => voice.set('vocoder', 'RefineGAN'), /vocoder "RefineGAN"/],
    [
      'another vocoder by its weights',
      (voice) => weightsOf(voice).set('dec.mrfs.0.a', new StoredTensor([1], new Float32Array(1))),
      /another vocoder/,
    ],
    ['other features', (voice) => voice.set('embedder_model', 'spin'), /content features "spin"/],
    ['another version', (voice) => voice.set('version', 'v3'), /version "v3"/],
    ['no description', (voice) => voice.delete('config'), /without the description/],
    ['a short description', (voice) => voice.set('config', [1, 2, 3]), /"config" that is not of an RVC voice/],
    ['missing weights', (voice) => weightsOf(voice).delete('emb_g.weight'), /"emb_g\.weight" are missing/],
    ['a width that does not fit', (voice) => voice.set('version', 'v1'), /features of width 768 instead of 256/],
    ['pitch without weights', (voice) => weightsOf(voice).delete('enc_p.emb_pitch.weight'), /no weights for it/],
    ['something among the weights', (voice) => weightsOf(voice).set('x', 'y'), /something else than numbers/],
  ]
  it.each(changes)('%s', async (_what, change, words) => {
    const voice = standIn()
    change(voice)
    expect(await refusal(voice)).toMatch(words)
  })

  it.each([
    [
      'no number',
      'flow.flows.2.pre.weight',
      Number.NaN,
      /weights that are not numbers \(in "flow\.flows\.2\.pre\.weight"\)/,
    ],
    ['infinity', 'dec.conv_post.weight', Number.POSITIVE_INFINITY, /"dec\.conv_post\.weight"/],
  ])('%s in a weight, and nothing stays behind', async (_what, name, value, words) => {
    const voice = standIn({ type: 'float' })
    const tensor = weightsOf(voice).get(name)
    if (tensor instanceof StoredTensor) tensor.values[3] = value
    const cache = path.join(shop.folder, 'cache of refused')
    await expect(prepareVoice(shop.file(voice), cache)).rejects.toThrow(words)
    expect(fs.existsSync(cache)).toBe(false)
  })

  it('a layer of another shape', async () => {
    const voice = standIn()
    weightsOf(voice).set('dec.conv_post.weight', new StoredTensor([1, 4, 5], new Float32Array(20)))
    await expect(prepareVoice(shop.file(voice), path.join(shop.folder, 'cache'))).rejects.toThrow(
      /"dec\.conv_post\.weight" in the shape \[1, 4, 5\] instead of \[1, 4, 7\]/,
    )
  })
})

describe('an archive that lies is refused', () => {
  const pickle = { name: 'a/data.pkl', data: Buffer.from([0x80, 2, 0x4e, 0x2e]) }
  it.each([
    ['two members of one name', [pickle, pickle], /"a\/data\.pkl" twice/],
    ['two tables of contents', [pickle, { ...pickle, name: 'b/data.pkl' }], /data\.pkl twice/],
    [
      'members on the same bytes',
      [pickle, { name: 'a/data/0', data: Buffer.alloc(4), claimedOffset: 0 }],
      /on top of each other/,
    ],
    ['a member longer than the file', [{ ...pickle, claimedBytes: 1_000_000 }], /damaged archive/],
    ['a member that begins behind the end', [{ ...pickle, claimedOffset: 900_000 }], /damaged archive/],
  ])('%s', async (_what, files, words) => {
    expect(await refusal(storedZip(files))).toMatch(words)
  })

  it('a byte that changed', async () => {
    const bytes = torchArchive(standIn())
    // The middle of the file is in the numbers of some weight.
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 0x10
    const file = shop.file(bytes)
    await expect(prepareVoice(file, path.join(shop.folder, 'cache'))).rejects.toThrow(/does not fit its checksum/)
  })

  it('a tensor that reaches beyond its numbers', async () => {
    const bytes = torchArchive(new Map([['weight', new StoredTensor([2, 3], new Float32Array(6))]]))
    const dims = bytes.indexOf(Buffer.from('J\x02\0\0\0J\x03\0\0\0', 'latin1'))
    bytes.writeInt32LE(2_000_000_000, dims + 1)
    expect(await refusal(bytes)).toMatch(/damaged/)
  })
})
