import { createAuditLog } from './audit.ts'
import { createBriefingDays } from './briefing-days.ts'
import { createDatabase, type SamDatabase } from './database.ts'
import { createFactStore } from './facts.ts'
import { createForgetter } from './forgetting/forget.ts'
import { createGrantStore } from './grants.ts'
import type { ActionMemory, BriefingDays, Forgetter, SentStore, SpendingStore, TurnLog, TurnStore } from './ports.ts'
import { createReminderStore } from './reminders.ts'
import { createSentStore } from './sent-bodies.ts'
import { createSpending } from './spending.ts'
import { createTimerStore } from './timers.ts'
import { createTurnLog } from './turn-log.ts'
import { createTurnStore } from './turns.ts'

/** Everything that is remembered, by kind. */
export interface MemoryStores extends Omit<ActionMemory, 'recall'> {
  database: SamDatabase
  briefingDays: BriefingDays
  turns: TurnStore
  log: TurnLog
  forgetter: Forgetter
  spending: SpendingStore
  sent: SentStore
}

/** The stores over one database in `home`, which is opened at the first call on any of them. */
export function createMemoryStores(home: string): MemoryStores {
  const database = createDatabase(home)
  return {
    database,
    audit: createAuditLog(database),
    timers: createTimerStore(database),
    reminders: createReminderStore(database),
    grants: createGrantStore(database),
    facts: createFactStore(database),
    turns: createTurnStore(database),
    log: createTurnLog(database),
    forgetter: createForgetter(database),
    briefingDays: createBriefingDays(database),
    spending: createSpending(database),
    sent: createSentStore(database),
  }
}
