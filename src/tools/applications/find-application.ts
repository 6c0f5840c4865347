import { SamError } from '../../core/errors.ts'
import type { ApplicationReference } from '../platform/port.ts'
import type { ApplicationDirectory } from './application-directory.ts'

/** Finds an application by a spoken name. Error `app-unknown`. */
export type ApplicationFinder = (name: string, signal: AbortSignal) => Promise<ApplicationReference>

export function createApplicationFinder(applications: ApplicationDirectory): ApplicationFinder {
  return async (name, signal) => {
    // The catalogue answers at once; only an unknown name waits for the list of what is installed.
    const certain = applications.find(name)
    if (certain !== undefined && certain.confidence >= 0.95 && certain.application.bundleId !== undefined) {
      return certain.application
    }
    await applications.ready(signal)
    const found = applications.find(name)
    if (found !== undefined) return found.application
    throw new SamError('app-unknown', `I know no application called ${name}.`)
  }
}
