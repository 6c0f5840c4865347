import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { briefingSections, loadConfig } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import type { AuditLog, StoredTimer } from '../../memory/ports.ts'
import type { ToolRunner } from '../../tools/ports.ts'
import type { Scheduler } from '../../tools/scheduler/scheduler.ts'
import { momentOnDayOf, parseWeeklySchedule, type WeeklySchedule } from '../../tools/scheduler/weekly-schedule.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import type { TimerLine, timersInputs } from '../server/requests/timers-requests.ts'
import { changeSetting } from '../settings/settings.ts'

export interface TimersDeskParts {
  home: string
  clock: Clock
  tools: { runner: ToolRunner; scheduler: Scheduler }
  memory: { audit: AuditLog }
}

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** What the page Timers and briefing asks. */
export function createTimersDesk({
  home,
  clock,
  tools: { runner, scheduler },
  memory,
}: TimersDeskParts): Pick<RequestHandlers, keyof typeof timersInputs & keyof RequestHandlers> {
  /** One timer of several with the same name can only be meant by its number, which no spoken command has. */
  const record = (id: number, summary: string, receipt?: unknown) =>
    memory.audit.appendAction({
      ...{ at: clock.wallTime(), turnId: randomUUID(), callId: randomUUID(), origin: 'text', tainted: false },
      ...{ tool: 'time.cancel', tier: 'reversible', input: { id }, summary, decision: 'allowed', by: 'panel' },
      ...{ durationMs: 0, result: 'ok', ...(receipt === undefined ? {} : { receipt }) },
    })

  return {
    'timers.list': () => ({
      timers: scheduler.waiting().map(timerLine),
      attended: scheduler.isAttended(),
    }),
    async 'timers.add'(wish, { signal }) {
      const { kind, ...input } = wish
      const tool = kind === 'reminder' ? 'reminders.create' : `time.${kind}`
      const result = await runner.run(
        { callId: randomUUID(), tool, input },
        { turnId: randomUUID(), origin: 'text', tainted: false, dryRun: false, approveConfirm: true, signal },
      )
      if (!result.ok)
        throw new SamError(result.code, result.spoken, result.remedy === undefined ? {} : { remedy: result.remedy })
      return { spoken: result.spoken }
    },
    'timers.cancel'({ id }) {
      if (!scheduler.cancel(id)) throw new SamError('timer-gone', 'It has rung already, or was cancelled.')
      record(id, 'Cancel it.', { ids: [id] })
      return { id }
    },
    'timers.restore'({ id }) {
      if (!scheduler.restore(id)) throw new SamError('timer-gone', 'Its time has passed meanwhile.')
      record(id, 'Let it run again.')
      return { id }
    },
    'timers.briefing'() {
      const { schedule, sections } = loadConfig(home).briefing
      const allSections = [...briefingSections]
      if (schedule.trim() === '') return { schedule: null, sections, allSections }
      try {
        const time = parseWeeklySchedule(schedule)
        const next = nextMoment(time, clock.wallTime())
        return {
          schedule: { ...time, weekdays: [...time.weekdays] },
          sections,
          allSections,
          ...(next === undefined ? {} : { nextAtMs: next.getTime() }),
        }
      } catch {
        return { schedule: null, unclear: schedule, sections, allSections }
      }
    },
    'timers.set-briefing'({ schedule, sections }) {
      if (schedule !== undefined)
        changeSetting(home, 'briefing.schedule', schedule === null ? '' : scheduleWords(schedule))
      if (sections !== undefined) changeSetting(home, 'briefing.sections', [...new Set(sections)])
      return { written: true }
    },
  }
}

function timerLine({ timer, remainingMs }: { timer: StoredTimer; remainingMs: number }): TimerLine {
  const { id, kind, name, durationMs, weekdays, localTime, deadline } = timer
  return {
    id,
    kind,
    remainingMs: Math.max(0, remainingMs),
    ringsAtMs: (localTime === undefined ? deadline : new Date(localTime)).getTime(),
    ...(name === undefined ? {} : { name }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(weekdays === undefined ? {} : { weekdays }),
  }
}

/** "weekdays at 7:30", as a person would write it into the settings. */
function scheduleWords({ weekdays, hour, minute }: WeeklySchedule): string {
  const days = [...new Set(weekdays)].sort()
  const known: Record<string, string> = { '0,1,2,3,4,5,6': 'every day', '1,2,3,4,5': 'weekdays', '0,6': 'weekends' }
  const words = known[days.join(',')] ?? days.map((day) => dayNames[day] ?? '').join(', ')
  return `${words} at ${hour}:${String(minute).padStart(2, '0')}`
}

function nextMoment(schedule: WeeklySchedule, now: Date): Date | undefined {
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead, now.getHours(), now.getMinutes())
    const moment = momentOnDayOf(schedule, day)
    if (moment !== undefined && moment > now) return moment
  }
  return undefined
}
