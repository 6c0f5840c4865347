import type { Clock } from '../../core/clock.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import type { RequestCall } from '../server/requests/page-requests.ts'
import type { WorkState } from '../server/requests/work-state.ts'

/** One kind of long work, at most once at a time. What became of it is kept until the next begins. */
export class BackgroundWork<Result> {
  readonly #clock: Clock
  #state: WorkState<Result> = { phase: 'none' }
  #stop: AbortController | undefined
  #ended: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  state(): WorkState<Result> {
    return this.#state
  }

  /** Begins, and does not wait. Error: `work-running` with these words when it is under way. */
  start(busy: string, work: (call: RequestCall) => Promise<Result>): void {
    if (this.#state.phase === 'running') throw new SamError('work-running', busy)
    const own = new AbortController()
    this.#stop = own
    const startedAtMs = this.#nowMs()
    this.#state = { phase: 'running', startedAtMs }
    const onProgress: RequestCall['onProgress'] = (progress) => {
      if (this.#stop === own) this.#state = { phase: 'running', startedAtMs, progress }
    }
    this.#ended = work({ signal: own.signal, onProgress }).then(
      (result) => this.#end(own, { phase: 'done', atMs: this.#nowMs(), result }),
      (thrown: unknown) => {
        const error = toSamError(thrown)
        const atMs = this.#nowMs()
        const stopped = own.signal.aborted || error.kind === 'cancelled'
        this.#end(own, stopped ? { phase: 'stopped', atMs } : { phase: 'failed', atMs, error: error.toJSON() })
      },
    )
  }

  /** Ends it; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stop?.abort(new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' }))
    await this.#ended
  }

  #end(own: AbortController, state: WorkState<Result>): void {
    if (this.#stop !== own) return
    this.#stop = undefined
    this.#state = state
  }

  #nowMs(): number {
    return this.#clock.wallTime().getTime()
  }
}
