import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import type { StoredTimer } from '../../memory/ports.ts'
import { momentOf } from '../scheduler/due.ts'
import { firstTime, nextTime, spokenWeekdays } from '../scheduler/repetition.ts'
import { timerName } from '../scheduler/ring.ts'
import { capital } from '../spoken/capital.ts'
import { spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'
import { createSnoozeTool } from './snooze.ts'
import {
  choiceInput,
  chooseTimers,
  noneChosen,
  type TimerChoice,
  timerLabel,
  timerReceipt,
  undoSetting,
} from './timer-choice.ts'

/** So long after it rang, "the alarm" is the one that rang. */
const ringingMs = 20_000
const longestTimerSeconds = 31 * 86_400
const timerInput = z.strictObject({
  durationSeconds: z.number().min(1).max(longestTimerSeconds).describe('Length in seconds'),
  name: timerLabel,
})
const alarmInput = z.strictObject({
  at: z.string().max(40).describe('Local time as 2025-11-22T07:30, or 07:30 for the next such time'),
  name: timerLabel,
  repeat: z.string().max(60).optional().describe('daily, weekdays, weekends, weekly or days like monday and friday'),
})
const cancelInput = choiceInput.extend({ all: z.boolean().optional().describe('True cancels all of them') })

/** Reads local wall time; a bare time of day means the next one. Errors: `time-unclear`, `time-past`. */
function alarmTime(at: string, now: Date): Date {
  const bare = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(at)
  const moment = bare === null ? new Date(at) : new Date(now)
  if (bare !== null) moment.setHours(Number(bare[1]), Number(bare[2]), 0, 0)
  if (bare !== null && moment.getTime() <= now.getTime()) moment.setDate(moment.getDate() + 1)
  const known = bare === null ? /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(at) : Number(bare[1]) < 24 && Number(bare[2]) < 60
  if (!known || Number.isNaN(moment.getTime())) throw new SamError('time-unclear', 'I did not understand for when.')
  if (moment.getTime() <= now.getTime()) throw new SamError('time-past', 'That time is already over.')
  return moment
}

/** time.timer, time.alarm, time.list, time.cancel, time.snooze. */
export function createTimerTools(services: ToolServices): Tool[] {
  const { scheduler, clock } = services
  /** A timer set by a command that ends is stored, and silent unless some SAM is there to ring it. */
  const unattended = () =>
    scheduler.isAttended() ? '' : ' It rings only once SAM is running: start it with sam start.'

  const timer: Tool<z.infer<typeof timerInput>> = {
    name: 'time.timer',
    tier: 'reversible',
    summary: 'Sets a timer.',
    schema: timerInput,
    timeoutMs: 5000,
    describe: (input) =>
      `Set a ${input.name === undefined ? '' : `${input.name} `}timer for ${spokenDuration(input.durationSeconds * 1000)}.`,
    async run(input) {
      const durationMs = Math.round(input.durationSeconds * 1000)
      const stored = scheduler.addTimer({ durationMs, ...(input.name === undefined ? {} : { name: input.name }) })
      const called = input.name === undefined ? 'Timer' : `${capital(input.name)} timer`
      return done(`${called} set for ${spokenDuration(durationMs)}.${unattended()}`, {
        output: { id: stored.id, durationSeconds: input.durationSeconds, at: localTime(stored.deadline) },
        receipt: { ids: [stored.id] },
      })
    },
    undo: undoSetting(scheduler),
  }

  const alarm: Tool<z.infer<typeof alarmInput>> = {
    name: 'time.alarm',
    tier: 'reversible',
    summary: 'Sets an alarm for a time of day.',
    schema: alarmInput,
    timeoutMs: 5000,
    describe: ({ at, name: called, repeat }) => {
      const every = repeat === undefined ? '' : `, ${repeat}`
      return `Set ${called === undefined ? 'an' : `the ${called}`} alarm for ${shownTime(at, clock.wallTime())}${every}.`
    },
    async run({ at, name: called, repeat }, { now }) {
      const { first, weekdays } = firstTime(alarmTime(at, now), repeat)
      const stored = scheduler.addAlarm({
        localTime: localTime(first),
        ...(called === undefined ? {} : { name: called }),
        ...(weekdays === undefined ? {} : { weekdays }),
      })
      return done(`Alarm set for ${whenSpoken(stored, now)}.${unattended()}`, {
        output: { id: stored.id, at: localTime(first), ...(weekdays === undefined ? {} : { weekdays }) },
        receipt: { ids: [stored.id] },
      })
    },
    undo: undoSetting(scheduler),
  }

  const chosen = (choice: TimerChoice) => chooseTimers(scheduler.waiting(), choice)

  const list: Tool<TimerChoice> = {
    name: 'time.list',
    tier: 'read',
    summary: 'Tells which timers and alarms are set and how long they still run.',
    schema: choiceInput,
    timeoutMs: 5000,
    describe: () => 'List the timers and alarms.',
    async run(input, { now }) {
      const found = chosen(input)
      const output = found.map(({ timer: one, remainingMs }) => ({
        id: one.id,
        kind: one.kind,
        ...(one.name === undefined ? {} : { name: one.name }),
        ...(one.weekdays === undefined ? {} : { weekdays: one.weekdays }),
        remainingSeconds: Math.max(0, Math.round(remainingMs / 1000)),
      }))
      if (found.length === 0) return done(noneChosen(input), { output: { timers: [] } })
      const sentences = found.map(({ timer: one, remainingMs }) =>
        one.kind === 'alarm' ? alarmLine(one, now) : `Your ${timerName(one)} has ${spokenDuration(remainingMs)} left.`,
      )
      return done(sentences.join(' '), { output: { timers: output } })
    },
  }

  const cancel: Tool<z.infer<typeof cancelInput>> = {
    name: 'time.cancel',
    tier: 'reversible',
    summary: 'Cancels a timer or an alarm.',
    schema: cancelInput,
    timeoutMs: 5000,
    describe: ({ kind = 'timer', name: called, all }) =>
      all === true ? `Cancel all ${kind}s.` : `Cancel the ${called === undefined ? '' : `${called} `}${kind}.`,
    async run({ all, ...choice }) {
      const { kind, ...particular } = choice
      const rings = scheduler.lastRung(ringingMs)
      // "Turn off the alarm" while one rings silences that one; it is none that is still to come.
      const means = rings !== undefined && (kind ?? rings.kind) === rings.kind && all !== true
      if (means && Object.keys(particular).length === 0) return done('Okay.')
      const found = chosen(choice)
      const [first] = found
      if (first === undefined) throw new SamError('timer-not-found', noneChosen(choice))
      if (found.length > 1 && all !== true) {
        const names = found.map(({ timer: one }) => `the ${timerName(one)}${everySpoken(one)}`)
        throw new SamError('timer-ambiguous', `There are ${found.length}: ${spokenList(names)}. Which one?`)
      }
      const cancelled = found.filter(({ timer: one }) => scheduler.cancel(one.id)).map(({ timer: one }) => one)
      if (cancelled.length === 0) throw new SamError('timer-gone', 'It has just rung.')
      const spoken =
        cancelled.length === 1
          ? `I cancelled the ${timerName(first.timer)}${everySpoken(first.timer)}.`
          : `I cancelled all ${cancelled.length}.`
      const ids = cancelled.map((one) => one.id)
      return done(spoken, { output: { ids }, receipt: { ids } })
    },
    async undo(receipt) {
      const { ids } = timerReceipt.parse(receipt)
      const back = ids.filter((id) => scheduler.restore(id))
      if (back.length === 0) throw new SamError('timer-gone', 'Its time has passed meanwhile.')
      return done(back.length === 1 ? 'It runs again.' : `All ${back.length} run again.`)
    },
  }

  return [timer, alarm, list, cancel, createSnoozeTool(services)]
}

function alarmLine(alarm: StoredTimer, now: Date): string {
  const called = alarm.name === undefined ? 'An alarm' : `The ${alarm.name} alarm`
  return `${called} is set for ${whenSpoken(alarm, now)}.`
}

/** "7 o'clock in the morning tomorrow", "7 o'clock in the morning every weekday". */
function whenSpoken(alarm: StoredTimer, now: Date): string {
  const moment = momentOf(alarm, now)
  const { weekdays } = alarm
  if (weekdays === undefined) return `${spokenTime(moment)} ${spokenDay(moment, now)}`
  const soonest = nextTime(localTime(moment).slice(11), weekdays, now)
  const later = moment > new Date(soonest) ? `, beginning ${spokenDay(moment, now)}` : ''
  return `${spokenTime(moment)}${everySpoken(alarm)}${later}`
}

/** " every weekday" of a repeating one, nothing otherwise. */
function everySpoken({ weekdays }: StoredTimer): string {
  return weekdays === undefined ? '' : ` every ${spokenWeekdays(weekdays)}`
}

function shownTime(at: string, now: Date): string {
  try {
    const moment = alarmTime(at, now)
    return `${spokenTime(moment)} ${spokenDay(moment, now)}`
  } catch {
    return at
  }
}
