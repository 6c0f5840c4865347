import { type ChildProcess, fork } from 'node:child_process'
import type { CommandRecognizer, Ear, SpokenVocabulary } from '../../audio/ports.ts'
import { type Clock, systemClock } from '../../core/clock.ts'
import { errorOf, SamError, toSamError } from '../../core/errors.ts'
import { type Logger, silentLogger } from '../../core/log.ts'
import type { SentencePiece, SpeechSynthesizer } from '../../tts/ports.ts'
import { warnOfMissedPart } from './missed-part.ts'
import {
  engineNames,
  type SpeechAnswers,
  type SpeechEngineName,
  type SpeechMethod,
  type SpeechRequest,
  type SpeechResponse,
  type SpeechSettings,
  type SpeechUsage,
  type SpeechWarning,
} from './protocol.ts'

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
}

interface Pending {
  resolve(value: SpeechAnswers[SpeechMethod]): void
  reject(error: SamError): void
  onPiece?: ((piece: SentencePiece) => void) | undefined
}

const realEntry = new URL('./worker-process.ts', import.meta.url)
/** Thirty seconds of sound take less than three on a slow machine; loading the model comes on top. */
const longestAnswerMs = 30_000
const pingEveryMs = 5000
const startWithinMs = 30_000
/**
 * On Linux: pieces of memory from 128 KiB on go back to the system when they are freed; the chances of one token are 207 kB. By itself
 * the allocator raises this limit to whatever was freed once, and keeps what is smaller.
 */
const givesBack = { MALLOC_MMAP_THRESHOLD_: `${128 * 1024}` }
/** Megabytes for objects that live for moments. By itself Node takes up to 130 here in some hours of sound, and keeps them. */
const fewYoungObjects = ['--max-semi-space-size=4']
/** More crashes than this within a minute, and the cause is not passing soon. */
const mostCrashesAMinute = 5
/** Then it is left alone for so long: what was missing (memory, a file) may be there again. */
const restMs = 60_000

const engineOf: Partial<Record<SpeechMethod, SpeechEngineName>> = {
  analyze: 'ear',
  recognize: 'recognizer',
  reconsider: 'recognizer',
  synthesize: 'synthesizer',
}

type Parameters<Method extends SpeechMethod> = Omit<Extract<SpeechRequest, { method: Method }>, 'id' | 'method'>

/**
 * The native speech engines in a process of their own: what crashes there costs a turn, not SAM. Restarted at once, then
 * with growing pauses; every request that was under way fails with `speech-worker-crashed`, and later ones wait for the
 * new process. Errors besides: `speech-worker-failed` while it rests because it kept dying, `speech-worker-closed`.
 */
export class SpeechWorker {
  private options: SpeechWorkerOptions
  private readonly clock: Clock
  private readonly logger: Logger
  private readonly pending = new Map<number, Pending>()
  private child: ChildProcess | undefined
  private nextId = 1
  private crashedAtMs: number[] = []
  private starting: Promise<ChildProcess> | undefined
  private pinger: NodeJS.Timeout | undefined
  private ended: SamError | undefined
  private resting: { error: SamError; untilMs: number } | undefined
  private replaced: ChildProcess | undefined
  /** Since when it does not serve: since the first of several ends in a row. */
  private awaySinceMs: number | undefined
  /** What was asked for: the next process loads it before it is asked again. */
  private readonly used = new Set<SpeechEngineName>()

  readonly ear: Ear
  readonly recognizer: CommandRecognizer
  readonly synthesizer: SpeechSynthesizer

  constructor(options: SpeechWorkerOptions) {
    this.options = options
    this.clock = options.clock ?? systemClock
    this.logger = options.logger ?? silentLogger
    this.ear = {
      analyze: (samples) => this.request('analyze', { samples }),
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
    return this.child?.pid
  }

  /** Starts the process ahead of the first request. */
  async start(): Promise<void> {
    await this.process()
  }

  /** From here on with these settings, in a new process; what was under way fails as in a crash. */
  async reconfigure(settings: Partial<SpeechSettings>): Promise<void> {
    this.options = { ...this.options, settings: { ...this.options.settings, ...settings } }
    // A process that starts at this moment has the old ones.
    const child = await this.starting?.catch(() => undefined)
    if (child === undefined || this.child !== child) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    this.replaced = child
    child.kill('SIGKILL')
    await gone
    await this.process()
  }

  /** Kept for the processes to come; one that runs already learns it now. */
  private learnVocabulary(vocabulary: SpokenVocabulary): SpokenVocabulary | undefined {
    const { settings } = this.options
    this.options = { ...this.options, settings: { ...settings, recognizer: { ...settings.recognizer, vocabulary } } }
    this.starting
      ?.then((child) => (this.child === child ? this.send(child, 'vocabulary', { vocabulary }) : undefined))
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
    const closed = new SamError('speech-worker-closed', 'The speech worker was closed.', { kind: 'cancelled' })
    this.ended = closed
    clearInterval(this.pinger)
    this.rejectAll(closed)
    const { child } = this
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.disconnect()
    const impatient = setTimeout(() => child.kill('SIGKILL'), 1000)
    await gone
    clearTimeout(impatient)
  }

  /** A recogniser that is stuck while its process still answers is ended with it: a turn must not wait for ever. */
  private async patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { answerMs = longestAnswerMs } = this.options
    // A process that is still starting is not stuck.
    await this.process()
    const stuck = setTimeout(() => {
      this.logger.warn('the recogniser does not answer, and its process is ended')
      this.child?.kill('SIGKILL')
    }, answerMs)
    return ask().finally(() => clearTimeout(stuck))
  }

