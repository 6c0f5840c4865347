import robotsParser from 'robots-parser'
import type { HostBook, HostRules } from '../../../memory/ports.ts'
import type { FetchOutcome } from '../adapter.ts'
import { optOutInReservations, optOutInRobots } from './opt-out.ts'
import { robotName } from './robot-name.ts'

/** Its types describe a module of the other kind; what is imported is the function itself. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default

/** Names in robots.txt that stand for training models: who shuts them out wants no training, whoever does it. */
const trainingRobots = ['GPTBot', 'CCBot', 'Google-Extended', 'Applebot-Extended']
const keptMs = 24 * 3_600_000
const mostRobotsBytes = 512_000

export type PlainRead = (
  url: URL,
  mostBytes: number,
  signal: AbortSignal,
) => Promise<{ status: number; text: string } | FetchOutcome>

export interface HostRulesOptions {
  hosts: HostBook
  nowMs(): number
  read: PlainRead
}

/** Asks a host for its rules once a day, and judges addresses by them (RFC 9309, TDM Reservation Protocol). */
export function createHostRules({ hosts, nowMs, read }: HostRulesOptions) {
  async function ask(origin: string, signal: AbortSignal): Promise<HostRules | FetchOutcome> {
    const robots = await read(new URL('/robots.txt', origin), mostRobotsBytes, signal)
    if ('kind' in robots) return robots
    // Who cannot say what is allowed just now is asked later, not ignored.
    if (robots.status >= 500) return { kind: 'failed', reason: 'robots-unreadable' }
    const reservations = await read(new URL('/.well-known/tdmrep.json', origin), mostRobotsBytes, signal)
    if ('kind' in reservations) return reservations
    if (reservations.status >= 500) return { kind: 'failed', reason: 'reservations-unreadable' }
    const textOf = ({ status, text }: { status: number; text: string }) => (status === 200 ? text : '')
    return { robots: textOf(robots), reservations: textOf(reservations) }
  }

  return {
    async judge(url: URL, signal: AbortSignal): Promise<FetchOutcome | { delayMs: number }> {
      let known = hosts.rules(url.host, nowMs() - keptMs)
      if (known === undefined) {
        const asked = await ask(url.origin, signal)
        if ('kind' in asked) return asked
        hosts.keepRules(url.host, asked, nowMs())
        known = asked
      }
      const robots = parseRobots(`${url.origin}/robots.txt`, known.robots)
      if (robots.isDisallowed(url.href, robotName) === true) return { kind: 'refused', reason: 'robots' }
      if (optOutInRobots(known.robots) || trainingRobots.some((name) => shutsOut(robots, url, name)))
        return { kind: 'refused', reason: 'opted-out' }
      if (optOutInReservations(known.reservations, `${url.pathname}${url.search}`))
        return { kind: 'refused', reason: 'opted-out' }
      return { delayMs: (robots.getCrawlDelay(robotName) ?? 0) * 1000 }
    },
  }
}

function shutsOut(robots: ReturnType<typeof parseRobots>, url: URL, name: string): boolean {
  return robots.isDisallowed(url.href, name) === true
}
