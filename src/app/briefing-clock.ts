import type { Clock } from '../core/clock.ts'
import { toSamError } from '../core/errors.ts'
import { localDate } from '../core/local-time.ts'
import type { Logger } from '../core/log.ts'
import type { BriefingDays } from '../memory/ports.ts'
import { momentOnDayOf, parseWeeklySchedule } from '../tools/scheduler/weekly-schedule.ts'

export interface BriefingClockParts {
  /** "weekdays at 7:30"; empty: never by itself. Looked at anew each time. */
  readonly schedule: string
  days: BriefingDays
  clock: Clock
  logger: Logger
  /** Somebody is in the middle of something: a turn runs, or another program holds the microphone. */
  isBusy(): Promise<boolean>
  /** Tells the briefing. */
  tell(): Promise<void>
}

const lookEveryMs = 15_000
/** Later than this (the Mac slept through the morning) it is left out. */
const latestMs = 3 * 3_600_000

/**
 * Tells the briefing at its time, once a day whichever process runs, later while the user is busy, and after sleep when that
 * was not too long. Only the wall clock counts: it is looked at again and again, since timers stand still during sleep.
 */
export class BriefingClock {
  private readonly parts: BriefingClockParts
  private pause: NodeJS.Timeout | undefined

  constructor(parts: BriefingClockParts) {
    this.parts = parts
  }

  start(): void {
    if (this.pause !== undefined) return
    this.pause = setInterval(() => void this.look(), lookEveryMs)
    this.pause.unref()
  }

  stop(): void {
    clearInterval(this.pause)
    this.pause = undefined
  }

  /** Looks at the clock once; answers whether the briefing was told. */
  async look(): Promise<boolean> {
    const { days, clock, logger, isBusy, tell } = this.parts
    try {
      const { schedule } = this.parts
      if (schedule.trim() === '') return false
      const now = clock.wallTime()
      const due = momentOnDayOf(parseWeeklySchedule(schedule), now)
      if (due === undefined || now < due || now.getTime() - due.getTime() > latestMs) return false
      const day = localDate(now)
      if (days.wasTold(day) || (await isBusy()) || !days.claim(day)) return false
      await tell()
      return true
    } catch (thrown) {
      const { code, message } = toSamError(thrown)
      logger.warn('the briefing was not told', { code, message })
      return false
    }
  }
}
