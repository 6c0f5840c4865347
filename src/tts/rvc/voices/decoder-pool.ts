import { Worker } from 'node:worker_threads'
import { ComputeGate } from '../../../core/compute-gate.ts'
import { errorOf, SamError } from '../../../core/errors.ts'
import { type DecoderAnswer, type DecoderRequest, runDecoder } from './decoder-feeds.ts'
import { openDecoderSession } from './decoder-session.ts'
import type { DecoderThreadSettings } from './decoder-thread.ts'

/** Decoders side by side: the one of this thread, and one each in threads of their own. */
export interface DecoderPool {
  /** How many requests are best made at a time. */
  size: number
  /** Answers in the order of the requests. Errors: `voice-model-failed`. */
  run(requests: readonly DecoderRequest[]): Promise<Float32Array[]>
  close(): Promise<void>
}

const entry = new URL('./decoder-thread.ts', import.meta.url)

/**
 * A graph for tiles does not spread well over the threads of one session: too many of its steps are short. Two sessions of one
 * thread each, on two halves of a sound, do (docs/decisions/0023).
 */
export async function openDecoderPool(file: string, threads: number): Promise<DecoderPool> {
  const helpers = Array.from({ length: threads - 1 }, () => new DecoderHelper(file))
  const own = await openDecoderSession(file).catch(async (error) => {
    await Promise.all(helpers.map((helper) => helper.close()))
    throw error
  })
  return {
    size: threads,
    async run(requests) {
      const [first, ...others] = requests
      if (first === undefined) return []
      const underWay = others.map((request, index) => (helpers[index % helpers.length] as DecoderHelper).run(request))
      // This thread is blocked while its own part runs; the others begin before that.
      const [ownResult, ...results] = await Promise.all([runDecoder(own, first), ...underWay])
      return [ownResult, ...results]
    },
    async close() {
      await Promise.all([own.release(), ...helpers.map((helper) => helper.close())])
    },
  }
}

class DecoderHelper {
  readonly #file: string
  #waiting: { resolve(audio: Float32Array): void; reject(error: SamError): void }[] = []
  /** Absent after it died: the next request starts another. */
  #thread: Worker | undefined
  #gate = new ComputeGate()
  #isEnding = false

  constructor(file: string) {
    this.#file = file
    this.#thread = this.#start()
  }

  run(request: DecoderRequest): Promise<Float32Array> {
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
    this.#waiting.push({ resolve, reject })
    this.#thread ??= this.#start()
    // Only a request under way keeps the process alive.
    this.#thread.ref()
    this.#thread.postMessage(request)
    return promise
  }

  async close(): Promise<void> {
    this.#isEnding = true
    if (this.#thread !== undefined) await this.#gate.end(this.#thread)
  }

  #start(): Worker {
    const gate = new ComputeGate()
    const workerData: DecoderThreadSettings = { file: this.#file, gate: gate.cells }
    const thread = new Worker(entry, { workerData, name: 'voice decoder' })
    this.#gate = gate
    gate.watch(thread)
    thread.unref()
    thread.on('message', (answer: DecoderAnswer) => {
      const next = this.#waiting.shift()
      // A thread that is being ended counts until it is gone.
      if (this.#waiting.length === 0 && !this.#isEnding) thread.unref()
      if ('error' in answer) next?.reject(errorOf(answer.error))
      else next?.resolve(answer.audio)
    })
    thread.on('error', (cause) => this.#fail(cause))
    thread.on('exit', () => {
      this.#thread = undefined
      this.#fail()
    })
    return thread
  }

  #fail(cause?: unknown): void {
    const error = new SamError('voice-model-failed', 'A part of the voice ended unexpectedly.', { cause })
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
