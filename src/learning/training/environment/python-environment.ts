import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { withoutKeys } from '../../../core/without-keys.ts'
import { runProcess } from '../process/run-process.ts'
import type { TrainingBackend } from '../training-job.ts'
import { fastBlas } from './fast-blas.ts'
import { findPython, type Python } from './find-python.ts'
import { packageCount, requirementsDigest, requirementsFile } from './requirements.ts'

/** How a stage is started. */
export interface PythonEnvironment {
  python: string
  /** All that a stage sees of the environment. */
  variables: Record<string, string>
}

export interface EnvironmentTask {
  backend: TrainingBackend
  /** `SAM_MODELS/.training`: homes come and go, an environment takes a gigabyte. */
  folder: string
  /** For pip: the user's own index, proxy and certificates count. */
  environment: Record<string, string | undefined>
  offline: boolean
  signal: AbortSignal
  onProgress(done: number, of: number): void
  /** For tests: programs to ask instead of the known names. */
  pythons?: readonly string[]
}

/** Says that an environment is whole, with which Python it was made. */
const markerName = 'environment.json'

/**
 * The pinned packages of a backend, installed by pip from checked wheels (no package's own code is run) beside no others. Made at first
 * use: what was fetched whole is not fetched again after a stop, and the folder appears complete or not at all. The caller holds the lock.
 * Errors: `python-missing`, `python-too-old`, `training-environment-failed` (kind missing), `cancelled`.
 */
export async function pythonEnvironment(task: EnvironmentTask): Promise<PythonEnvironment> {
  const files = [requirementsFile(task.backend), ...(task.backend === 'peft' ? [requirementsFile('torch')] : [])]
  const python = await findPython(task.environment, task.signal, task.pythons)
  const name = `${task.backend}-${requirementsDigest(files)}-python${python.version}`
  const target = path.join(task.folder, 'environments', name)
  if (!fs.existsSync(path.join(target, markerName))) await make(task, python, target)
  return described(target, python)
}

async function make(task: EnvironmentTask, python: Python, target: string): Promise<void> {
  if (task.offline) {
    throw new SamError(
      'training-environment-failed',
      'The Python packages of training are not installed, and SAM is offline.',
      {
        kind: 'missing',
        remedy: 'sam learn train, once with a network',
      },
    )
  }
  const draft = `${target}.part`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { recursive: true })
  // A venv without pip needs nothing that Debian keeps in packages of its own.
  await program(task, draft, python.file, ['-m', 'venv', '--without-pip', path.join(draft, 'venv')])
  const main = requirementsFile(task.backend)
  const count = packageCount(main) + (task.backend === 'peft' ? 1 : 0)
  let collected = 0
  const onLine = (line: string) => {
    if (!line.startsWith('Collecting ')) return
    collected += 1
    task.onProgress(Math.min(collected, count), count)
  }
  await pip(task, python, draft, ['--require-hashes', '-r', main], onLine)
  if (task.backend === 'peft') await installTorch(task, python, draft, onLine)
  if (process.platform === 'linux' && task.backend === 'mlx') fastBlas(sitePackages(draft, python)).prepare()
  fs.writeFileSync(path.join(draft, markerName), JSON.stringify({ python: python.file, version: python.version }))
  fs.renameSync(draft, target)
  fs.rmSync(cacheFolder(task), { recursive: true, force: true })
}

/** The build for processors, where the user's index has it; the one with all of NVIDIA's libraries otherwise. */
async function installTorch(task: EnvironmentTask, python: Python, draft: string, onLine: (line: string) => void) {
  const file = requirementsFile('torch')
  const version = /^torch==([\d.]+)/m.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? ''
  if (process.platform === 'linux') {
    try {
      return await pip(task, python, draft, [`torch==${version}+cpu`], onLine)
    } catch (error) {
      if (!(error instanceof SamError) || error.code !== 'training-environment-failed') throw error
    }
  }
  await pip(task, python, draft, ['--require-hashes', '-r', file], onLine)
}

function sitePackages(folder: string, python: Python): string {
  return path.join(folder, 'venv', 'lib', `python${python.version}`, 'site-packages')
}

function cacheFolder(task: EnvironmentTask): string {
  return path.join(task.folder, 'pip-cache')
}

function pip(
  task: EnvironmentTask,
  python: Python,
  draft: string,
  wanted: readonly string[],
  onLine: (line: string) => void,
): Promise<void> {
  const fixed = ['--no-deps', '--only-binary=:all:', '--no-compile', '--disable-pip-version-check', '--no-input']
  const places = ['--cache-dir', cacheFolder(task), '--target', sitePackages(draft, python)]
  const args = ['-m', 'pip', 'install', ...fixed, '--progress-bar', 'off', ...places, ...wanted]
  return program(task, draft, python.file, args, onLine)
}

async function program(
  task: EnvironmentTask,
  folder: string,
  file: string,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<void> {
  const environment = Object.fromEntries(
    Object.entries(withoutKeys(task.environment)).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const end = await runProcess({ file, args, environment, folder, signal: task.signal, onLine, graceMs: 2000 })
  task.signal.throwIfAborted()
  if (end.code === 0) return
  const reason = end.complaint.split('\n').findLast((line) => /error/i.test(line)) ?? `exit code ${end.code}`
  throw new SamError(
    'training-environment-failed',
    `The Python packages of training could not be installed: ${reason.slice(0, 300)}`,
    {
      kind: 'missing',
      remedy: 'sam learn train, with a network: it goes on where it was',
    },
  )
}

function described(target: string, python: Python): PythonEnvironment {
  const blas = fastBlas(sitePackages(target, python))
  return {
    python: path.join(target, 'venv', 'bin', 'python'),
    variables: {
      PATH: '/usr/bin:/bin',
      HOME: target,
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      // Compiled files stay with the environment, not beside SAM's own scripts.
      PYTHONPYCACHEPREFIX: path.join(target, 'compiled'),
      HF_HUB_OFFLINE: '1',
      TRANSFORMERS_OFFLINE: '1',
      TRANSFORMERS_VERBOSITY: 'error',
      TOKENIZERS_PARALLELISM: 'false',
      ...blas.variables(),
    },
  }
}
