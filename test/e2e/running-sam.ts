import { type ChildProcess, execFile, spawn } from 'node:child_process'
import path from 'node:path'
import readline from 'node:readline'
import { promisify } from 'node:util'
import { projectRoot } from '../../src/core/paths.ts'
import { until } from './panel-harness.ts'

const sam = path.join(projectRoot, 'bin', 'sam')

/** SAM as a user starts it, with a home and a recording platform of its own. */
export interface RunningSam {
  /** What it printed, line by line. */
  lines: Record<string, unknown>[]
  complaints: string[]
  /** The address of the panel, good for one opening. */
  panelUrl(): Promise<string>
  /** Ends it and answers its exit code. */
  stop(): Promise<number | null>
  /** Ends it as a crash does. */
  kill(): Promise<void>
}

/** Runs one command to its end; rejects when it fails. */
export async function runSam(args: string[], environment: NodeJS.ProcessEnv): Promise<Record<string, unknown>[]> {
  const { stdout } = await promisify(execFile)(sam, [...args, '--json'], { env: { ...process.env, ...environment } })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

export function startSam(environment: NodeJS.ProcessEnv, port = 0): RunningSam {
  const child: ChildProcess = spawn(sam, ['start', '--headless', '--json', '--port', String(port)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Record<string, unknown>[] = []
  const complaints: string[] = []
  let code: number | null | undefined
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (exitCode) => {
      code = exitCode
      resolve(exitCode)
    })
  })
  if (child.stdout) readline.createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
  if (child.stderr) readline.createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line))
  return {
    lines,
    complaints,
    async panelUrl() {
      const find = () => lines.find((line) => line['type'] === 'panel')
      await until(() => find() !== undefined || code !== undefined)
      const url = find()?.['url']
      if (typeof url !== 'string') throw new Error(`SAM ended with ${code}: ${complaints.join('\n')}`)
      return url
    },
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
