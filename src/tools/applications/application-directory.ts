import type { Clock } from '../../core/clock.ts'
import type { Logger } from '../../core/log.ts'
import type { Platform } from '../platform/port.ts'
import type { ApplicationIndex } from './application-index.ts'
import { createApplicationIndex } from './application-index.ts'

/** The index of names together with what is installed here, which is looked up when it is first needed. */
export interface ApplicationDirectory extends ApplicationIndex {
  /** Resolves when the installed applications are in the index; looks again when the last look is older than ten minutes. */
  ready(signal?: AbortSignal): Promise<void>
}

const freshMs = 600_000

export function createApplicationDirectory(platform: Platform, clock: Clock, logger: Logger): ApplicationDirectory {
  const index = createApplicationIndex()
  let look: Promise<void> | undefined
  let lookedAtMs = Number.NEGATIVE_INFINITY
  const refresh = async () => {
    try {
      // Several callers may share one look: no one's "stop" ends it for the others.
      index.setInstalled(await platform.applications.installed(new AbortController().signal))
    } catch (error) {
      // The catalogue still answers; an application that only this machine has is then not known by name.
      logger.warn('the installed applications could not be listed', { error: String(error) })
    }
  }
  return {
    ...index,
    async ready(signal) {
      if (look === undefined || clock.nowMs() - lookedAtMs > freshMs) {
        lookedAtMs = clock.nowMs()
        look = refresh()
      }
      await look
      signal?.throwIfAborted()
    },
  }
}
