import { setTimeout as delay } from 'node:timers/promises'
import { type CommandRecognizer, type Ear, hearingRateHz, type SpokenVocabulary } from '../../audio/ports.ts'
import { type Clock, systemClock } from '../../core/clock.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import { type Logger, silentLogger } from '../../core/log.ts'
import type { SentencePiece, SpeechSynthesizer } from '../../tts/ports.ts'
import {
  engineNames,
  type SpeechAnswers,
  type SpeechEngineName,
  type SpeechMethod,
  type SpeechSettings,
  type SpeechUsage,
} from './protocol.ts'
import { cancelled, type SpeechParameters, SpeechProcess } from './speech-process.ts'

export interface SpeechWorkerOptions {
  settings: SpeechSettings
  logger?: Logger
  clock?: Clock
  /** The module that the child runs; tests give one with small engines. */
  entry?: URL
  /** Of the child; this process's own when absent. */
  environment?: NodeJS.ProcessEnv
  /** A worker that does not answer a ping for this long is hung and gets killed. */
  hangMs?: number
  /** The process died, once or several times, and what was in use of it serves again after so long. */
  onBack?: (awayMs: number) => void
  /** A recognition that takes longer than this is stuck. */
  answerMs?: number
  /** After so many sentences a process gives its place to a new one. */
  mostSentences?: number
}

const realEntry = new URL('./worker-process.ts', import.meta.url)
/** Thirty seconds of sound take less than three on a slow machine; loading the model comes on top. */
const longestAnswerMs = 30_000
/** More crashes than this within a minute, and the cause is not passing soon. */
const mostCrashesAMinute = 5
/** Then it is left alone for so long: what was missing (memory, a file) may be there again. */
const restMs = 60_000
/**
 * Sherpa-onnx loses a voice of espeak-ng, 1.3 kB, with each sentence, and what it leaves between pieces of memory is two to four times
 * that: by then some 5 MB, which only a new process gives back (docs/decisions/0037).
 */
const mostSentences = 1000
/** Nobody speaks: less than this of speech in each frame, for so long. */
const leastSpeech = 0.3
const quietMs = 1000

const engineOf: Partial<Record<SpeechMethod, SpeechEngineName>> = {
  analyze: 'ear',
  recognize: 'recognizer',
  reconsider: 'recognizer',
  synthesize: 'synthesizer',
}

/**
 * The native speech engines in a process of their own: what crashes there costs a turn, not SAM. Restarted at once, then
 * with growing pauses; every request that was under way fails with `speech-worker-crashed`, and later ones wait for the
 * new process. A process that has spoken much is replaced while nobody talks. Errors besides: `speech-worker-failed` while it rests
 * because it kept dying, `speech-worker-closed`.
 */
export class SpeechWorker {
  private options: SpeechWorkerOptions
  private readonly clock: Clock
  private readonly logger: Logger
  private current: SpeechProcess | undefined
  private starting: Promise<SpeechProcess> | undefined
  /** Is loaded and takes the place of the current one as soon as nobody talks. */
  private successor: SpeechProcess | undefined
  private preparing: Promise<SpeechProcess> | undefined
  /** Answer what was asked of them before another one took their place. */
  private readonly retiring = new Set<SpeechProcess>()
  private crashedAtMs: number[] = []
  private ended: SamError | undefined
  private resting: { error: SamError; untilMs: number } | undefined
  /** Since when it does not serve: since the first of several ends in a row. */
  private awaySinceMs: number | undefined
  /** What was asked for: the next process loads it before it is asked again. */
  private readonly used = new Set<SpeechEngineName>()
  /** For how long nobody has spoken, in the time of the sound; who listens to nobody has quiet. */
  private quietForMs = Number.POSITIVE_INFINITY

  readonly ear: Ear
  readonly recognizer: CommandRecognizer
  readonly synthesizer: SpeechSynthesizer

  constructor(options: SpeechWorkerOptions) {
    this.options = options
    this.clock = options.clock ?? systemClock
    this.logger = options.logger ?? silentLogger
    this.ear = {
      analyze: async (samples) => {
        const frames = await this.request('analyze', { samples })
        const isQuiet = frames.every(({ speechProbability }) => speechProbability < leastSpeech)
        this.quietForMs = isQuiet ? this.quietForMs + (samples.length * 1000) / hearingRateHz : 0
        this.renewAtRest()
        return frames
      },
      reset: () => this.request('reset-ear', {}),
    }
    this.recognizer = {
      recognize: (samples) => this.patiently(() => this.request('recognize', { samples })),
      reconsider: (soundId, look) => this.patiently(() => this.request('reconsider', { soundId, look })),
      learnVocabulary: (vocabulary) => this.learnVocabulary(vocabulary),
    }
    this.synthesizer = {
      synthesize: (sentence, { voice, rate, signal, onPiece } = {}) => {
        const choice = { ...(voice === undefined ? {} : { voice }), ...(rate === undefined ? {} : { rate }) }
        return this.request('synthesize', { sentence, ...choice, pieces: onPiece !== undefined }, signal, onPiece)
      },
    }
  }

