import type { Clock } from '../core/clock.ts'
import { type Config, defaultConfig } from '../core/config.ts'
import type { Logger } from '../core/log.ts'
import type { ActionMemory } from '../memory/ports.ts'
import { createApplicationTools } from './actions/applications.ts'
import { createAuditTools } from './actions/audit.ts'
import { createBriefingTools } from './actions/briefing.ts'
import { createCalendarTools } from './actions/calendar.ts'
import { createClockTools } from './actions/clock.ts'
import { createContactTools } from './actions/contacts.ts'
import { createFileTools } from './actions/files.ts'
import { createLearningTools, type LearningNews } from './actions/learning.ts'
import { createListTools } from './actions/lists.ts'
import { createAllMachineTools } from './actions/machine-tools.ts'
import { createMailTools } from './actions/mail.ts'
import { createMediaTools } from './actions/media.ts'
import { createMemoryTools } from './actions/memory.ts'
import { createMessageTools } from './actions/messages.ts'
import { createNewsTools } from './actions/news.ts'
import { createNoteTools } from './actions/notes.ts'
import { createPhoneTools } from './actions/phone.ts'
import { createReminderTools } from './actions/reminders.ts'
import type { ToolServices } from './actions/services.ts'
import { createSoundTools } from './actions/sound.ts'
import { createSystemTools } from './actions/system.ts'
import { createTimerTools } from './actions/timers.ts'
import { createUndoTools } from './actions/undo.ts'
import { createWeatherTools } from './actions/weather.ts'
import { createWebTools } from './actions/web.ts'
import { type ApplicationDirectory, createApplicationDirectory } from './applications/application-directory.ts'
import { createNewsReader } from './news/news-reader.ts'
import { createOwnReminders } from './personal/own-reminders.ts'
import { createReminderBook, isStillOpen } from './personal/reminder-book.ts'
import type { Platform } from './platform/port.ts'
import { createPolicy } from './policy.ts'
import type { ToolRunner } from './ports.ts'
import { createToolRegistry, type ToolRegistry } from './registry.ts'
import { createToolRunner } from './runner.ts'
import { createMachineClock, type MachineClock } from './scheduler/machine-clock.ts'
import type { Ring } from './scheduler/ring.ts'
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts'
import { createWebClient } from './web/web-client.ts'

export interface ToolsOptions {
  platform: Platform
  memory: ActionMemory
  clock: Clock
  logger: Logger
  /** What the user has set about weather, news and briefing, and whether the network is forbidden. */
  settings?: Pick<Config, 'weather' | 'news' | 'briefing' | 'offline' | 'memory'>
  /** The clock of the machine, replaced where a test moves it. */
  machine?: MachineClock
  /** Absent: nothing is ever learned. */
  learningNews?: LearningNews
  /** Tells the user that a timer or alarm is due; called only after `scheduler.start()`. */
  onRing(ring: Ring): void | Promise<void>
}

export interface Tools {
  runner: ToolRunner
  scheduler: Scheduler
  /** Also the router's names of applications. */
  applications: ApplicationDirectory
  registry: ToolRegistry
  /** Loads what the first call of some tools would wait for: the list of applications, the maths library. */
  warm(): Promise<void>
}

/** A reminder waits no longer for the application that may know it is done. */
const stillOpenMs = 5000

/** Everything SAM can do, behind one policy. Touches neither disk nor machine before the first call. */
export function createTools(options: ToolsOptions): Tools {
  const { platform, memory, clock, logger, machine, settings = defaultConfig, learningNews, onRing } = options
  const { audit, timers, grants } = memory
  const applications = createApplicationDirectory(platform, clock, logger)
  const kept = platform.reminders ?? createOwnReminders(memory.reminders)
  const scheduler = createScheduler({
    timers,
    clock,
    logger,
    machine: machine ?? createMachineClock(),
    async onRing(ring) {
      if (await isStillOpen(kept, ring.timer, AbortSignal.timeout(stillOpenMs))) await onRing(ring)
    },
  })
  const web = createWebClient({
    get offline() {
      return settings.offline
    },
    audit,
    clock,
    keepsContent: settings.memory.keepTurns,
  })
  const services: ToolServices = {
    platform,
    applications,
    scheduler,
    reminders: createReminderBook(kept, scheduler, () => clock.wallTime()),
    audit,
    clock,
    foundFiles: { paths: [] },
    toolNamed: (name) => registry.get(name),
  }
  const registry = createToolRegistry([
    ...createApplicationTools(services),
    ...createFileTools(services),
    ...createWebTools(services),
    ...createSoundTools(services),
    ...createMediaTools(services),
    ...createSystemTools(services),
    ...createAllMachineTools(services),
    ...createClockTools(),
    ...createTimerTools(services),
    ...createReminderTools(services),
    ...createListTools(services),
    ...createNoteTools(services),
    ...createCalendarTools(services),
    ...createMailTools(services),
    ...createContactTools(services),
    ...createMessageTools(services),
    ...createPhoneTools(services),
    ...createWeatherTools(settings.weather, web, clock),
    ...createNewsTools(createNewsReader(settings.news.feeds, web, clock)),
    ...createBriefingTools(
      () => settings.briefing.sections,
      () => runner,
    ),
    ...(learningNews === undefined ? [] : createLearningTools(learningNews)),
    ...createMemoryTools(memory),
    ...createAuditTools(services),
    ...createUndoTools(services),
  ])
  const runner: ToolRunner = createToolRunner({ registry, policy: createPolicy(grants), audit, clock, logger })
  const warm = async () => {
    await applications.ready()
    await import('mathjs')
  }
  return { runner, scheduler, applications, registry, warm }
}
