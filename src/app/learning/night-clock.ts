import type { Clock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import { localDate } from '../../core/local-time.ts'
import type { Logger } from '../../core/log.ts'
import type { NightStore } from '../../memory/ports.ts'
import { momentOnDayOf, parseWeeklySchedule } from '../../tools/scheduler/weekly-schedule.ts'

/** A night that runs in a process of its own. */
export interface RunningNight {
  /** Resolves when the process is gone, however it ended. */
  ended: Promise<void>
  /** Ends it; what it had finished stays. */
  stop(): void
}

export interface NightClockParts {
  /** "every day at 3:00"; empty: never by itself. */
  schedule: string
  nights: Pick<NightStore, 'list'>
  clock: Clock
  logger: Logger
  /** Why none may begin now: on battery, somebody talks. */
  whyNot(): Promise<string | undefined>
  /** Frees what the local model holds, and begins. */
  begin(): Promise<RunningNight>
}

const lookEveryMs = 30_000
/** Later than this the night is over. */
const latestMs = 5 * 3_600_000
/** One that ended by itself without coming to an end lacks something, which is not there half a minute later. */
const pauseMs = 30 * 60_000

/**
 * Begins a night of learning at its time, once a day, and goes on with one that was cut off, as long as it is night. Gives way at once when
 * somebody needs SAM: nothing is answered while something is trained.
 */
export class NightClock {
  private readonly parts: NightClockParts
  private pause: NodeJS.Timeout | undefined
  private running: RunningNight | undefined
  private looking: Promise<unknown> | undefined
  /** How often SAM was needed: a night that was about to begin then does not. */
  private needs = 0
  private notBeforeMs = Number.NEGATIVE_INFINITY

  constructor(parts: NightClockParts) {
    this.parts = parts
  }

  start(): void {
    if (this.parts.schedule.trim() === '' || this.pause !== undefined) return
    this.pause = setInterval(() => void this.look(), lookEveryMs)
    this.pause.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.pause)
    this.pause = undefined
    await this.giveWay()
  }

  /** Somebody needs SAM now. Resolves when nothing is trained any more. */
  async giveWay(): Promise<void> {
    this.needs += 1
    await this.looking
    const { running } = this
    running?.stop()
    await running?.ended
  }

  /** Looks at the clock once; answers whether a night began. */
  async look(): Promise<boolean> {
    if (this.looking !== undefined || this.running !== undefined) return false
    const looking = this.beginWhereDue().catch((thrown: unknown) => {
      const { code, message } = toSamError(thrown)
      this.parts.logger.warn('no night of learning began', { code, message })
      return false
    })
    this.looking = looking
    try {
      return await looking
    } finally {
      this.looking = undefined
    }
  }

  private async beginWhereDue(): Promise<boolean> {
    const { schedule, nights, clock, whyNot, begin } = this.parts
    const now = clock.wallTime()
    const due = momentOnDayOf(parseWeeklySchedule(schedule), now)
    if (due === undefined || now < due || now.getTime() - due.getTime() > latestMs) return false
    if (now.getTime() < this.notBeforeMs || ended(nights, due, now)) return false
    const { needs } = this
    if ((await whyNot()) !== undefined || needs !== this.needs) return false
    const running = await begin()
    this.running = running
    void running.ended.finally(() => {
      this.running = undefined
      if (needs === this.needs) this.notBeforeMs = clock.wallTime().getTime() + pauseMs
    })
    return true
  }
}

/** A night that began since then has come to its end. */
function ended(nights: Pick<NightStore, 'list'>, due: Date, now: Date): boolean {
  return nights.list(5).some(({ finished, startedAt }) => {
    return finished !== undefined && finished.at >= due && localDate(startedAt) === localDate(now)
  })
}
