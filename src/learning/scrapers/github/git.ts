import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'

export interface GitOptions {
  signal: AbortSignal
  /** Bytes on standard output after which it is ended; 64 MB when absent. */
  mostBytes?: number
  timeoutMs?: number
  input?: string
  /** A folder that must not grow beyond this many bytes. */
  folder?: { path: string; mostBytes: number }
}

const watchMs = 500

/**
 * Runs git by an argument list, without the user's settings, hooks, helpers or prompts. Errors: `git-missing` (kind missing),
 * `git-failed`, `git-too-large`, `timed-out`.
 */
export async function runGit(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const { signal, mostBytes = 64_000_000, timeoutMs = 60_000, input = '', folder } = options
  signal.throwIfAborted()
  const settings = [
    'core.hooksPath=/dev/null',
    'credential.helper=',
    'http.followRedirects=false',
    'gc.auto=0',
    'http.userAgent=SAM-scraper git',
  ]
  const child = spawn('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ALLOW_PROTOCOL: 'https:file',
      GIT_NO_REPLACE_OBJECTS: '1',
    },
  })
  let ended: SamError | undefined
  const end = (error: SamError) => {
    ended ??= error
    child.kill('SIGKILL')
  }
  const stop = () => child.kill('SIGKILL')
  signal.addEventListener('abort', stop)
  const late = setTimeout(() => end(new SamError('timed-out', 'git took too long.')), timeoutMs)
  const watch = setInterval(() => {
    if (folder !== undefined && folderBytes(folder.path) > folder.mostBytes)
      end(new SamError('git-too-large', 'The repository is too large.'))
  }, watchMs)
  try {
    const { output, errors, code } = await collect(child, input, mostBytes, end)
    signal.throwIfAborted()
    if (ended !== undefined) throw ended
    if (code !== 0) throw new SamError('git-failed', `git failed: ${errors.trim().split('\n').at(-1) ?? code}`)
    return output
  } finally {
    clearTimeout(late)
    clearInterval(watch)
    signal.removeEventListener('abort', stop)
  }
}

function collect(child: ChildProcess, input: string, mostBytes: number, end: (error: SamError) => void) {
  return new Promise<{ output: Buffer; errors: string; code: number | null }>((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let errors = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > mostBytes) end(new SamError('git-too-large', 'git answered too much.'))
      else chunks.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk}`.slice(-4000)
    })
    // Whoever ends before it has read everything says why by its exit code.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
    child.on('error', (cause) => {
      reject(new SamError('git-missing', 'git is not installed.', { kind: 'missing', remedy: 'Install git.', cause }))
    })
    child.on('close', (code) => resolve({ output: Buffer.concat(chunks), errors, code }))
  })
}

function folderBytes(folder: string): number {
  let bytes = 0
  const folders = [folder]
  for (let open = folders.pop(); open !== undefined; open = folders.pop()) {
    try {
      for (const entry of fs.readdirSync(open, { withFileTypes: true })) {
        const place = path.join(open, entry.name)
        if (entry.isDirectory()) folders.push(place)
        else bytes += fs.lstatSync(place, { throwIfNoEntry: false })?.size ?? 0
      }
    } catch {
      // It was moved or removed meanwhile.
    }
  }
  return bytes
}
