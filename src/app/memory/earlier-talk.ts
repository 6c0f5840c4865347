import type { Clock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import { type StoredTurn, type TurnLog, userSpeaker } from '../../memory/ports.ts'
import type { RecentMessage } from '../server/messages.ts'

/** Longer ago than this it is no conversation that goes on. */
const latestMs = 60 * 60_000
const mostLines = 60

/**
 * What was said shortly before this process began, oldest first, as a page is told of it: after a crash or a start anew the
 * conversation is still there to be read. Where the memory cannot be read there is none, and the log says why: SAM starts all the
 * same, since its panel is where that is mended.
 */
export function earlierTalk(
  log: Pick<TurnLog, 'newest'>,
  clock: Clock,
  logger: Logger,
  /** Ids of turns that a kill cut off: told as interrupted, and not done again. */
  cutOff: readonly string[] = [],
): RecentMessage[] {
  const wallMs = clock.wallTime().getTime()
  const zeroMs = wallMs - clock.nowMs()
  return newestOf(log, logger)
    .filter(({ source, at }) => source === 'live' && at !== undefined && Math.abs(wallMs - at.getTime()) < latestMs)
    .reverse()
    .flatMap(({ id, speaker, text, at }): RecentMessage[] => {
      const [turnId = id] = id.split('/')
      const atMs = (at?.getTime() ?? wallMs) - zeroMs
      if (speaker !== userSpeaker) return [{ type: 'reply-final', turnId, text, model: 'earlier', atMs }]
      const asked: RecentMessage = { type: 'request-typed', turnId, text, atMs }
      if (!cutOff.includes(turnId)) return [asked]
      return [
        asked,
        { type: 'turn-finished', turnId, outcome: 'interrupted', timings: { routeMs: 0, totalMs: 0 }, atMs },
      ]
    })
}

function newestOf(log: Pick<TurnLog, 'newest'>, logger: Logger): StoredTurn[] {
  try {
    return log.newest(mostLines)
  } catch (thrown) {
    logger.warn('what was said before cannot be read', { because: toSamError(thrown).message })
    return []
  }
}
