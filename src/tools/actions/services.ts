import type { Clock } from '../../core/clock.ts'
import type { AuditLog } from '../../memory/ports.ts'
import type { ApplicationDirectory } from '../applications/application-directory.ts'
import type { ReminderBook } from '../personal/reminder-book.ts'
import type { Platform } from '../platform/port.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { Tool } from '../tool.ts'

/** What tools are made from. A group takes only what it needs of it. */
export interface ToolServices {
  platform: Platform
  applications: ApplicationDirectory
  scheduler: Scheduler
  reminders: ReminderBook
  audit: AuditLog
  clock: Clock
  /** What the last search told, for "open the second one"; the search replaces it. */
  foundFiles: { paths: readonly string[] }
  /** Finds a tool by name, for the ones that speak about others (undo). */
  toolNamed(name: string): Tool | undefined
}
