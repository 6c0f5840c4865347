import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { SamError } from '../../core/errors.ts'

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
    if (found) throw invalid(archive, `it has "${member}" twice`)
    found = true
    requirePlainFile(archive, entry)
    requireSize(archive, entry.uncompressedSize, limits.maximumBytes)
    await writeEntry(zip, entry, target, signal)
  })
  if (!found) throw invalid(archive, `it has no "${member}"`)
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
      throw invalid(archive, `it has more than ${limits.maximumFiles} files in "${prefix}"`)
    requireSize(archive, bytes, limits.maximumBytes)
    await writeEntry(zip, entry, insideFolder(archive, folder, entry.fileName.slice(prefix.length)), signal)
  })
  if (files === 0) throw invalid(archive, `it has nothing in "${prefix}"`)
}

type Visit = (zip: yauzl.ZipFile, entry: yauzl.Entry) => Promise<void>

/** Visits the members one after the other; yauzl checks names and that unpacked sizes are as announced. */
async function walk(archive: string, signal: AbortSignal, visit: Visit): Promise<void> {
  const zip = await open(archive)
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', (cause) => reject(invalid(archive, 'its table of contents is damaged', cause)))
      zip.on('end', resolve)
      zip.on('entry', (entry: yauzl.Entry) => {
        if (signal.aborted) return reject(signal.reason)
        visit(zip, entry).then(() => zip.readEntry(), reject)
      })
      zip.readEntry()
    })
  } finally {
    zip.close()
  }
}

function open(archive: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }
    yauzl.open(archive, options, (cause, zip) => {
      if (cause) reject(invalid(archive, 'it is not a complete zip file', cause))
      else resolve(zip)
    })
  })
}

async function writeEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, target: string, signal: AbortSignal): Promise<void> {
  fs.mkdirSync(path.dirname(target), { recursive: true })
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (cause, opened) => (cause ? reject(cause) : resolve(opened)))
  })
  try {
    await pipeline(stream, fs.createWriteStream(target, { flags: 'wx' }), { signal })
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (cause instanceof Error && 'syscall' in cause) throw cause
    throw invalid('The archive', `"${entry.fileName}" is damaged`, cause)
  }
}

/** A link could point anywhere, and models contain none. */
function requirePlainFile(archive: string, entry: yauzl.Entry): void {
  const unixMode = entry.externalFileAttributes >>> 16
  const kind = unixMode & 0o170000
  if (kind !== 0 && kind !== 0o100000) throw invalid(archive, `"${entry.fileName}" is not a plain file`)
}

function requireSize(archive: string, bytes: number, maximumBytes: number): void {
  if (bytes > maximumBytes) throw invalid(archive, `it unpacks to more than ${maximumBytes} bytes`)
}

function insideFolder(archive: string, folder: string, relative: string): string {
  const target = path.resolve(folder, relative)
  if (!target.startsWith(path.resolve(folder) + path.sep)) throw invalid(archive, `"${relative}" leaves its folder`)
  return target
}

function invalid(archive: string, why: string, cause?: unknown): SamError {
  return new SamError('archive-invalid', `${path.basename(archive)} cannot be unpacked: ${why}.`, { cause })
}
