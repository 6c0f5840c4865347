import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import type { ApplicationsPort } from '../port.ts'
import { createMacIdentifier, notInstalled } from './mac-identifier.ts'
import type { MacPrograms } from './mac-programs.ts'
import type { ScriptRunner } from './script-runner.ts'
import { fields } from './scripts.ts'

/** Applications a person starts; those elsewhere are helpers inside other bundles, installers and caches. */
const applicationFolder =
  /^(\/System)?\/Applications\/|^\/Users\/[^/]+\/Applications\/|^\/System\/Library\/CoreServices\/Finder\.app$/
const insideBundle = /\.app\/.+/

export function createMacApplications(programs: MacPrograms, runScript: ScriptRunner): ApplicationsPort {
  const identify = createMacIdentifier(programs)
  const isRunning = async (bundleId: string, signal: AbortSignal): Promise<boolean | undefined> => {
    const answer = await runScript('running-applications', { args: [bundleId], signal })
    return answer === bundleId ? true : answer === '' ? false : undefined
  }
  return {
    async open(application, signal) {
      const bundleId = await identify(application, signal)
      // Only decides whether "undo" may quit it again: not knowing is no reason not to open it.
      const alreadyRunning = await isRunning(bundleId, signal).catch(() => undefined)
      const opened = await programs.run('open', ['-b', bundleId], { timeoutMs: 8000, signal })
      if (opened.exitCode !== 0) {
        if (application.installedId === undefined) throw notInstalled(application.name)
        const byPath = await programs.run('open', [application.installedId], { timeoutMs: 8000, signal })
        if (byPath.exitCode !== 0) throw notInstalled(application.name)
      }
      return alreadyRunning === undefined ? {} : { alreadyRunning }
    },
    async quit(application, signal) {
      const args = [await identify(application, signal)]
      try {
        const answer = await runScript('quit-application', { args, application: application.name, signal })
        return { wasRunning: answer !== 'not running' }
      } catch (error) {
        if (!(error instanceof SamError)) throw error
        if (error.code === 'app-not-running') return { wasRunning: false }
        if (error.code === 'not-found') throw notInstalled(application.name)
        if (error.code === 'cancelled' && !signal.aborted) {
          throw new SamError('still-running', `${application.name} stayed open: quitting was cancelled there.`, {
            cause: error,
          })
        }
        throw error
      }
    },
    async list(signal) {
      return fields(await runScript('list-applications', { signal }))
    },
    async front(signal) {
      const [name, bundleId] = fields(await runScript('front-application', { signal }))
      if (name === undefined) return undefined
      return { name, ...(bundleId === undefined ? {} : { bundleId }) }
    },
    async unsavedDocuments(application, signal) {
      if (application.bundleId === undefined && application.installedId === undefined) return undefined
      const args = [await identify(application, signal)]
      // Many applications have no documents in this sense and answer with an error; they ask by themselves when they quit.
      const answer = await runScript('unsaved-documents', { args, application: application.name, signal }).catch(
        () => '',
      )
      return /^\d+$/.test(answer) ? Number(answer) : undefined
    },
    async installed(signal) {
      const query = 'kMDItemContentType == "com.apple.application-bundle"'
      const result = await programs.run('mdfind', ['-0', query], { timeoutMs: 15_000, signal })
      if (result.exitCode !== 0) {
        throw new SamError('spotlight-failed', 'Spotlight did not list the applications.', {
          cause: new Error(result.stderr),
        })
      }
      return result.stdout
        .split('\0')
        .filter((file) => applicationFolder.test(file) && !insideBundle.test(file))
        .map((file) => ({ name: path.basename(file, '.app'), installedId: file }))
    },
  }
}
