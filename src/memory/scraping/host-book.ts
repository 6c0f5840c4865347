import type { SamDatabase } from '../database.ts'

/** What a host said about who may read it, as it was sent. */
export interface HostRules {
  robots: string
  /** The file of the TDM Reservation Protocol. */
  reservations: string
}

/**
 * When each host may be asked again, shared by every process of this user. Errors: `database-*`.
 */
export interface HostBook {
  /**
   * Takes the next turn at a host: the time at which the request may be made. Undefined when the day's requests are used
   * up.
   */
  reserve(host: string, options: { nowMs: number; gapMs: number; day: string; mostADay: number }): number | undefined
  /** The host asked to be left alone until then. */
  rest(host: string, untilMs: number): void
  restsUntilMs(host: string): number
  rules(host: string, sinceMs: number): HostRules | undefined
  keepRules(host: string, rules: HostRules, atMs: number): void
}

export function createHostBook(database: SamDatabase): HostBook {
  const run = (sql: string, ...values: unknown[]) =>
    database
      .connection()
      .prepare(sql)
      .run(...values)
  const row = (host: string) =>
    database.connection().prepare('SELECT * FROM scrape_hosts WHERE host = ?').get(host) as
      | {
          next_ms: number
          day: string
          requests: number
          robots: string | null
          reservations: string | null
          rules_ms: number
        }
      | undefined
  return {
    reserve: (host, { nowMs, gapMs, day, mostADay }) =>
      database
        .connection()
        .transaction(() => {
          const known = row(host)
          const today = known?.day === day ? known.requests : 0
          if (today >= mostADay) return undefined
          const turnMs = Math.max(nowMs, known?.next_ms ?? 0)
          run(
            `INSERT INTO scrape_hosts (host, next_ms, day, requests) VALUES (?, ?, ?, ?)
             ON CONFLICT (host) DO UPDATE SET next_ms = excluded.next_ms, day = excluded.day, requests = excluded.requests`,
            ...[host, turnMs + gapMs, day, today + 1],
          )
          return turnMs
        })
        .immediate(),
    rest(host, untilMs) {
      run(
        `INSERT INTO scrape_hosts (host, next_ms) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET next_ms = max(next_ms, excluded.next_ms)`,
        ...[host, untilMs],
      )
    },
    restsUntilMs: (host) => row(host)?.next_ms ?? 0,
    rules(host, sinceMs) {
      const known = row(host)
      if (known === undefined || known.robots === null || known.reservations === null || known.rules_ms < sinceMs)
        return undefined
      return { robots: known.robots, reservations: known.reservations }
    },
    keepRules(host, { robots, reservations }, atMs) {
      run(
        `INSERT INTO scrape_hosts (host, robots, reservations, rules_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (host) DO UPDATE SET robots = excluded.robots, reservations = excluded.reservations, rules_ms = excluded.rules_ms`,
        ...[host, robots, reservations, atMs],
      )
    },
  }
}
