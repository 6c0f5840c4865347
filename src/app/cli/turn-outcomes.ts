import type { ErrorKind } from '../../core/errors.ts'
import type { Outcome, SamEvent } from '../../core/events.ts'
import { exitCodeOf } from '../../core/exit-codes.ts'

const kindOf: Record<Outcome, ErrorKind | undefined> = {
  done: undefined,
  interrupted: undefined,
  failed: 'failed',
  refused: 'refused',
  cancelled: 'cancelled',
}

/** Watches turns end and knows the exit code: of several turns, the worst. */
export class TurnOutcomes {
  #exitCode = 0
  #missing = false
  #turns = 0

  get exitCode(): number {
    return this.#exitCode
  }

  get turns(): number {
    return this.#turns
  }

  see(event: SamEvent): void {
    if (event.type === 'error') this.#missing ||= event.error.kind === 'missing'
    if (event.type !== 'turn-finished') return
    this.#turns++
    const kind = event.outcome === 'failed' && this.#missing ? 'missing' : kindOf[event.outcome]
    this.#missing = false
    this.#exitCode = Math.max(this.#exitCode, kind === undefined ? 0 : exitCodeOf[kind])
  }
}
