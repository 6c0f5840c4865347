import { spawn } from 'node:child_process'
import readline from 'node:readline'
import { memoryOfGroupMb } from './memory-of-group.ts'

export interface ProcessTask {
  file: string
  args: readonly string[]
  environment: Record<string, string>
  folder: string
  signal: AbortSignal
  onLine(line: string): void
  /** Time to write down what is done before the group of processes is killed. */
  graceMs: number
  /** The group is ended after this time, and when it takes more memory. */
  limits?: { timeMs: number; memoryMb: number }
}

export interface ProcessEnd {
  code: number | undefined
  /** What SAM ended it for; absent when it ended by itself. */
  endedFor?: 'cancelled' | 'time' | 'memory'
  /** The last of what it said on stderr. */
  complaint: string
}

const memoryPollMs = 2000
const complaintCharacters = 4000

/**
 * Runs a program in a process group of its own; stdin stays open as long as SAM lives, so that a stage can see SAM end. Everything of the
 * group is gone when this answers. Error: that of spawn (`ENOENT`...).
 */
export async function runProcess(task: ProcessTask): Promise<ProcessEnd> {
  if (task.signal.aborted) return { code: undefined, endedFor: 'cancelled', complaint: '' }
  const child = spawn(task.file, task.args, {
    cwd: task.folder,
    env: task.environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaint = ''
  let endedFor: ProcessEnd['endedFor']
  let killing: NodeJS.Timeout | undefined
  const end = (reason: NonNullable<ProcessEnd['endedFor']>, graceMs: number) => {
    if (endedFor !== undefined) return
    endedFor = reason
    signalGroup(child.pid, 'SIGTERM')
    killing = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs)
  }
  const cancel = () => end('cancelled', task.graceMs)
  task.signal.addEventListener('abort', cancel)
  const { limits } = task
  const overtime = limits && setTimeout(() => end('time', task.graceMs), limits.timeMs)
  const watch = limits && setInterval(() => void look(limits.memoryMb), memoryPollMs)
  const look = async (limitMb: number) => {
    if (child.pid !== undefined && (await memoryOfGroupMb(child.pid)) > limitMb) end('memory', 0)
  }
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-complaintCharacters)
  })
  // What it can no longer be told does not matter.
  child.stdin.on('error', () => {})
  const lines = readline.createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })
  lines.on('line', (line) => task.onLine(line))
  const drained = new Promise<void>((resolve) => lines.once('close', resolve))
  try {
    const code = await new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (exitCode) => resolve(exitCode ?? undefined))
    })
    signalGroup(child.pid, 'SIGKILL')
    await drained
    return { code, ...(endedFor === undefined ? {} : { endedFor }), complaint }
  } finally {
    clearTimeout(killing)
    clearTimeout(overtime)
    clearInterval(watch)
    task.signal.removeEventListener('abort', cancel)
    child.stdin.destroy()
  }
}

function signalGroup(processId: number | undefined, signal: NodeJS.Signals): void {
  if (processId === undefined) return
  try {
    process.kill(-processId, signal)
  } catch {
    // it has ended
  }
}
