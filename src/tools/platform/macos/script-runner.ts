import { setTimeout as wait } from 'node:timers/promises'
import { SamError } from '../../../core/errors.ts'
import type { Logger } from '../../../core/log.ts'
import { createKeyedQueue } from '../keyed-queue.ts'
import type { MacPrograms } from './mac-programs.ts'
import { scriptError, timedOut } from './script-errors.ts'
import { type ScriptFacts, type ScriptName, scriptSource, scripts } from './scripts.ts'

export interface ScriptCall {
  /** Reach the script as `argv`, and nothing else of it. */
  args?: readonly string[]
  /** Whom it talks to, where the script does not fix that. */
  application?: string
  signal: AbortSignal
}

/** Runs one of the constant scripts and answers what it printed. Errors: those of `scriptError`, `timed-out`, `cancelled`. */
export type ScriptRunner = (name: ScriptName, call: ScriptCall) => Promise<string>

/** What an application takes until it answers after it was opened. */
const startMs = 1500

const automationPane = 'x-apple.systempreferences:com.apple.preference.security?Privacy_Automation'
const accessibilityPane = 'x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility'

export interface ScriptRunnerOptions {
  programs: MacPrograms
  logger: Logger
}

/**
 * One call at a time for each application: Apple events to a busy one pile up for two minutes each. One that is not running
 * is opened where the script allows it, and asked once more.
 */
export function createScriptRunner({ programs, logger }: ScriptRunnerOptions): ScriptRunner {
  const queue = createKeyedQueue()
  const shownPanes = new Set<string>()

  const failed = async (
    stderr: string,
    name: ScriptName,
    application: string,
    signal: AbortSignal,
  ): Promise<SamError> => {
    const error = scriptError(stderr, application)
    if (error.code === 'script-broken') logger.error(`the script ${name} does not compile`, { stderr })
    const pane = panes[error.code]
    // Once for each application: a window that comes up at every attempt would be a nuisance.
    if (pane !== undefined && !shownPanes.has(`${pane} ${application}`)) {
      shownPanes.add(`${pane} ${application}`)
      await programs.run('open', [pane], { timeoutMs: 3000, signal }).catch((cause: unknown) => {
        logger.warn('the settings page could not be opened', { cause: String(cause) })
      })
    }
    return error
  }

  return (name, { args = [], application, signal }) => {
    const facts: ScriptFacts = scripts[name]
    const talksTo = application ?? facts.application ?? 'macOS'
    return queue(talksTo, async () => {
      const source = scriptSource(name)
      const { timeoutMs, takesData } = facts
      // run-applescript refuses to run anywhere but on a Mac.
      if (!takesData && process.platform === 'darwin' && !programs.hasStandIn('osascript')) {
        const outcome = await runConstantScript(source, timeoutMs, signal, talksTo)
        if (typeof outcome === 'string') return outcome
        throw await failed(outcome.stderr, name, talksTo, signal)
      }
      const language = facts.language === undefined ? [] : ['-l', facts.language]
      const send = async () => {
        // "-" makes osascript read the script from standard input and hand all further arguments to the script's `run`.
        const result = await programs
          .run('osascript', [...language, '-', ...args], { timeoutMs, signal, input: source })
          .catch((cause) => {
            throw cause instanceof SamError && cause.code === 'timed-out' ? timedOut(talksTo) : cause
          })
        if (result.exitCode !== 0) throw await failed(result.stderr, name, talksTo, signal)
        return result.stdout.trim()
      }
      try {
        return await send()
      } catch (error) {
        if (facts.bundleId === undefined || !(error instanceof SamError) || error.code !== 'app-not-running')
          throw error
        await programs.run('open', ['-g', '-b', facts.bundleId], { timeoutMs: 8000, signal })
        await wait(startMs, undefined, { signal })
        return send()
      }
    })
  }
}

const panes: Partial<Record<string, string>> = {
  'automation-not-allowed': automationPane,
  'accessibility-not-allowed': accessibilityPane,
}

async function runConstantScript(source: string, timeoutMs: number, signal: AbortSignal, application: string) {
  const { runAppleScript } = await import('run-applescript')
  const tooLong = AbortSignal.timeout(timeoutMs)
  try {
    return await runAppleScript(source, { signal: AbortSignal.any([signal, tooLong]) })
  } catch (thrown) {
    if (signal.aborted) throw new SamError('cancelled', 'Cancelled.', { kind: 'cancelled', cause: thrown })
    if (tooLong.aborted) throw timedOut(application)
    const stderr = (thrown as { stderr?: unknown }).stderr
    return { stderr: typeof stderr === 'string' && stderr !== '' ? stderr : String(thrown) }
  }
}
