import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import type { FetchOutcome, ScrapeRun } from '../adapter.ts'
import { isWebAddress } from '../local-files.ts'
import { runGit } from './git.ts'
import { openRepository } from './repository.ts'

export const commitsKept = 200
const mostBytes = 500_000_000
const timeoutMs = 10 * 60_000

/** Where the clone of an address lies. */
export function cloneFolder(root: string, address: string): string {
  return path.join(root, createHash('sha256').update(address).digest('hex').slice(0, 24))
}

/**
 * Clones a repository, without its files being laid out: from an https address, through the same checks and the same audit log as any request
 * and only to the host's addresses that were checked, or from a folder on this machine. The new clone takes the old one's place whole.
 *
 * @returns hash of the newest commit
 */
export async function clone(
  address: string,
  folder: string,
  { web, signal }: ScrapeRun,
): Promise<string | FetchOutcome> {
  const settings: string[] = []
  if (isWebAddress(address)) {
    const url = checkedAddress(address)
    if (url === undefined) return { kind: 'refused', reason: 'address' }
    const turn = await web.turn({ url, purpose: 'a repository to learn from', signal })
    if ('kind' in turn) return turn
    const pinned = turn.addresses.map((found) => (found.includes(':') ? `[${found}]` : found)).join(',')
    settings.push('-c', `http.curloptResolve=${url.hostname}:${url.port || '443'}:${pinned}`)
  } else if (!path.isAbsolute(address)) return { kind: 'refused', reason: 'address' }
  const part = `${folder}.${process.pid}.part`
  fs.rmSync(part, { recursive: true, force: true })
  fs.mkdirSync(path.dirname(part), { recursive: true, mode: 0o700 })
  try {
    const source = isWebAddress(address) ? address : `file://${address}`
    const how = [
      '--bare',
      '--no-local',
      '--single-branch',
      '--no-tags',
      `--depth=${commitsKept + 1}`,
      '--template=',
      '--quiet',
    ]
    await runGit([...settings, 'clone', ...how, '--', source, part], {
      signal,
      timeoutMs,
      folder: { path: part, mostBytes },
    })
    const head = await openRepository(part, signal).head()
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(part, folder)
    return head
  } catch (thrown) {
    signal.throwIfAborted()
    if (!(thrown instanceof SamError) || thrown.kind === 'missing') throw thrown
    return thrown.code === 'git-too-large'
      ? { kind: 'refused', reason: 'too-large' }
      : { kind: 'failed', reason: thrown.code }
  } finally {
    fs.rmSync(part, { recursive: true, force: true })
  }
}

/** Only https, and nothing secret in the address. */
function checkedAddress(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined
}