  /** Process id of the running worker, for `doctor` and for tests that kill it. */
  get processId(): number | undefined {
    return this.current?.id
  }

  /** Starts the process ahead of the first request. */
  async start(): Promise<void> {
    await this.process()
  }

  /**
   * From here on with these settings, in a new process; the one before serves until that is loaded, and answers what was asked of it. It
   * serves on where the new one cannot load what is in use. Errors: those of `load`.
   */
  async reconfigure(changed: Partial<SpeechSettings>): Promise<void> {
    this.options = { ...this.options, settings: { ...this.options.settings, ...changed } }
    // One that is being prepared, or starts at this moment, has the old ones.
    await this.preparing?.catch(() => undefined)
    this.discardSuccessor()
    const before = await this.starting?.catch(() => undefined)
    if (before !== undefined) this.putInPlace(await this.prepare())
  }

  /** Kept for the processes to come; one that runs already learns it now. */
  private learnVocabulary(vocabulary: SpokenVocabulary): SpokenVocabulary | undefined {
    const { settings } = this.options
    this.options = { ...this.options, settings: { ...settings, recognizer: { ...settings.recognizer, vocabulary } } }
    this.starting
      ?.then((process) => (this.current === process ? process.ask('vocabulary', { vocabulary }) : undefined))
      // A process that ends meanwhile is followed by one that knows it; a model that is missing is told by whoever needs it.
      .catch(() => {})
    return settings.recognizer.vocabulary
  }

  /** Resolves when these engines are loaded. Errors: `model-missing`, `model-corrupted`, `voice-missing`. */
  async load(engines: SpeechEngineName[]): Promise<void> {
    await this.request('load', { engines })
  }

  /** What the process took; `afterCollecting` its garbage, so that its memory can be compared. */
  usage({ afterCollecting = false } = {}): Promise<SpeechUsage> {
    return this.request('usage', { afterCollecting })
  }

  /** Ends the process; requests under way fail with `speech-worker-closed`. */
  async close(): Promise<void> {
    this.ended = new SamError('speech-worker-closed', 'The speech worker was closed.', { kind: 'cancelled' })
    this.discardSuccessor()
    const processes = [...this.retiring, ...(this.current === undefined ? [] : [this.current])]
    for (const process of processes) process.fail(this.ended)
    await Promise.all(processes.map((process) => process.end()))
  }

