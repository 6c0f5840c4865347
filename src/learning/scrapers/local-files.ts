import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import type { FoundDocument, ScrapeDocument } from '../../memory/ports.ts'
import type { FetchOutcome } from './adapter.ts'

const foundAtOnce = 200

/** What changes when a file does. */
function stampOf({ mtimeMs, size }: fs.Stats): string {
  return `${Math.round(mtimeMs)}-${size}`
}

export interface WalkOptions {
  /** Whether a folder or file, by its path inside of the place with `/`, is of interest. */
  enters?(folder: string): boolean
  takes(file: string): boolean
  signal: AbortSignal
}

/**
 * Files of a place, or the place itself if it is a file, in an order that stays the same. Links are not followed, hidden folders not
 * entered. Errors: `scrape-place` (kind missing) when there is no such place.
 */
export function* walkFiles(
  place: string,
  { enters = () => true, takes, signal }: WalkOptions,
): Generator<FoundDocument[]> {
  const root = path.resolve(place)
  const top = fs.lstatSync(root, { throwIfNoEntry: false })
  if (top === undefined)
    throw new SamError('scrape-place', `There is no ${place}.`, { kind: 'missing', remedy: 'sam scrape list' })
  const name = path.basename(root)
  const found = (file: string, relative: string, stats: fs.Stats): FoundDocument => {
    return { address: file, location: relative === '' ? name : `${name}/${relative}`, stamp: stampOf(stats) }
  }
  if (!top.isDirectory()) return top.isFile() ? yield [found(root, '', top)] : undefined
  let batch: FoundDocument[] = []
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted()
    const inner: string[] = []
    for (const entry of listFolder(path.join(root, folder))) {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !entry.name.startsWith('.') && enters(relative)) inner.push(relative)
      if (!entry.isFile() || !takes(relative)) continue
      const stats = fs.lstatSync(path.join(root, relative), { throwIfNoEntry: false })
      if (stats === undefined) continue
      batch.push(found(path.join(root, relative), relative, stats))
      if (batch.length >= foundAtOnce) {
        yield batch
        batch = []
      }
    }
    folders.push(...inner.reverse())
  }
  yield batch
}

/** A folder that may not be read is left out, as are files. */
function listFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch {
    return []
  }
}

/** A file stays where it is; only whether it is there, changed or too large is looked at. */
export function fetchFile(document: ScrapeDocument, mostBytes = Number.POSITIVE_INFINITY): FetchOutcome {
  const stats = fs.lstatSync(document.address, { throwIfNoEntry: false })
  if (stats === undefined || !stats.isFile()) return { kind: 'refused', reason: 'gone' }
  if (stats.size > mostBytes) return { kind: 'refused', reason: 'too-large' }
  const etag = stampOf(stats)
  if (document.etag === etag) return { kind: 'unchanged' }
  return { kind: 'content', content: { etag } }
}

export function isWebAddress(place: string): boolean {
  return /^https?:\/\//i.test(place)
}

/** Error for a source of which the user has not said yet what to read. */
export function noPlace(setting: string, example: string): SamError {
  return new SamError('scrape-place', 'There is nothing to read yet.', {
    kind: 'missing',
    remedy: `sam config set scraping.${setting} ${example}`,
  })
}
