import type { SamDatabase } from './database.ts'
import type { BriefingDays } from './ports.ts'

export function createBriefingDays(database: SamDatabase): BriefingDays {
  return {
    wasTold: (day) => database.connection().prepare('SELECT 1 FROM briefings WHERE day = ?').get(day) !== undefined,
    claim: (day) =>
      database.connection().prepare('INSERT OR IGNORE INTO briefings (day) VALUES (?)').run(day).changes === 1,
  }
}
