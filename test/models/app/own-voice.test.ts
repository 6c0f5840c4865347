import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { torchArchive } from '../../../scripts/stand-in-voice/torch-archive.ts'
import { createSam, type Sam } from '../../../src/app/sam.ts'
import { fileDigest } from '../../../src/core/files/file-digest.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { samModels } from '../../../src/core/paths.ts'
import type { SentencePiece, SpeechOutput } from '../../../src/tts/ports.ts'
import { VoiceLibrary } from '../../../src/tts/rvc/voices/voice-library.ts'
import { installFeatures } from '../../standalone/tts/rvc/install-features.ts'
import { writeSmallHubert } from '../../standalone/tts/rvc/small-hubert.ts'
import { standIn } from '../../standalone/tts/rvc/stand-in.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam own voice '))
const home = path.join(folder, 'home')
const modelsFolder = path.join(folder, 'models')
const sentence =
  'This is a sentence that goes on for a while, so that there is time to cut it off before it has come to its end, which is far away.'

/** The stand-in as `sam voices add` would put it into the library, and in use. */
async function addVoice(): Promise<void> {
  const file = path.join(folder, 'nobody.pth')
  fs.writeFileSync(file, torchArchive(standIn({ version: 'v1', sampleRateHz: 32_000 })))
  await new VoiceLibrary(path.join(home, 'voices')).add({
    id: 'nobody',
    name: 'Nobody',
    version: 'v1',
    f0: true,
    sampleRateHz: 32_000,
    speakers: 2,
    realTimeFactor: 0.1,
    consent: { at: new Date().toISOString(), by: 'test' },
    checkpoint: { file, sha256: await fileDigest(file) },
  })
  fs.writeFileSync(path.join(home, 'config.json'), JSON.stringify({ speech: { ownVoice: 'nobody' } }))
}

/** The installed models; content features only where a test puts them. */
function linkModels(): void {
  fs.mkdirSync(modelsFolder, { recursive: true })
  for (const id of ['piper-en-us-joe', 'espeak-ng-data', 'swift-f0'])
    fs.symlinkSync(path.join(samModels(), id), path.join(modelsFolder, id))
}

const openSam = () =>
  createSam({
    home,
    modelsFolder,
    environment: { ...process.env, SAM_PLATFORM: 'recording' },
    offline: true,
    logger: silentLogger,
  })

beforeAll(async () => {
  await addVoice()
  linkModels()
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('without a model of content features', () => {
  it('the plain voice speaks, and what is missing is said once', async () => {
    const sam = await openSam()
    const first = await sam.voice().synthesizer.synthesize('One.')
    expect(first.trouble).toMatchObject({ code: 'model-missing', remedy: 'sam models pull hubert-base-weights' })
    expect(first.samples.length).toBeGreaterThan(10_000)
    const second = await sam.voice().synthesizer.synthesize('Two.')
    expect(second.trouble).toBeUndefined()
    expect(second.sampleRateHz).toBe(48_000)
    await sam.close()
  })
})

describe("the user's voice", () => {
  let sam: Sam
  beforeAll(async () => {
    await installFeatures(modelsFolder, (file) => writeSmallHubert(file))
    sam = await openSam()
    await sam.voice().load(['synthesizer'])
  })
  afterAll(() => sam.close())

  it('is made in a process of its own, so that SAM hears meanwhile', async () => {
    await sam.speech().start()
    expect(sam.voice().processId).not.toBe(sam.speech().processId)
  })

  it('comes in pieces at the rate of the device, with all the words', async () => {
    const pieces: SentencePiece[] = []
    const sound = await sam.voice().synthesizer.synthesize(sentence, { onPiece: (piece) => pieces.push(piece) })
    expect(sound.trouble).toBeUndefined()
    expect(pieces.length).toBeGreaterThan(3)
    expect(new Set(pieces.map(({ sampleRateHz }) => sampleRateHz))).toEqual(new Set([48_000]))
    expect(pieces.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(sound.samples.length)
    const words = pieces.map((piece) => piece.sentence).filter((text) => text !== '')
    expect(words.join(' ')).toBe(sentence)
    expect(sound.samples.some((sample) => Math.abs(sample) > 0.01)).toBe(true)
    expect(sound.samples.every((sample) => Math.abs(sample) < 1)).toBe(true)
  })

  it('stops when it is cut, and speaks the next sentence', async () => {
    const stop = new AbortController()
    let pieces = 0
    const onPiece = () => {
      pieces++
      stop.abort()
    }
    const cut = sam.voice().synthesizer.synthesize(sentence, { signal: stop.signal, onPiece })
    await expect(cut).rejects.toMatchObject({ code: 'cancelled' })
    expect(pieces).toBe(1)
    expect((await sam.voice().synthesizer.synthesize('Next.')).samples.length).toBeGreaterThan(10_000)
  })

  it('gives way to a plain voice that is asked for by name', async () => {
    const plain = await sam.voice().synthesizer.synthesize('Hello.', { voice: 'piper-en-us-joe' })
    expect(plain.sampleRateHz).toBe(22_050)
  })

  it('takes up another file in its place without a restart, and says why when that is none', async () => {
    const worker = sam.voice().processId
    const installed = path.join(home, 'voices', 'nobody', 'voice.pth')
    const good = fs.readFileSync(installed)
    const say = () => sam.voice().synthesizer.synthesize('The same words.')
    const loudest = (samples: Float32Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    const before = await say()
    fs.writeFileSync(installed, torchArchive(standIn({ version: 'v1', sampleRateHz: 40_000, seed: 99 })))
    const other = await say()
    expect(other.trouble).toBeUndefined()
    expect(loudest(other.samples)).not.toBe(loudest(before.samples))
    fs.writeFileSync(installed, good.subarray(0, good.length / 2))
    const plain = await say()
    expect(plain.trouble).toMatchObject({ code: 'voice-file-refused', message: expect.stringMatching(/plain voice/) })
    expect(plain.samples.length).toBeGreaterThan(10_000)
    fs.writeFileSync(installed, good)
    expect((await say()).trouble).toBeUndefined()
    expect(sam.voice().processId).toBe(worker)
  })

  it('answers a turn: the reply is heard in pieces, one after the other', async () => {
    const played: string[] = []
    const output: SpeechOutput = {
      takesPieces: true,
      async play({ sentence: words, samples, sampleRateHz }, _turnId, onStart) {
        onStart?.({})
        played.push(words)
        return { playedMs: (samples.length / sampleRateHz) * 1000 }
      },
      flush() {},
    }
    const session = sam.openSession({ output, pace: 'file', wakeRequired: false, echoFree: true })
    await session.announce(`${sentence} And this comes after it.`)
    expect(played.length).toBeGreaterThan(4)
    expect(played.filter((words) => words !== '').join(' ')).toBe(`${sentence} And this comes after it.`)
  })
})
