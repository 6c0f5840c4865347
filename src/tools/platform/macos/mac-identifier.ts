import { SamError } from '../../../core/errors.ts'
import type { ApplicationReference } from '../port.ts'
import type { MacPrograms } from './mac-programs.ts'

const bundleIdentifier = /^[A-Za-z0-9][A-Za-z0-9.-]*$/

/** The bundle identifier of an application. Errors: `app-not-installed`, `app-unidentified`. */
export type MacIdentifier = (application: ApplicationReference, signal: AbortSignal) => Promise<string>

export function createMacIdentifier(programs: MacPrograms): MacIdentifier {
  return async (application, signal) => {
    if (application.bundleId !== undefined) return application.bundleId
    if (application.installedId === undefined) throw notInstalled(application.name)
    // Spotlight knows that of an installed application that is not in the catalogue.
    const args = ['-raw', '-name', 'kMDItemCFBundleIdentifier', application.installedId]
    const { stdout } = await programs.run('mdls', args, { timeoutMs: 4000, signal })
    const found = stdout.trim()
    if (!bundleIdentifier.test(found)) {
      throw new SamError('app-unidentified', `macOS does not tell which application ${application.name} is.`)
    }
    return found
  }
}

export function notInstalled(name: string): SamError {
  return new SamError('app-not-installed', `${name} is not installed on this Mac.`)
}
