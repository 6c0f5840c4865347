import fs from 'node:fs'
import { z } from 'zod'
import { writeWhole } from '../../core/files/write-whole.ts'
import type { Logger } from '../../core/log.ts'
import type { MachineClock } from '../../tools/scheduler/machine-clock.ts'

/** What is told may be too long by as much. */
const everyMs = 5000
const signSchema = z.object({ bootId: z.string().min(1), elapsedMs: z.number().nonnegative() })

export interface SignOfLifeOptions {
  /** There while SAM runs: when it was last seen alive. */
  file: string
  machine: MachineClock
  logger: Logger
  /** Settles once SAM serves. */
  served: Promise<unknown>
  /** SAM died in the run before and was gone for so long, until now. */
  onBack(awayMs: number): void
}

/**
 * Says every five seconds that SAM is alive, so that the next start can tell a death, and how long it kept SAM away: a run that ends in order
 * takes its sign away. Where the machine was started anew meanwhile it was not SAM that died.
 */
export function giveSignsOfLife({ file, machine, logger, served, onBack }: SignOfLifeOptions): { end(): void } {
  let timer: NodeJS.Timeout | undefined
  let ended = false
  let diedMs = lastSign(file, machine)
  const comeBack = () => {
    if (diedMs !== undefined) onBack(machine.elapsedMs() - diedMs)
    diedMs = undefined
  }
  const sign = () => {
    const bootId = machine.bootId()
    if (bootId === undefined) return
    try {
      writeWhole(file, JSON.stringify({ bootId, elapsedMs: machine.elapsedMs() }))
    } catch (thrown) {
      logger.warn('no sign of life can be given', { error: String(thrown) })
    }
  }
  const serving = () => {
    if (ended) return
    comeBack()
    sign()
    timer = setInterval(sign, everyMs)
    timer.unref()
  }
  // Whoever dies again before it serves is gone since the first time.
  if (diedMs === undefined) sign()
  served.then(serving, serving)
  return {
    end() {
      ended = true
      clearInterval(timer)
      comeBack()
      fs.rmSync(file, { force: true })
    },
  }
}

/** When a run that did not end in order was alive for the last time, since this start of the machine. */
function lastSign(file: string, machine: MachineClock): number | undefined {
  try {
    const { bootId, elapsedMs } = signSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    return bootId === machine.bootId() && elapsedMs <= machine.elapsedMs() ? elapsedMs : undefined
  } catch {
    // None, or one that cannot be read: nothing is known of a death.
    return undefined
  }
}
