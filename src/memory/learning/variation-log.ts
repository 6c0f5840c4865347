import type { SamDatabase } from '../database.ts'

/** Which other wordings were asked for, also those that came to nothing. Errors: `database-*`. */
export interface VariationLog {
  /** How many wordings of this example were asked for. */
  count(content: string): number
  add(content: string, ordinal: number, madeBy: string, result: string): void
}

export function createVariationLog(database: SamDatabase): VariationLog {
  return {
    count: (content) =>
      database
        .connection()
        .prepare('SELECT count(*) FROM variation_attempts WHERE content = ?')
        .pluck()
        .get(content) as number,
    add(content, ordinal, madeBy, result) {
      database
        .connection()
        .prepare('INSERT OR REPLACE INTO variation_attempts (content, ordinal, made_by, result) VALUES (?, ?, ?, ?)')
        .run(content, ordinal, madeBy, result)
    },
  }
}
