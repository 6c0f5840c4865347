import { type ChildProcess, spawn } from 'node:child_process'
import readline from 'node:readline'
import { type CoreLine, parseCoreLine } from './core-line.ts'

export interface CoreProcessOptions {
  /** The pinned Node, never Electron's. */
  command: string
  args: string[]
  cwd: string
  environment: NodeJS.ProcessEnv
  onLine(line: CoreLine): void
  /** The core ended; `retryInMs` is absent when it will not be started again by itself. */
  onDown(reason: string, retryInMs: number | undefined): void
  /** It ended on purpose with success: another SAM runs already and was asked to show itself. */
  onHandedOver(): void
  policy?: Partial<RestartPolicy>
}

export interface RestartPolicy {
  firstDelayMs: number
  longestDelayMs: number
  /** A core that ran this long was all right: the delays start over. */
  stableAfterMs: number
  /** So many ends in a row without a stable run, and only the user starts it again. */
  mostQuickEnds: number
}

const defaultPolicy: RestartPolicy = {
  firstDelayMs: 500,
  longestDelayMs: 30_000,
  stableAfterMs: 60_000,
  mostQuickEnds: 5,
}
const killAfterMs = 5000
/** The core hears it as "stop" (run-headless.ts). */
export const interruptSignal = 'SIGUSR2'

/** Starts the core, reads its lines and starts it again when it dies, ever later. */
export interface CoreProcess {
  start(): void
  /** Cuts everything SAM is doing, without any page, model or question in between. */
  interrupt(): void
  /** Ends the core for good: asks first, insists after five seconds. */
  stop(): Promise<void>
}

export function createCoreProcess(options: CoreProcessOptions): CoreProcess {
  const policy = { ...defaultPolicy, ...options.policy }
  let child: ChildProcess | undefined
  let retry: NodeJS.Timeout | undefined
  let quickEnds = 0
  let stopping = false

  const start = () => {
    clearTimeout(retry)
    if (child !== undefined) return
    stopping = false
    const startedAtMs = performance.now()
    let reason: string | undefined
    let lastComplaint: string | undefined
    const started = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    readline.createInterface({ input: started.stdout }).on('line', (text) => {
      const line = parseCoreLine(text)
      if (line?.type === 'error') reason = [line.error.message, line.error.remedy].filter(Boolean).join(' ')
      if (line !== undefined) options.onLine(line)
    })
    readline.createInterface({ input: started.stderr }).on('line', (text) => {
      if (text.trim() !== '') lastComplaint = text.trim().slice(0, 300)
    })

    const ended = (how: string, succeeded: boolean) => {
      if (child !== started) return
      child = undefined
      if (stopping) return
      if (succeeded) return options.onHandedOver()
      quickEnds = performance.now() - startedAtMs >= policy.stableAfterMs ? 1 : quickEnds + 1
      const gaveUp = quickEnds >= policy.mostQuickEnds
      const delayMs = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (quickEnds - 1))
      options.onDown(reason ?? lastComplaint ?? how, gaveUp ? undefined : delayMs)
      if (gaveUp) quickEnds = 0
      else retry = setTimeout(start, delayMs)
    }
    started.on('error', (error) => ended(`It cannot be started: ${error.message}`, false))
    // `close`, not `exit`: the last lines, which say why, have been read by then.
    started.on('close', (code, signal) => {
      ended(signal === null ? `It ended with code ${code}.` : `It was ended by ${signal}.`, code === 0)
    })
  }

  return {
    start,
    interrupt: () => child?.kill(interruptSignal),
    async stop() {
      stopping = true
      clearTimeout(retry)
      const running = child
      if (running === undefined) return
      const gone = new Promise((resolve) => running.once('close', resolve))
      running.kill('SIGTERM')
      const insist = setTimeout(() => running.kill('SIGKILL'), killAfterMs)
      await gone
      clearTimeout(insist)
    },
  }
}
