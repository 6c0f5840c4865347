import { type ChildProcess, spawn } from 'node:child_process'
import readline from 'node:readline'
import { type CoreLine, parseCoreLine } from './core-line.ts'
import type { ShellMessage } from './shell-message.ts'

export interface CoreProcessOptions {
  /** The pinned Node, never Electron's. */
  command: string
  args: string[]
  cwd: string
  environment: NodeJS.ProcessEnv
  /** What the core is told first, whenever it is started. */
  greet(): Promise<ShellMessage[]>
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
  /** A core that ran this long was all right: it is started again at once, and the delays start over. */
  stableAfterMs: number
  /** So many ends in a row without a stable run, and only the user starts it again. */
  mostQuickEnds: number
  /** A core that showed its panel is asked this often whether it lives. */
  pingEveryMs: number
}

const defaultPolicy: RestartPolicy = {
  firstDelayMs: 500,
  longestDelayMs: 30_000,
  stableAfterMs: 60_000,
  mostQuickEnds: 5,
  pingEveryMs: 20_000,
}
/** So many questions in a row without any line from the core, and it hangs. */
const mostUnanswered = 3
/** Trying again mends none of these; the user does, with what the message says. */
const lastingKinds = new Set(['usage', 'missing', 'refused'])
const lastingCodes = new Set(['config-invalid', 'config-unreadable'])
const killAfterMs = 5000
/** A line that says what went wrong, among the stack and the version that Node prints around it. */
const complaintPattern = /^(?:Uncaught )?(?:FATAL ERROR|\w*Error\b[^:]*): \S/
/** The core hears it as "stop" (run-headless.ts). */
export const interruptSignal = 'SIGUSR2'

/** Starts the core, reads its lines and starts it again when it dies, ever later. */
export interface CoreProcess {
  start(): void
  /** Tells the core something; it is lost when no core runs. */
  send(message: ShellMessage): void
  /** Cuts everything SAM is doing, without any page, model or question in between. */
  interrupt(): void
  /** Ends the pipe to the core, as the end of this process would; the core ends too, and is not started again. */
  hangUp(): void
  /** Ends the core for good: asks first, insists after five seconds. */
  stop(): Promise<void>
}

export function createCoreProcess(options: CoreProcessOptions): CoreProcess {
  const policy = { ...defaultPolicy, ...options.policy }
  let child: ChildProcess | undefined
  /** It has said something. Before that it does nothing that could be interrupted, and the signal would end it. */
  let awake: ChildProcess | undefined
  let retry: NodeJS.Timeout | undefined
  let quickEnds = 0
  let stopping = false

  const send = (message: ShellMessage) => {
    const input = child?.stdin
    if (input?.writable) input.write(`${JSON.stringify(message)}\n`)
  }
  /** Ends a core that shows no sign of life: it would hold the microphone and answer nobody. */
  const watchLife = (started: ChildProcess) => {
    let unanswered = 0
    const asking = setInterval(() => {
      if (unanswered >= mostUnanswered) started.kill('SIGKILL')
      unanswered++
      send({ type: 'ping' })
    }, policy.pingEveryMs)
    asking.unref()
    started.once('close', () => clearInterval(asking))
    return {
      seen: () => {
        unanswered = 0
      },
      hung: () => unanswered >= mostUnanswered,
    }
  }

  const start = () => {
    clearTimeout(retry)
    if (child !== undefined) return
    stopping = false
    const startedAtMs = performance.now()
    let reason: string | undefined
    let lasting = false
    let life: ReturnType<typeof watchLife> | undefined
    let complained: string | undefined
    let lastComplaint: string | undefined
    const started = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.environment,
      // The pipe to the core ends with this process, however it ends, and the core with the pipe.
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child = started
    started.stdin.on('error', () => undefined)
    options.greet().then(
      (messages) => {
        if (child === started) messages.forEach(send)
      },
      () => undefined,
    )
    readline.createInterface({ input: started.stdout }).on('line', (text) => {
      const line = parseCoreLine(text)
      awake = started
      life?.seen()
      if (line?.type === 'panel') life ??= watchLife(started)
      const { code = '', kind = '', message, remedy } = line?.type === 'error' ? line.error : {}
      // Only what was said last is why it ended; a trouble that it outlived is not.
      reason = message === undefined ? undefined : [message, remedy].filter(Boolean).join(' ')
      lasting = lastingKinds.has(kind) || lastingCodes.has(code)
      if (line !== undefined) options.onLine(line)
    })
    readline.createInterface({ input: started.stderr }).on('line', (text) => {
      const complaint = text.trim().slice(0, 300)
      if (complaintPattern.test(complaint)) complained = complaint
      else if (complaint !== '') lastComplaint = complaint
    })

    const ended = (how: string, succeeded: boolean) => {
      if (child !== started) return
      child = undefined
      if (stopping) return
      if (succeeded) return options.onHandedOver()
      const wasStable = performance.now() - startedAtMs >= policy.stableAfterMs
      quickEnds = wasStable ? 1 : quickEnds + 1
      const gaveUp = lasting || quickEnds >= policy.mostQuickEnds
      const delayMs = wasStable ? 0 : Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (quickEnds - 1))
      const hung = life?.hung() === true ? 'It did not answer any more.' : undefined
      options.onDown(hung ?? reason ?? complained ?? lastComplaint ?? how, gaveUp ? undefined : delayMs)
      if (gaveUp) quickEnds = 0
      else retry = setTimeout(start, delayMs)
    }
    started.on('error', (error) => {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const words = missing ? `${options.command} is missing. Install SAM again.` : error.message
      ended(`SAM cannot be started: ${words}`, false)
    })
    // `close`, not `exit`: the last lines, which say why, have been read by then.
    started.on('close', (code, signal) => {
      ended(signal === null ? `It ended with code ${code}.` : `It was ended by ${signal}.`, code === 0)
    })
  }

  return {
    start,
    send,
    interrupt() {
      if (awake === child) child?.kill(interruptSignal)
    },
    hangUp() {
      stopping = true
      child?.stdin?.end()
    },
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