  private async request<Method extends SpeechMethod>(
    method: Method,
    parameters: Parameters<Method>,
    signal?: AbortSignal,
    onPiece?: (piece: SentencePiece) => void,
  ): Promise<SpeechAnswers[Method]> {
    if (signal?.aborted) throw cancelled()
    const engine = engineOf[method]
    if (engine !== undefined) this.used.add(engine)
    const child = await this.process()
    if (this.ended !== undefined) throw this.ended
    return this.send(child, method, parameters, signal, onPiece)
  }

  private send<Method extends SpeechMethod>(
    child: ChildProcess,
    method: Method,
    parameters: Parameters<Method>,
    signal?: AbortSignal,
    onPiece?: (piece: SentencePiece) => void,
  ): Promise<SpeechAnswers[Method]> {
    const id = this.nextId++
    const { promise, resolve, reject } = Promise.withResolvers<SpeechAnswers[SpeechMethod]>()
    this.pending.set(id, { resolve, reject, onPiece })
    child.send({ id, method, ...parameters }, (failure) => {
      if (failure === null) return
      // A process that cannot be reached is ended: its exit fails what is under way, and who asks then meets the next process.
      const gone = child.pid === undefined || child.exitCode !== null || child.signalCode !== null
      if (gone || !child.kill('SIGKILL')) this.settle(id)?.reject(crashed())
    })
    const onAbort = () => {
      this.settle(id)?.reject(cancelled())
      if (child.connected) child.send({ id: this.nextId++, method: 'cancel', target: id } satisfies SpeechRequest)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    return promise.finally(() => signal?.removeEventListener('abort', onAbort)) as Promise<SpeechAnswers[Method]>
  }

  private process(): Promise<ChildProcess> {
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

  private async launch(): Promise<ChildProcess> {
    await this.pauseAfterCrashes()
    if (this.ended !== undefined) throw this.ended
    const child = fork(this.options.entry ?? realEntry, {
      serialization: 'advanced',
      execArgv: [...process.execArgv, ...fewYoungObjects],
      // Native libraries print; SAM's own stdout belongs to results.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...givesBack, ...(this.options.environment ?? process.env) },
    })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.logger.debug(text.trimEnd()))
    }
    child.on('message', (message) => this.onMessage(message as SpeechResponse | SpeechWarning))
    child.on('error', (cause) => this.logger.error('the speech worker cannot be started', { reason: cause.message }))
    child.once('exit', (code, signal) => this.onExit(child, code, signal))
    const slow = setTimeout(() => child.kill('SIGKILL'), startWithinMs)
    const { settings } = this.options
    const warm = engineNames.filter((name) => settings.warm.includes(name) || this.used.has(name))
    await this.send(child, 'configure', { settings: { ...settings, warm } }).finally(() => clearTimeout(slow))
    this.watch(child)
    return child
  }

  private onMessage(response: SpeechResponse | SpeechWarning): void {
    if ('warning' in response) {
      warnOfMissedPart(response.warning, this.logger)
      return
    }
    if ('piece' in response) {
      this.pending.get(response.id)?.onPiece?.(response.piece)
      return
    }
    const waiting = this.settle(response.id)
    if (waiting === undefined) return
    if (response.ok) waiting.resolve(response.value)
    else {
      waiting.reject(errorOf(response.error))
    }
  }

  private onExit(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.child !== child) return
    clearInterval(this.pinger)
    this.child = undefined
    this.starting = undefined
    if (this.ended !== undefined) return
    if (this.replaced === child) {
      this.rejectAll(
        new SamError('speech-worker-crashed', 'The speech engines are being restarted with the new settings.'),
      )
      return
    }
    const nowMs = this.clock.nowMs()
    this.awaySinceMs ??= nowMs
    this.crashedAtMs = [...this.crashedAtMs.filter((atMs) => nowMs - atMs < 60_000), nowMs]
    this.logger.warn('the speech worker died', { code, signal })
    this.rejectAll(crashed())
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
    return pauseMs === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, pauseMs))
  }

  private watch(child: ChildProcess): void {
    const { hangMs = 10_000 } = this.options
    clearInterval(this.pinger)
    this.pinger = setInterval(
      () => {
        if (!child.connected) return
        const hung = setTimeout(() => {
          this.logger.warn('the speech worker does not answer and is killed')
          child.kill('SIGKILL')
        }, hangMs)
        hung.unref()
        this.send(child, 'ping', {})
          .catch(() => {})
          .finally(() => clearTimeout(hung))
      },
      Math.min(pingEveryMs, hangMs),
    )
    this.pinger.unref()
  }

  private settle(id: number): Pending | undefined {
    const waiting = this.pending.get(id)
    this.pending.delete(id)
    return waiting
  }

  private rejectAll(error: SamError): void {
    for (const id of [...this.pending.keys()]) this.settle(id)?.reject(error)
  }
}

function crashed(): SamError {
  return new SamError('speech-worker-crashed', 'The speech engines stopped and are being restarted.')
}

function cancelled(): SamError {
  return new SamError('cancelled', 'The sentence was cancelled.', { kind: 'cancelled' })
}
