import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectRoot } from '../../../src/core/paths.ts'

export type Line = { type: string } & Record<string, unknown>

export interface SamRun {
  code: number | null
  stdout: string
  stderr: string
  /** stdout as JSON lines; a line that is none makes this throw. */
  lines(): Line[]
  /** The `error` line. */
  error(): { code: string; message: string; remedy?: string }
}

const main = path.join(projectRoot, 'src/app/cli/main.ts')

/** Starts SAM's command line as a process, with a home and models of its own. */
export function startSam(
  args: string[],
  environment: NodeJS.ProcessEnv,
): { child: ChildProcess; done: Promise<SamRun> } {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...environment },
  })
  const done = new Promise<SamRun>((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (part) => {
      stdout += part
    })
    child.stderr.on('data', (part) => {
      stderr += part
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const lines = () =>
        stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Line)
      const error = () => lines().find(({ type }) => type === 'error')?.['error'] as ReturnType<SamRun['error']>
      resolve({ code, stdout, stderr, lines, error })
    })
  })
  return { child, done }
}

/** A user without anything: empty home, empty models folder. */
export function freshUser() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam cli '))
  const environment = {
    SAM_HOME: path.join(folder, 'home'),
    SAM_MODELS: path.join(folder, 'models'),
    SAM_MODELS_MIRROR: '',
  }
  return {
    folder,
    environment,
    sam: (...args: string[]) => startSam(args, environment).done,
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  }
}