  /** A recogniser that is stuck while its process still answers is ended with it: a turn must not wait for ever. */
  private async patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { answerMs = longestAnswerMs } = this.options
    // A process that is still starting is not stuck.
    const process = await this.process()
    const stuck = setTimeout(() => {
      this.logger.warn('the recogniser does not answer, and its process is ended')
      process.kill()
    }, answerMs)
    return ask().finally(() => clearTimeout(stuck))
  }

  private async request<Method extends SpeechMethod>(
    method: Method,
    parameters: SpeechParameters<Method>,
    signal?: AbortSignal,
    onPiece?: (piece: SentencePiece) => void,
  ): Promise<SpeechAnswers[Method]> {
    if (signal?.aborted) throw cancelled()
    const engine = engineOf[method]
    if (engine !== undefined) this.used.add(engine)
    const process = await this.process()
    if (this.ended !== undefined) throw this.ended
    return process.ask(method, parameters, signal, onPiece)
  }

  private process(): Promise<SpeechProcess> {
    if (this.ended !== undefined) return Promise.reject(this.ended)
    if (this.resting !== undefined) {
      if (this.clock.nowMs() < this.resting.untilMs) return Promise.reject(this.resting.error)
      this.resting = undefined
      this.crashedAtMs = []
    }
    if (this.starting === undefined) {
      const starting = this.launch()
      this.starting = starting
      // A process that never came to be has no exit to start the next one from.
      starting.catch(() => {
        if (this.starting === starting) this.starting = undefined
      })
      if (this.awaySinceMs !== undefined) this.comeBack(this.awaySinceMs)
    }
    return this.starting
  }

  /** Loads what was in use, and tells for how long it was gone. */
  private comeBack(awaySinceMs: number): void {
    this.load([...this.used])
      .then(() => {
        this.awaySinceMs = undefined
        this.options.onBack?.(this.clock.nowMs() - awaySinceMs)
      })
      .catch((thrown: unknown) => {
        // What dies again is gone since its first end; a model that is missing is told by whoever needs it.
        if (toSamError(thrown).kind === 'missing') this.awaySinceMs = undefined
      })
  }

  private async launch(): Promise<SpeechProcess> {
    await this.pauseAfterCrashes()
    if (this.ended !== undefined) throw this.ended
    const process = this.open()
    this.current = process
    await process.configure(this.settings())
    return process
  }

  /** For the next process, which loads ahead what was in use as well. */
  private settings(): SpeechSettings {
    const { settings } = this.options
    return { ...settings, warm: engineNames.filter((name) => settings.warm.includes(name) || this.used.has(name)) }
  }

  private open(): SpeechProcess {
    const { entry = realEntry, environment = globalThis.process.env, hangMs = 10_000 } = this.options
    const opened: SpeechProcess = new SpeechProcess({
      ...{ entry, environment, hangMs, logger: this.logger },
      onPing: () => this.renewAtRest(),
      onExit: (code, signal) => this.onExit(opened, code, signal),
    })
    return opened
  }

  private onExit(process: SpeechProcess, code: number | null, signal: NodeJS.Signals | null): void {
    this.retiring.delete(process)
    if (this.successor === process) this.successor = undefined
    if (this.current !== process) return
    this.current = undefined
    this.starting = undefined
    if (this.ended !== undefined) return
    const nowMs = this.clock.nowMs()
    this.awaySinceMs ??= nowMs
    this.crashedAtMs = [...this.crashedAtMs.filter((atMs) => nowMs - atMs < 60_000), nowMs]
    this.logger.warn('the speech worker died', { code, signal })
    if (this.crashedAtMs.length > mostCrashesAMinute) {
      const error = new SamError(
        'speech-worker-failed',
        'The speech engines keep crashing, so SAM cannot hear or speak. It tries again in a minute.',
        { remedy: 'Run "sam doctor" and "sam models verify", then start SAM again.' },
      )
      this.resting = { error, untilMs: nowMs + restMs }
      return
    }
    // Restarted without being asked, so that the next word finds it warm.
    this.process().catch(() => {})
  }

  private pauseAfterCrashes(): Promise<void> {
    const crashes = this.crashedAtMs.length
    const pauseMs = crashes <= 1 ? 0 : 100 * 2 ** (crashes - 2)
    return pauseMs === 0 ? Promise.resolve() : delay(pauseMs)
  }

  /**
   * Nobody speaks and nothing is asked: a process that has spoken much is followed by a new one, which is loaded beside it and takes its
   * place between two pieces of sound. The new ear has heard nothing yet: who says the wake word within its first second says it again.
   */
  private renewAtRest(): void {
    const { current, successor } = this
    const { mostSentences: most = mostSentences } = this.options
    const isAtRest = current !== undefined && current.waiting === 0 && this.quietForMs >= quietMs
    if (!isAtRest || this.ended !== undefined) return
    if (successor !== undefined) {
      this.successor = undefined
      this.logger.info('a new speech process takes over', { sentences: current.sentences })
      this.putInPlace(successor)
    } else if (current.sentences >= most && this.preparing === undefined) {
      this.prepare().then(
        (prepared) => {
          this.successor = prepared
        },
        (thrown: unknown) => {
          this.logger.warn('no new speech process can take over', { reason: toSamError(thrown).message })
          // It is tried again as many sentences later.
          current.sentences = 0
        },
      )
    }
  }

  /** A process with everything loaded that is in use, beside the one that serves. */
  private prepare(): Promise<SpeechProcess> {
    const prepared = this.open()
    const load = async () => {
      try {
        await prepared.configure(this.settings())
        await prepared.ask('load', { engines: [...this.used] })
        if (this.ended !== undefined) throw this.ended
        return prepared
      } catch (thrown) {
        prepared.kill()
        throw thrown
      } finally {
        this.preparing = undefined
      }
    }
    this.preparing = load()
    return this.preparing
  }

  private putInPlace(next: SpeechProcess): void {
    const { current: before } = this
    const { vocabulary } = this.options.settings.recognizer
    this.current = next
    this.starting = Promise.resolve(next)
    // What was learned while it loaded.
    if (vocabulary !== undefined) next.ask('vocabulary', { vocabulary }).catch(() => {})
    if (before === undefined) return
    this.retiring.add(before)
    before.retire().catch(() => {})
  }

  private discardSuccessor(): void {
    this.successor?.kill()
    this.successor = undefined
  }
}
