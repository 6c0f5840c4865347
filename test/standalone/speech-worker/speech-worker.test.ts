import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { SpeechSettings } from '../../../src/app/speech-worker/protocol.ts'
import { SpeechWorker, type SpeechWorkerOptions } from '../../../src/app/speech-worker/speech-worker.ts'
import { silentLogger } from '../../../src/core/log.ts'
import type { SentencePiece } from '../../../src/tts/ports.ts'

const settings: SpeechSettings = {
  modelsFolder: 'models',
  home: 'home',
  wake: { models: [], threshold: 0.5 },
  recognizer: { model: 'tiny', threads: 1, turnSound: false },
  voice: { id: 'joe', own: '', pitch: 'swift-f0', rate: 1, threads: 1 },
  warm: [],
}
const entry = new URL('./fixtures/small-worker.ts', import.meta.url)
const workers: SpeechWorker[] = []

function open(options: Partial<SpeechWorkerOptions> = {}): SpeechWorker {
  const worker = new SpeechWorker({ settings, entry, ...options })
  workers.push(worker)
  return worker
}

afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.close()
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const sound = (length: number) => new Float32Array(length)

describe('SpeechWorker', () => {
  it('carries sound there and results back', async () => {
    const worker = open()
    expect(await worker.recognizer.recognize(sound(160))).toEqual({ text: '160 samples for tiny', decodeMs: 1 })
    expect(await worker.ear.analyze(new Float32Array([0.25, 0]))).toMatchObject([{ speechProbability: 0.25 }])
    expect((await worker.synthesizer.synthesize('hello')).samples).toEqual(new Float32Array(5))
    expect((await worker.usage()).cpuMs).toBeGreaterThan(0)
  })

  it('tells the vocabulary to the process that runs, and to the one after it', async () => {
    const worker = open()
    const vocabulary = { phrases: [], parts: {}, names: { app: ['Safari'] }, examples: '', nameExamples: {} }
    await worker.start()
    expect(worker.recognizer.learnVocabulary({ ...vocabulary, names: {} })).toBeUndefined()
    // What it knew before can be put back.
    expect(worker.recognizer.learnVocabulary(vocabulary)).toEqual({ ...vocabulary, names: {} })
    const asked = () =>
      worker.recognizer.reconsider(3, {
        spokenBefore: 'hey',
        mostDoubt: 5,
        thorough: true,
        doubted: false,
        wordings: false,
      })
    expect((await asked()).readings[0]?.text).toBe('hey Safari 3')
    await expect(worker.recognizer.recognize(sound(1))).rejects.toMatchObject({ code: 'speech-worker-crashed' })
    expect((await asked()).readings[0]?.text).toBe('hey Safari 3')
  })

  it('passes on the pieces of a sentence in order, before its answer, to those who want them', async () => {
    const worker = open()
    const told: string[] = []
    const onPiece = (piece: SentencePiece) => told.push(`${piece.sentence} ${piece.samples.length}`)
    const whole = await worker.synthesizer.synthesize('one after two', { onPiece })
    expect(told).toEqual(['one 3', 'after 5', 'two 3'])
    expect(whole.samples).toHaveLength(13)
    await worker.synthesizer.synthesize('not these')
    expect(told).toHaveLength(3)
  })

  it('tells for how long it was gone once what was in use serves again', async () => {
    const back = Promise.withResolvers<number>()
    const worker = open({ onBack: back.resolve })
    await worker.recognizer.recognize(sound(160))
    const first = worker.processId
    process.kill(first ?? 0, 'SIGKILL')
    expect(await back.promise).toBeGreaterThan(0)
    expect(worker.processId).not.toBe(first)
  })

  it('was gone since its first end, where it ends again before it serves', async () => {
    let laterMs = 0
    const clock = { nowMs: () => performance.now() + laterMs, wallTime: () => new Date() }
    const away: number[] = []
    const back = Promise.withResolvers<void>()
    const onBack = (awayMs: number) => back.resolve(void away.push(awayMs))
    const worker = open({ clock, onBack })
    await worker.recognizer.recognize(sound(160))
    const first = worker.processId
    process.kill(first ?? 0, 'SIGKILL')
    await expect.poll(() => worker.processId ?? first, { interval: 1 }).not.toBe(first)
    laterMs = 5000
    process.kill(worker.processId ?? 0, 'SIGKILL')
    await back.promise
    expect(away).toHaveLength(1)
    expect(away[0]).toBeGreaterThanOrEqual(5000)
  })

  it('ends a recogniser that is stuck, and hears the next sound', async () => {
    const worker = open({ answerMs: 300 })
    // This one answers pings and nothing else.
    await expect(worker.recognizer.recognize(sound(3))).rejects.toMatchObject({ code: 'speech-worker-crashed' })
    expect((await worker.recognizer.recognize(sound(10))).text).toMatch(/^10 samples/)
  })

  it('takes up new settings in a new process, as often as it is asked', async () => {
    const worker = open()
    for (const model of ['small', 'large', 'tiny', 'small', 'large', 'tiny', 'huge']) {
      await worker.reconfigure({ recognizer: { model, threads: 1, turnSound: false } })
      expect((await worker.recognizer.recognize(sound(5))).text).toBe(`5 samples for ${model}`)
    }
  })

  it('answers what was asked of the process before', async () => {
    const worker = open()
    const under = worker.recognizer.recognize(sound(6))
    await worker.start()
    const first = worker.processId ?? 0
    await worker.reconfigure({ recognizer: { model: 'large', threads: 1, turnSound: false } })
    expect(worker.processId).not.toBe(first)
    expect((await under).text).toBe('6 samples for tiny')
    await expect.poll(() => isAlive(first), { timeout: 5000 }).toBe(false)
  })

  it('serves on where new settings name what is not there', async () => {
    const worker = open()
    await worker.recognizer.recognize(sound(10))
    const changed = worker.reconfigure({ recognizer: { model: 'none', threads: 1, turnSound: false } })
    await expect(changed).rejects.toMatchObject({ code: 'model-missing' })
    expect((await worker.recognizer.recognize(sound(10))).text).toBe('10 samples for tiny')
  })

  it('gives its place to a new process after many sentences, as soon as nobody talks', async () => {
    // Each process greets once.
    const greetings: string[] = []
    const logger = { ...silentLogger, debug: (greeting: string) => void greetings.push(greeting) }
    const worker = open({ mostSentences: 2, logger })
    const vocabulary = { phrases: [], parts: {}, names: { app: ['Safari'] }, examples: '', nameExamples: {} }
    const talk = new Float32Array(1600).fill(0.9)
    const quiet = new Float32Array(1600)
    const listen = async (heard: Float32Array, times: number) => {
      for (let time = 0; time < times; time += 1) await worker.ear.analyze(heard)
    }
    for (const sentence of ['one', 'two']) {
      await listen(quiet, 20)
      await worker.synthesizer.synthesize(sentence)
    }
    const first = worker.processId ?? 0
    await listen(talk, 20)
    expect(greetings).toHaveLength(1)
    // Quiet begins to load the new one, which waits for the next quiet.
    await listen(quiet, 11)
    await expect.poll(() => greetings.length).toBe(2)
    await listen(talk, 20)
    worker.recognizer.learnVocabulary(vocabulary)
    await delay(500)
    await listen(talk, 20)
    expect(worker.processId).toBe(first)
    const under = worker.recognizer.recognize(sound(6))
    await listen(quiet, 20)
    expect(worker.processId).toBe(first)
    expect((await under).text).toBe('6 samples for tiny')
    await listen(quiet, 1)
    expect(worker.processId).not.toBe(first)
    const look = { spokenBefore: 'hey', mostDoubt: 5, thorough: true, doubted: false, wordings: false }
    expect((await worker.recognizer.reconsider(3, look)).readings[0]?.text).toBe('hey Safari 3')
    await expect.poll(() => isAlive(first), { timeout: 5000 }).toBe(false)
  })

  it('is renewed where it only speaks', async () => {
    const worker = open({ mostSentences: 1, hangMs: 200 })
    await worker.synthesizer.synthesize('one')
    const first = worker.processId
    await expect.poll(() => worker.processId, { timeout: 5000 }).not.toBe(first)
    expect((await worker.synthesizer.synthesize('next')).samples).toHaveLength(4)
  })

  it('sends only the part of a buffer that is meant', async () => {
    const worker = open()
    const whole = new Float32Array([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await worker.recognizer.recognize(whole.subarray(2, 7))).text).toMatch(/^5 samples/)
  })

  it('passes errors on with their code and cure', async () => {
    const worker = open()
    await expect(worker.recognizer.recognize(sound(4))).rejects.toMatchObject({
      code: 'model-missing',
      kind: 'missing',
      remedy: 'fetch it',
    })
  })

  it('tells once what its process does without, and hears on', async () => {
    const warnings: unknown[] = []
    const worker = open({ logger: { ...silentLogger, warn: (...told) => void warnings.push(told) } })
    for (const _ of [1, 2]) expect((await worker.recognizer.recognize(sound(5))).text).toBe('5 samples for tiny')
    expect(warnings).toEqual([
      [expect.stringContaining('It is damaged.'), { code: 'model-corrupted', remedy: 'fetch it anew' }],
    ])
  })

  it('fails what was under way when the process is killed, and answers the next request', async () => {
    const worker = open()
    await worker.start()
    const first = worker.processId
    const lost = worker.recognizer.recognize(sound(3))
    process.kill(first ?? 0, 'SIGKILL')
    await expect(lost).rejects.toMatchObject({ code: 'speech-worker-crashed' })
    expect((await worker.recognizer.recognize(sound(20))).text).toMatch(/^20 samples/)
    expect(worker.processId).not.toBe(first)
  })

  it('kills a process that hangs', async () => {
    const worker = open({ hangMs: 300 })
    await expect(worker.recognizer.recognize(sound(2))).rejects.toMatchObject({ code: 'speech-worker-crashed' })
    expect((await worker.recognizer.recognize(sound(20))).text).toMatch(/^20 samples/)
  })

  it('rests with a reason when the process keeps dying, and tries again after a minute', async () => {
    let restedMs = 0
    const clock = { nowMs: () => performance.now() + restedMs, wallTime: () => new Date() }
    const away: number[] = []
    const worker = open({ clock, onBack: (awayMs) => away.push(awayMs) })
    const failures: string[] = []
    for (let attempt = 0; attempt < 7; attempt++) {
      await worker.recognizer.recognize(sound(1)).catch((error: { code: string }) => failures.push(error.code))
    }
    expect(failures.slice(0, 6)).toEqual(Array(6).fill('speech-worker-crashed'))
    expect(failures[6]).toBe('speech-worker-failed')
    restedMs = 60_000
    expect((await worker.recognizer.recognize(sound(20))).text).toMatch(/^20 samples/)
    await expect.poll(() => away.at(-1)).toBeGreaterThanOrEqual(60_000)
  }, 20_000)

  it('starts once it can, after a start that the system refused', async () => {
    // More than any system passes on to a process.
    const environment: NodeJS.ProcessEnv = { ...process.env, HUGE: 'x'.repeat(10_000_000) }
    const worker = open({ environment })
    await expect(worker.start()).rejects.toThrow()
    delete environment['HUGE']
    expect((await worker.recognizer.recognize(sound(20))).text).toMatch(/^20 samples/)
  })

  it('gives up a sentence at once when it is cancelled', async () => {
    const worker = open()
    const abort = new AbortController()
    const sentence = worker.synthesizer.synthesize('long', { signal: abort.signal })
    await worker.usage()
    abort.abort()
    await expect(sentence).rejects.toMatchObject({ code: 'cancelled' })
    expect((await worker.synthesizer.synthesize('next')).samples).toHaveLength(4)
  })

  it('ends with close, and says so to who comes later', async () => {
    const worker = open()
    await worker.start()
    const pid = worker.processId ?? 0
    const lost = expect(worker.recognizer.recognize(sound(3))).rejects.toMatchObject({ code: 'speech-worker-closed' })
    await worker.close()
    await lost
    expect(() => process.kill(pid, 0)).toThrow()
    await expect(worker.ear.reset()).rejects.toMatchObject({ code: 'speech-worker-closed' })
  })
})
