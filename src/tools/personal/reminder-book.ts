import { localTime } from '../../core/local-time.ts'
import type { StoredTimer } from '../../memory/ports.ts'
import type { Due, RemindersPort } from '../platform/personal-port.ts'
import { momentOf } from '../scheduler/due.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'

/** A reminder that SAM speaks again and again; no application of the machine knows it. */
export interface RepeatingReminder {
  id: number
  text: string
  /** The next time. */
  at: Date
  weekdays: readonly number[]
}

/** Reminders with a voice: kept where the machine keeps them, and spoken by SAM at their time. */
export interface ReminderBook extends RemindersPort {
  /** When SAM speaks of it; undefined when that time is over already. */
  spokenAt(due: Due, now: Date): Date | undefined
  repeat(reminder: { text: string; first: Date; weekdays: readonly number[] }): { id: number }
  repeating(now: Date): RepeatingReminder[]
}

/** A whole day's reminder is spoken at nine. */
const morningHour = 9

/**
 * The applications of the machine show a reminder and may say nothing; so each that has a time is also a row of SAM's own
 * scheduler, which speaks it once, on a restart too. A repeating one is only that: the Reminders of macOS lets no program
 * make one.
 */
export function createReminderBook(port: RemindersPort, scheduler: Scheduler, now: () => Date): ReminderBook {
  const spokenAt = ({ at, allDay }: Due, moment: Date): Date | undefined => {
    const spoken = allDay ? new Date(at.getFullYear(), at.getMonth(), at.getDate(), morningHour) : at
    return spoken > moment ? spoken : undefined
  }
  return {
    ...port,
    spokenAt,
    async create(reminder, signal) {
      const made = await port.create(reminder, signal)
      const at = reminder.due === undefined ? undefined : spokenAt(reminder.due, now())
      if (at !== undefined)
        scheduler.addReminder({ text: reminder.text, localTime: localTime(at), reminderId: made.id })
      return made
    },
    async setCompleted(id, completed, signal) {
      await port.setCompleted(id, completed, signal)
      scheduler.muteReminder(id, completed)
    },
    async remove(id, signal) {
      await port.remove(id, signal)
      scheduler.muteReminder(id, true)
    },
    repeat: ({ text, first, weekdays }) => scheduler.addReminder({ text, localTime: localTime(first), weekdays }),
    repeating: (moment) =>
      scheduler.waiting().flatMap(({ timer }) => {
        const { id, name: text, weekdays } = timer
        return weekdays === undefined || timer.kind !== 'reminder' || text === undefined
          ? []
          : [{ id, text, weekdays, at: momentOf(timer, moment) }]
      }),
  }
}

/** Whether a due reminder is still to be spoken: it may have been marked as done in the application. When in doubt, yes. */
export async function isStillOpen(
  port: RemindersPort,
  { reminderId }: StoredTimer,
  signal: AbortSignal,
): Promise<boolean> {
  if (reminderId === undefined) return true
  return port.isOpen(reminderId, signal).catch(() => true)
}
