import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import type { StoredTimer } from '../../memory/ports.ts'
import { timerName } from '../scheduler/ring.ts'
import { capital } from '../spoken/capital.ts'
import { spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'
import { choiceInput, chooseTimers, noneChosen, type TimerChoice, timerLabel } from './timer-choice.ts'

const longestTimerSeconds = 31 * 86_400
const timerInput = z.strictObject({
  durationSeconds: z.number().min(1).max(longestTimerSeconds).describe('Length in seconds'),
  name: timerLabel,
})
const alarmInput = z.strictObject({
  at: z.string().max(40).describe('Local time as 2025-11-22T07:30, or 07:30 for the next such time'),
  name: timerLabel,
  repeat: z.string().max(20).optional().describe('daily, weekdays, weekends or a weekday'),
})
const cancelInput = choiceInput.extend({ all: z.boolean().optional().describe('True cancels all of them') })
const receiptSchema = z.object({ ids: z.array(z.number().int()) })

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

/** time.timer, time.alarm, time.list, time.cancel. */
export function createTimerTools({ scheduler, clock }: ToolServices): Tool[] {
  /** A timer set by a command that ends is stored, and silent unless some SAM is there to ring it. */
  const unattended = () =>
    scheduler.isAttended() ? '' : ' It rings only once SAM is running: start it with sam start.'

  const undoSetting = async (receipt: unknown) => {
    const { ids } = receiptSchema.parse(receipt)
    if (!ids.some((id) => scheduler.cancel(id)))
      throw new SamError('timer-gone', 'It has already rung, or was cancelled.')
    return done('I cancelled it.')
  }

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
    undo: undoSetting,
  }

  const alarm: Tool<z.infer<typeof alarmInput>> = {
    name: 'time.alarm',
    tier: 'reversible',
    summary: 'Sets an alarm for a time of day.',
    schema: alarmInput,
    timeoutMs: 5000,
    describe: ({ at, name: called }) =>
      `Set ${called === undefined ? 'an' : `the ${called}`} alarm for ${shownTime(at, clock.wallTime())}.`,
    async run({ at, name: called, repeat }, { now }) {
      const moment = alarmTime(at, now)
      const stored = scheduler.addAlarm({
        localTime: localTime(moment),
        ...(called === undefined ? {} : { name: called }),
      })
      // Half of what was asked is said to be half.
      const once = repeat === undefined ? '' : ' It rings once: I cannot repeat alarms yet.'
      return done(`Alarm set for ${spokenTime(moment)} ${spokenDay(moment, now)}.${once}${unattended()}`, {
        output: { id: stored.id, at: localTime(moment) },
        receipt: { ids: [stored.id] },
      })
    },
    undo: undoSetting,
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
      const found = chosen(choice)
      const [first] = found
      if (first === undefined) throw new SamError('timer-not-found', noneChosen(choice))
      if (found.length > 1 && all !== true) {
        const names = found.map(({ timer: one }) => `the ${timerName(one)}`)
        throw new SamError('timer-ambiguous', `There are ${found.length}: ${spokenList(names)}. Which one?`)
      }
      const cancelled = found.filter(({ timer: one }) => scheduler.cancel(one.id)).map(({ timer: one }) => one)
      if (cancelled.length === 0) throw new SamError('timer-gone', 'It has just rung.')
      const spoken =
        cancelled.length === 1 ? `I cancelled the ${timerName(first.timer)}.` : `I cancelled all ${cancelled.length}.`
      const ids = cancelled.map((one) => one.id)
      return done(spoken, { output: { ids }, receipt: { ids } })
    },
    async undo(receipt) {
      const { ids } = receiptSchema.parse(receipt)
      const back = ids.filter((id) => scheduler.restore(id))
      if (back.length === 0) throw new SamError('timer-gone', 'Its time has passed meanwhile.')
      return done(back.length === 1 ? 'It runs again.' : `All ${back.length} run again.`)
    },
  }

  return [timer, alarm, list, cancel]
}

function alarmLine(alarm: StoredTimer, now: Date): string {
  const moment = new Date(alarm.localTime ?? alarm.deadline)
  const called = alarm.name === undefined ? 'An alarm' : `The ${alarm.name} alarm`
  return `${called} is set for ${spokenTime(moment)} ${spokenDay(moment, now)}.`
}

function shownTime(at: string, now: Date): string {
  try {
    const moment = alarmTime(at, now)
    return `${spokenTime(moment)} ${spokenDay(moment, now)}`
  } catch {
    return at
  }
}
