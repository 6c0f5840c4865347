import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import type { HttpDownload } from './http-download.ts'
import { isUnreachable, saysUnreachable, unreachable } from './unreachable.ts'

export interface WheelRequest {
  package: string
  version: string
  /** Folder for the wheel and its unfinished download. */
  folder: string
  maximumBytes: number
  signal: AbortSignal
  onBytes(received: number, total: number | undefined): void
}

/**
 * Brings a wheel onto the disk and answers its path. Errors: `python-missing`, `wheel-unavailable` when the index does not have
 * it, `source-unreachable` when there is no index, as without a network.
 */
export type WheelDownload = (request: WheelRequest) => Promise<string>

const reportSchema = z.object({
  install: z
    .array(
      z.object({
        download_info: z.object({
          url: z.string(),
          archive_info: z.looseObject({ hashes: z.record(z.string(), z.string()).optional() }).optional(),
        }),
      }),
    )
    .length(1),
})

/**
 * Asks pip where the wheel is (so that the user's own index and proxy settings count, and no registry is named here) and
 * downloads it with resume. `--only-binary` keeps pip from ever running a package's code. Where pip cannot say or the
 * address needs pip's own credentials, pip downloads it itself.
 */
export function createWheelDownload(http: HttpDownload, python = 'python3'): WheelDownload {
  return async (request) => {
    fs.mkdirSync(request.folder, { recursive: true })
    const known = await resolveWheel(python, request)
    if (known !== undefined) {
      const file = path.join(request.folder, known.fileName)
      if (fs.existsSync(file)) return file
      if (known.url.startsWith('file:')) {
        fs.copyFileSync(fileURLToPath(known.url), file)
        return file
      }
      try {
        await http({ ...request, url: known.url, file })
        return file
      } catch (error) {
        if (!isUnreachable(error) && !(error instanceof SamError && error.code === 'download-failed')) throw error
      }
    }
    return downloadWithPip(python, request)
  }
}

async function resolveWheel(
  python: string,
  request: WheelRequest,
): Promise<{ url: string; fileName: string } | undefined> {
  const report = path.join(request.folder, `${request.package}-${process.pid}.report.json`)
  try {
    await pip(
      python,
      // One retry is the least with which pip says why it failed. Where the connection only flickered, `pip download` tries as often as it does.
      [
        ...['install', '--dry-run', '--ignore-installed', '--retries', '1', '--report', report],
        ...[...commonArguments, requirement(request)],
      ],
      request.signal,
    )
    const parsed = reportSchema.parse(JSON.parse(fs.readFileSync(report, 'utf8')))
    const url = parsed.install[0]?.download_info.url ?? ''
    const fileName = path.posix.basename(decodeURIComponent(new URL(url).pathname))
    return /^[\w.+-]+\.whl$/.test(fileName) ? { url, fileName } : undefined
  } catch (error) {
    request.signal.throwIfAborted()
    // An old pip has no --report, and another kind of answer is no answer; `pip download` then tells what is wrong.
    if (isUnreachable(error) || (error instanceof SamError && error.code === 'python-missing')) throw error
    return undefined
  } finally {
    fs.rmSync(report, { force: true })
  }
}

async function downloadWithPip(python: string, request: WheelRequest): Promise<string> {
  await pip(python, ['download', '--dest', request.folder, ...commonArguments, requirement(request)], request.signal)
  const file = fs.readdirSync(request.folder).find((name) => isWheelOf(name, request.package, request.version))
  if (file === undefined) throw new SamError('wheel-unavailable', `pip did not deliver ${requirement(request)}.`)
  return path.join(request.folder, file)
}

const commonArguments = ['--no-deps', '--quiet', '--disable-pip-version-check', '--only-binary=:all:']

function requirement(request: WheelRequest): string {
  return `${request.package}==${request.version}`
}

/** Is this file name a wheel of that release? Names are compared as the wheel format normalises them. */
export function isWheelOf(fileName: string, packageName: string, version: string): boolean {
  const match = /^([^-]+)-([^-]+)-.+\.whl$/.exec(fileName)
  const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '_')
  return match?.[1] !== undefined && normal(match[1]) === normal(packageName) && match[2] === version
}

function pip(python: string, commandLine: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-m', 'pip', ...commandLine], { stdio: ['ignore', 'ignore', 'pipe'], signal })
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk}`.slice(-2000)
    })
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (signal.aborted) return reject(signal.reason)
      const missing = cause.code === 'ENOENT'
      reject(
        new SamError(
          missing ? 'python-missing' : 'wheel-unavailable',
          missing ? 'Python 3 is not installed.' : cause.message,
          { cause },
        ),
      )
    })
    child.on('close', (code) => {
      if (code === 0) return resolve()
      if (signal.aborted) return reject(signal.reason)
      if (saysUnreachable(complaint)) return reject(unreachable('The Python package index cannot be reached.'))
      const lines = complaint.split('\n').filter((line) => line.startsWith('ERROR'))
      reject(
        new SamError('wheel-unavailable', `pip could not fetch the package: ${lines.at(-1) ?? `exit code ${code}`}`),
      )
    })
  })
}
