import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { type ByteSource, fileSource } from './byte-source.ts'
import { zipSources } from './zip-sources.ts'

export interface SourceChoice {
  /** Files that hold conversations, by their name without folders. */
  wanted: RegExp
  /** Where an export has none of these: any of these, for exports of other programs. */
  otherwise: RegExp
  /** Never: what lies beside the conversations. */
  beside: RegExp
}

export interface FoundSources {
  /** In the order of their names. */
  sources: ByteSource[]
  /** Files that belong to the export and are not read: `import-part-missing`, `import-name-unsafe`. */
  passedOver: SamError[]
  close(): void
}

/** Folders of an export are never nested deeper; a loop of links would be. */
const deepestFolder = 12
const manifestName = /(?:^|\/)export_manifest\.json$/
const maximumManifestBytes = 4 << 20

/**
 * The files to import below a path: one file, a folder, or a zip file (whatever it is called). Errors: `import-not-found`,
 * `import-empty`, `archive-invalid`.
 */
export async function findSources(place: string, choice: SourceChoice, signal: AbortSignal): Promise<FoundSources> {
  const stat = fs.statSync(place, { throwIfNoEntry: false })
  if (stat === undefined) {
    throw new SamError('import-not-found', `There is no file or folder ${place}.`, {
      remedy: 'Check the path.',
    })
  }
  if (!stat.isDirectory() && !isZip(place)) {
    return { sources: [fileSource(place, path.basename(place), stat.size)], passedOver: [], close() {} }
  }
  const {
    sources: all,
    misnamed,
    close,
  } = stat.isDirectory()
    ? { sources: filesBelow(place, '', 0), misnamed: [], close() {} }
    : await zipSources(place, signal)
  const sources = chosen(all, choice)
  if (sources.length === 0) {
    close()
    const names = all.slice(0, 5).map(({ name }) => name)
    const holds = names.length === 0 ? 'it is empty' : `it holds ${names.join(', ')}${all.length > 5 ? ', …' : ''}`
    throw new SamError('import-empty', `${place} has no conversations to import: ${holds}.`, {
      remedy: 'Give the zip file or folder as it was exported, or the file with the conversations.',
    })
  }
  const missing = await missingParts(all)
  return {
    sources,
    passedOver: [
      ...misnamed.map(
        (name) => new SamError('import-name-unsafe', `"${name}" leads out of the archive and was not read.`),
      ),
      ...missing.map((name) => new SamError('import-part-missing', `The export names ${name}, which is not there.`)),
    ],
    close,
  }
}

function isZip(file: string): boolean {
  const start = Buffer.alloc(4)
  const handle = fs.openSync(file, 'r')
  try {
    fs.readSync(handle, start, 0, 4, 0)
  } finally {
    fs.closeSync(handle)
  }
  return ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(start.toString('latin1')) || file.toLowerCase().endsWith('.zip')
}

/** Links are not followed: an export has none, and they may lead in circles. */
function filesBelow(root: string, folder: string, depth: number): ByteSource[] {
  if (depth > deepestFolder) return []
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry): ByteSource[] => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(root, name, depth + 1)
    if (!entry.isFile()) return []
    const file = path.join(root, name)
    return [fileSource(file, name, fs.statSync(file).size)]
  })
}

function chosen(all: readonly ByteSource[], { wanted, otherwise, beside }: SourceChoice): ByteSource[] {
  // Archives made on a Mac carry a shadow of every file in __MACOSX.
  const usable = all.filter(({ name }) => !/(?:^|\/)(?:__MACOSX\/|\._)/.test(name))
  const by = (pattern: RegExp) => usable.filter(({ name }) => pattern.test(path.posix.basename(name)))
  const found = by(wanted)
  const sources = found.length > 0 ? found : by(otherwise).filter(({ name }) => !beside.test(path.posix.basename(name)))
  return sources.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Parts that the export's own list names and that are not there. */
async function missingParts(all: readonly ByteSource[]): Promise<string[]> {
  const manifest = all.find(({ name, bytes }) => manifestName.test(name) && bytes <= maximumManifestBytes)
  if (manifest === undefined) return []
  const pieces: Buffer[] = []
  for await (const piece of manifest.open()) pieces.push(Buffer.from(piece))
  const named = new Set(
    Buffer.concat(pieces)
      .toString()
      .match(/\bconversations[\w-]*\.json\b/g) ?? [],
  )
  const there = new Set(all.map(({ name }) => path.posix.basename(name)))
  return [...named].filter((name) => !there.has(name))
}
