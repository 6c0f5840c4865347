import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import { launch } from '../launch.ts'
import type { ApplicationReference, ApplicationsPort } from '../port.ts'
import { runProgram } from '../process.ts'
import type { DesktopEntry } from './desktop-entry.ts'
import { findEntry, readDesktopEntries } from './desktop-index.ts'
import { commandOf } from './exec-line.ts'
import { isAlive, isProcessOf, isScript, ownProcesses, type RunningProcess, roots } from './processes.ts'
import { inTerminal } from './terminal.ts'

type Environment = Record<string, string | undefined>

const launchWatchMs = 80
const quitWaitMs = 4000

export interface LinuxApplications extends ApplicationsPort {
  /** All processes of an application that run now. Error `app-not-installed`. */
  processIds(application: ApplicationReference): number[]
}

/** Applications by their desktop entries. Opening starts the entry's program, quitting sends it SIGTERM. */
export function createLinuxApplications(environment: Environment): LinuxApplications {
  const folders = pathFolders(environment['PATH'])
  const resolveProgram = (program: string): string | undefined => {
    const file = path.isAbsolute(program) ? program : findProgram(program, folders)
    return file === undefined || !fs.existsSync(file) ? undefined : fs.realpathSync(file)
  }
  const entryOf = (application: ApplicationReference): DesktopEntry => {
    const entry = findEntry(application, readDesktopEntries(environment))
    if (entry === undefined)
      throw new SamError('app-not-installed', `${application.name} is not installed on this machine.`)
    return entry
  }
  /** What this process started itself: known for certain, even behind a wrapper script. */
  const started = new Map<string, number>()
  const belonging = (entry: DesktopEntry, running: readonly RunningProcess[]): RunningProcess[] => {
    const { program, args } = commandOf(entry)
    const file = resolveProgram(program)
    const own = started.get(entry.id)
    const belongs = (found: RunningProcess) =>
      found.id === own || (file !== undefined && isProcessOf(found, file, args))
    return running.filter(belongs)
  }
  const processesOf = (entry: DesktopEntry, running: readonly RunningProcess[]) => roots(belonging(entry, running))
  return {
    processIds: (application) => belonging(entryOf(application), ownProcesses()).map(({ id }) => id),
    async open(application) {
      const entry = entryOf(application)
      const alreadyRunning = processesOf(entry, ownProcesses()).length > 0
      const plain = commandOf(entry)
      const { program, args } = entry.terminal ? inTerminal(plain, folders) : plain
      const { processId } = await launch(program, args, {
        environment,
        onEnd: () => started.delete(entry.id),
        watchMs: launchWatchMs,
        name: entry.name,
        ...(entry.workingFolder === undefined ? {} : { workingFolder: entry.workingFolder }),
      })
      if (!alreadyRunning && processId !== undefined) started.set(entry.id, processId)
      return { alreadyRunning }
    },
    async quit(application, signal) {
      const entry = entryOf(application)
      const found = processesOf(entry, ownProcesses())
      const file = resolveProgram(commandOf(entry).program)
      if (found.length === 0 && file !== undefined && isScript(file)) {
        throw new SamError(
          'app-unidentified',
          `I cannot tell which process is ${application.name}, or whether it runs.`,
        )
      }
      for (const { id } of found) endProcess(id)
      const deadline = performance.now() + quitWaitMs
      while (found.some(({ id }) => isAlive(id))) {
        if (performance.now() > deadline) {
          throw new SamError(
            'still-running',
            `${application.name} is still running. It may be asking about unsaved work.`,
          )
        }
        await wait(20, undefined, { signal })
      }
      return { wasRunning: found.length > 0 }
    },
    async list() {
      const running = ownProcesses()
      const entries = readDesktopEntries(environment).filter((entry) => !entry.hidden && !entry.terminal)
      const names = entries.filter((entry) => isRunning(entry, running, processesOf)).map((entry) => entry.name)
      return [...new Set(names)].sort()
    },
    async front(signal) {
      const program = findProgram('xdotool', folders)
      if (program === undefined) throw notAvailableHere('The application in front', 'xdotool', 'xdotool')
      const args = ['getactivewindow', 'getwindowpid']
      const { exitCode, stdout } = await runProgram(program, args, { timeoutMs: 3000, signal, environment })
      if (exitCode !== 0) return undefined
      const running = ownProcesses().filter((found) => found.id === Number(stdout.trim()))
      const entry = readDesktopEntries(environment).find((candidate) => isRunning(candidate, running, processesOf))
      const name = entry?.name ?? (running[0] === undefined ? undefined : path.basename(running[0].executable))
      return name === undefined ? undefined : { name }
    },
    // No desktop on Linux tells this; an application that has unsaved work asks by itself.
    unsavedDocuments: async () => undefined,
    async installed() {
      return readDesktopEntries(environment)
        .filter((entry) => !entry.hidden)
        .map((entry) => ({ name: entry.name, installedId: entry.id }))
    },
  }
}

function isRunning(
  entry: DesktopEntry,
  running: readonly RunningProcess[],
  processesOf: (entry: DesktopEntry, running: readonly RunningProcess[]) => RunningProcess[],
): boolean {
  try {
    return processesOf(entry, running).length > 0
  } catch {
    // An entry whose Exec line is broken never started anything.
    return false
  }
}

function endProcess(id: number): void {
  try {
    process.kill(id, 'SIGTERM')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause
  }
}
