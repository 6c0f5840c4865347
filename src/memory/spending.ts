import type { SamDatabase } from './database.ts'
import type { SpendingStore } from './ports.ts'

/** What was paid for models outside this machine, one row a request. */
export function createSpending(database: SamDatabase): SpendingStore {
  return {
    add({ at, model, inputTokens, cachedTokens, outputTokens, costUsd }) {
      database
        .connection()
        .prepare(
          'INSERT INTO spending (at_ms, model, input_tokens, cached_tokens, output_tokens, cost_usd) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(at.getTime(), model, inputTokens, cachedTokens, outputTokens, costUsd)
    },
    since(moment) {
      const row = database
        .connection()
        .prepare<[number], { requests: number; usd: number | null }>(
          'SELECT count(*) AS requests, sum(cost_usd) AS usd FROM spending WHERE at_ms >= ?',
        )
        .get(moment.getTime())
      return { requests: row?.requests ?? 0, usd: row?.usd ?? 0 }
    },
  }
}
