import { randomUUID } from 'node:crypto'
import type { TurnRunner } from '../../agent/turn.ts'
import type { Clock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import { assistantSpeaker, type FactStore, type TurnLog, type TurnStore, userSpeaker } from '../../memory/ports.ts'
import type { TurnsUnderWay } from './turns-under-way.ts'

/** What a session needs of a turn runner. */
export type Turns = Pick<TurnRunner, 'run' | 'conversation'>

export interface RecordingParts {
  turns: TurnStore
  log: Pick<TurnLog, 'rowOf'>
  facts: FactStore
  /** What is asked is there after a kill too. */
  underWay?: Pick<TurnsUnderWay, 'begin'>
  clock: Clock
  logger: Logger
}

/**
 * Keeps every turn of a conversation: what the user said, and the reply. Facts are learned from the user's own words only, never
 * from a reply, which may hold what was recalled or what others wrote. A turn that cannot be kept is no reason to fail.
 */
export function recordTurns(runner: TurnRunner, { turns, log, facts, underWay, clock, logger }: RecordingParts): Turns {
  const conversation = `${clock.wallTime().toISOString().slice(0, 10)} ${randomUUID().slice(0, 8)}`
  const quietly = (change: () => void) => {
    try {
      change()
    } catch (thrown) {
      logger.warn('A turn could not be kept.', { because: toSamError(thrown).message })
    }
  }
  return {
    conversation: runner.conversation,
    async run(request, hooks) {
      const { turnId, text, origin, continues } = request
      const at = clock.wallTime()
      if (continues !== undefined) quietly(() => turns.withdraw(continues, conversation))
      let reply = ''
      let recalled = false
      const unseen = request.dryRun || origin === 'schedule' || text.trim() === ''
      const running = runner.run(request, {
        ...hooks,
        emit(event) {
          if (event.type === 'route-decided') recalled = event.route === 'recall'
          if (event.type === 'reply-final') reply = event.text
          hooks.emit(event)
        },
      })
      const keep = () => {
        const said = { source: 'live', conversation, origin }
        turns.addMany([
          { ...said, id: `${turnId}/asked`, speaker: userSpeaker, text, at },
          // What was recalled is in the memory already: kept again, it would crowd out what it quotes.
          ...(reply === '' || recalled
            ? []
            : [{ ...said, id: `${turnId}/answered`, speaker: assistantSpeaker, text: reply, at: clock.wallTime() }]),
        ])
        if (origin === 'voice' || origin === 'text')
          facts.learn({ text, at, ...rowOption(log.rowOf({ source: 'live', conversation, id: `${turnId}/asked` })) })
      }
      // After it has begun: nobody waits for a disk.
      const ended =
        unseen || (origin !== 'voice' && origin !== 'text')
          ? undefined
          : underWay?.begin({ turnId, conversation, text, origin, atMs: at.getTime() })
      await running
      if (!unseen) quietly(keep)
      ended?.()
    },
  }
}

function rowOption(turn: number | undefined): { turn?: number } {
  return turn === undefined ? {} : { turn }
}
