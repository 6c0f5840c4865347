import type { Clock } from '../core/clock.ts'
import { type TurnLog, userSpeaker } from '../memory/ports.ts'
import type { RecentMessage } from './server/messages.ts'

/** Longer ago than this it is no conversation that goes on. */
const latestMs = 60 * 60_000
const mostLines = 60

/**
 * What was said shortly before this process began, oldest first, as a page is told of it: after a crash or a start anew the
 * conversation is still there to be read. Errors: `database-*`.
 */
export function earlierTalk(log: Pick<TurnLog, 'newest'>, clock: Clock): RecentMessage[] {
  const wallMs = clock.wallTime().getTime()
  const zeroMs = wallMs - clock.nowMs()
  return log
    .newest(mostLines)
    .filter(({ source, at }) => source === 'live' && at !== undefined && Math.abs(wallMs - at.getTime()) < latestMs)
    .reverse()
    .map(({ id, speaker, text, at }): RecentMessage => {
      const [turnId = id] = id.split('/')
      const atMs = (at?.getTime() ?? wallMs) - zeroMs
      return speaker === userSpeaker
        ? { type: 'request-typed', turnId, text, atMs }
        : { type: 'reply-final', turnId, text, model: 'earlier', atMs }
    })
}
