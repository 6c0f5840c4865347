import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type yauzl from 'yauzl'
import { archiveInvalid, eachMember, memberStream, openZip } from '../../core/files/zip.ts'

export interface ArchiveLimits {
  /** Unpacked bytes of everything that is taken out. */
  maximumBytes: number
  maximumFiles: number
}

/** Takes one member out of a zip archive (a Python wheel is one). Errors: `archive-invalid`. */
export async function extractMember(
  archive: string,
  member: string,
  target: string,
  limits: { maximumBytes: number },
  signal: AbortSignal,
): Promise<void> {
  let found = false
  await walk(archive, signal, async (zip, entry) => {
    if (entry.fileName !== member) return
    if (found) throw archiveInvalid(archive, `it has "${member}" twice`)
    found = true
    requirePlainFile(archive, entry)
    requireSize(archive, entry.uncompressedSize, limits.maximumBytes)
    await writeEntry(zip, entry, target, signal)
  })
  if (!found) throw archiveInvalid(archive, `it has no "${member}"`)
}

/** Takes out everything below `prefix` (ends with `/`) into a new folder. Errors: `archive-invalid`. */
export async function extractTree(
  archive: string,
  prefix: string,
  folder: string,
  limits: ArchiveLimits,
  signal: AbortSignal,
): Promise<void> {
  let files = 0
  let bytes = 0
  await walk(archive, signal, async (zip, entry) => {
    if (!entry.fileName.startsWith(prefix) || entry.fileName.endsWith('/')) return
    requirePlainFile(archive, entry)
    files += 1
    bytes += entry.uncompressedSize
    if (files > limits.maximumFiles)
      throw archiveInvalid(archive, `it has more than ${limits.maximumFiles} files in "${prefix}"`)
    requireSize(archive, bytes, limits.maximumBytes)
    await writeEntry(zip, entry, insideFolder(archive, folder, entry.fileName.slice(prefix.length)), signal)
  })
  if (files === 0) throw archiveInvalid(archive, `it has nothing in "${prefix}"`)
}

type Visit = (zip: yauzl.ZipFile, entry: yauzl.Entry) => Promise<void>

async function walk(archive: string, signal: AbortSignal, visit: Visit): Promise<void> {
  const zip = await openZip(archive)
  try {
    await eachMember(archive, zip, signal, (entry) => visit(zip, entry))
  } finally {
    zip.close()
  }
}

async function writeEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, target: string, signal: AbortSignal): Promise<void> {
  fs.mkdirSync(path.dirname(target), { recursive: true })
  const stream = await memberStream(zip, entry)
  try {
    await pipeline(stream, fs.createWriteStream(target, { flags: 'wx' }), { signal })
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (cause instanceof Error && 'syscall' in cause) throw cause
    throw archiveInvalid('The archive', `"${entry.fileName}" is damaged`, cause)
  }
}

/** A link could point anywhere, and models contain none. */
function requirePlainFile(archive: string, entry: yauzl.Entry): void {
  const unixMode = entry.externalFileAttributes >>> 16
  const kind = unixMode & 0o170000
  if (kind !== 0 && kind !== 0o100000) throw archiveInvalid(archive, `"${entry.fileName}" is not a plain file`)
}

function requireSize(archive: string, bytes: number, maximumBytes: number): void {
  if (bytes > maximumBytes) throw archiveInvalid(archive, `it unpacks to more than ${maximumBytes} bytes`)
}

function insideFolder(archive: string, folder: string, relative: string): string {
  const target = path.resolve(folder, relative)
  if (!target.startsWith(path.resolve(folder) + path.sep))
    throw archiveInvalid(archive, `"${relative}" leaves its folder`)
  return target
}
