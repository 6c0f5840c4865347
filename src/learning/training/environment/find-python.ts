import { execFile } from 'node:child_process'
import { SamError } from '../../../core/errors.ts'
import { withoutKeys } from '../../../core/without-keys.ts'

export interface Python {
  file: string
  /** For example "3.12". */
  version: string
}

/** What the pinned packages have wheels for. */
const oldestMinor = 11
const newestMinor = 14
const remedy =
  process.platform === 'darwin'
    ? 'brew install python@3.12'
    : 'Install Python 3.12 with pip (on Debian and Ubuntu: apt install python3 python3-pip).'

/** Looks at the named programs only. */
const names = ['python3', 'python3.12', 'python3.13', 'python3.11', 'python3.14']

const question = 'import sys, pip; print(sys.version_info.major, sys.version_info.minor)'

/** A Python that training can use. Errors (kind missing): `python-missing`, `python-too-old`. */
export async function findPython(
  environment: Record<string, string | undefined>,
  signal: AbortSignal,
  candidates: readonly string[] = names,
): Promise<Python> {
  const found: string[] = []
  for (const file of candidates) {
    const answer = await ask(file, environment, signal)
    signal.throwIfAborted()
    const [major = 0, minor = 0] = answer?.trim().split(' ').map(Number) ?? []
    if (major === 3 && minor >= oldestMinor && minor <= newestMinor) return { file, version: `${major}.${minor}` }
    if (major > 0) found.push(`${major}.${minor}`)
  }
  const wanted = `Training needs Python 3.${oldestMinor} to 3.${newestMinor} with pip`
  if (found.length === 0) {
    throw new SamError('python-missing', `${wanted}, and none was found.`, { kind: 'missing', remedy })
  }
  throw new SamError('python-too-old', `${wanted}, and here is ${found.join(' and ')}.`, { kind: 'missing', remedy })
}

function ask(
  file: string,
  environment: Record<string, string | undefined>,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, ['-c', question], { env: withoutKeys(environment), timeout: 20_000, signal }, (error, output) =>
      resolve(error === null ? output : undefined),
    )
  })
}
