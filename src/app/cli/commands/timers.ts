import { defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'

export const command = defineCommand({
  name: 'timers',
  summary: 'timers and alarms that are set',
  async run(context) {
    return withSam(context, async ({ tools }) => {
      const waiting = tools.scheduler.waiting()
      if (waiting.length === 0) context.output.say('No timer or alarm is set.')
      for (const { timer, remainingMs } of waiting) {
        const { id, kind, name, weekdays } = timer
        const record = {
          type: 'timer',
          id,
          kind,
          ...(name === undefined ? {} : { name }),
          at: timer.localTime ?? timer.deadline.toISOString(),
          ...(weekdays === undefined ? {} : { weekdays }),
          remainingSeconds: Math.max(0, Math.round(remainingMs / 1000)),
        }
        context.output.emit(record, `${kind} ${name ?? id}: ${record.remainingSeconds} s left`)
      }
      return 0
    })
  },
})
