import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { errorOf, SamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { SentencePiece } from '../../tts/ports.ts'
import { warnOfMissedPart } from './missed-part.ts'
import type {
  SpeechAnswers,
  SpeechMethod,
  SpeechRequest,
  SpeechResponse,
  SpeechSettings,
  SpeechWarning,
} from './protocol.ts'

export interface SpeechProcessOptions {
  /** The module that it runs. */
  entry: URL
  environment: NodeJS.ProcessEnv
  /** When it does not answer a ping for this long it is hung and gets killed. */
  hangMs: number
  logger: Logger
  /** It answered a ping. */
  onPing(): void
  /** It is gone, and what was under way has failed. */
  onExit(code: number | null, signal: NodeJS.Signals | null): void
}

interface Pending {
  resolve(value: SpeechAnswers[SpeechMethod]): void
  reject(error: SamError): void
  onPiece?: ((piece: SentencePiece) => void) | undefined
}

export type SpeechParameters<Method extends SpeechMethod> = Omit<
  Extract<SpeechRequest, { method: Method }>,
  'id' | 'method'
>

const pingEveryMs = 5000
const startWithinMs = 30_000
/** A request that is on its way to a process whose place another one took still finds it. */
const retiringMs = 1000
/**
 * On Linux: pieces of memory from 128 KiB on go back to the system when they are freed; the chances of one token are 207 kB. By itself
 * the allocator raises this limit to whatever was freed once, and keeps what is smaller.
 */
const givesBack = { MALLOC_MMAP_THRESHOLD_: `${128 * 1024}` }
/** Megabytes for objects that live for moments. By itself Node takes up to 130 here in some hours of sound, and keeps them. */
const fewYoungObjects = ['--max-semi-space-size=4']

/** One process with the native speech engines. What was asked of it and is not answered when it ends fails with `speech-worker-crashed`. */
export class SpeechProcess {
  private readonly options: SpeechProcessOptions
  private readonly child: ChildProcess
  private readonly pending = new Map<number, Pending>()
  private nextId = 1
  private pinger: NodeJS.Timeout | undefined
  /** Sentences that it has spoken. */
  sentences = 0

  constructor(options: SpeechProcessOptions) {
    this.options = options
    const { entry, environment, logger } = options
    this.child = fork(entry, {
      serialization: 'advanced',
      execArgv: [...process.execArgv, ...fewYoungObjects],
      // Native libraries print; SAM's own stdout belongs to results.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...givesBack, ...environment },
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => logger.debug(text.trimEnd()))
    }
    this.child.on('message', (message) => this.onMessage(message as SpeechResponse | SpeechWarning))
    this.child.on('error', (cause) => logger.error('the speech worker cannot be started', { reason: cause.message }))
    this.child.once('exit', (code, signal) => {
      clearInterval(this.pinger)
      this.fail(crashed())
      options.onExit(code, signal)
    })
  }

  get id(): number | undefined {
    return this.child.pid
  }

  /** How many requests wait for their answer. */
  get waiting(): number {
    return this.pending.size
  }

  /** Tells it what it has to know, and kills it when it hangs then or later. */
  async configure(settings: SpeechSettings): Promise<void> {
    const slow = setTimeout(() => this.kill(), startWithinMs)
    await this.ask('configure', { settings }).finally(() => clearTimeout(slow))
    this.watch()
  }

  /** Errors: what the engine answers, `cancelled` by the signal, `speech-worker-crashed`. */
  async ask<Method extends SpeechMethod>(
    method: Method,
    parameters: SpeechParameters<Method>,
    signal?: AbortSignal,
    onPiece?: (piece: SentencePiece) => void,
  ): Promise<SpeechAnswers[Method]> {
    const { child } = this
    const id = this.nextId++
    const { promise, resolve, reject } = Promise.withResolvers<SpeechAnswers[SpeechMethod]>()
    this.pending.set(id, { resolve, reject, onPiece })
    child.send({ id, method, ...parameters }, (failure) => {
      if (failure === null) return
      // A process that cannot be reached is ended: its exit fails what is under way, and who asks then meets the next process.
      if (this.isGone || !child.kill('SIGKILL')) this.settle(id)?.reject(crashed())
    })
    const onAbort = () => {
      this.settle(id)?.reject(cancelled())
      if (child.connected) child.send({ id: this.nextId++, method: 'cancel', target: id } satisfies SpeechRequest)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    const answer = await promise.finally(() => signal?.removeEventListener('abort', onAbort))
    if (method === 'synthesize') this.sentences += 1
    return answer as SpeechAnswers[Method]
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }

  /** Whatever waits for an answer fails with this. */
  fail(error: SamError): void {
    for (const id of [...this.pending.keys()]) this.settle(id)?.reject(error)
  }

  /** Ends once everything that was asked of it is answered. */
  async retire(): Promise<void> {
    do await delay(retiringMs, undefined, { ref: false })
    while (this.waiting > 0)
    await this.end()
  }

  async end(): Promise<void> {
    clearInterval(this.pinger)
    if (this.isGone) return
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()))
    if (this.child.connected) this.child.disconnect()
    const impatient = setTimeout(() => this.kill(), 1000)
    await gone
    clearTimeout(impatient)
  }

  private get isGone(): boolean {
    const { pid, exitCode, signalCode } = this.child
    return pid === undefined || exitCode !== null || signalCode !== null
  }

  private onMessage(response: SpeechResponse | SpeechWarning): void {
    if ('warning' in response) {
      warnOfMissedPart(response.warning, this.options.logger)
      return
    }
    if ('piece' in response) {
      this.pending.get(response.id)?.onPiece?.(response.piece)
      return
    }
    const waiting = this.settle(response.id)
    if (response.ok) waiting?.resolve(response.value)
    else waiting?.reject(errorOf(response.error))
  }

  private watch(): void {
    const { hangMs, logger, onPing } = this.options
    this.pinger = setInterval(
      () => {
        if (!this.child.connected) return
        const hung = setTimeout(() => {
          logger.warn('the speech worker does not answer and is killed')
          this.kill()
        }, hangMs)
        hung.unref()
        this.ask('ping', {})
          .then(onPing, () => {})
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
}

function crashed(): SamError {
  return new SamError('speech-worker-crashed', 'The speech engines stopped and are being restarted.')
}

export function cancelled(): SamError {
  return new SamError('cancelled', 'The sentence was cancelled.', { kind: 'cancelled' })
}
