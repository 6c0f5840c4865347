import type { Dirent } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'

export interface WalkLimits {
  timeMs: number
  /** Files and folders looked at. */
  entries: number
  /** Folders below a root. */
  depth: number
}

export const defaultWalkLimits: WalkLimits = { timeMs: 2500, entries: 300_000, depth: 12 }

/** Folders full of files that nobody made by hand. */
const skipped = new Set([
  'node_modules',
  '__pycache__',
  'bower_components',
  'vendor',
  'venv',
  'site-packages',
  'lost+found',
  'snap',
])

export interface WalkedFile {
  path: string
  name: string
  folder: boolean
}

/**
 * Visits files breadth first, the nearest ones first, without hidden ones and without following links. Answers false when a
 * limit ended it early. A folder that cannot be read is passed over.
 */
export async function walk(
  rootFolders: readonly string[],
  limits: WalkLimits,
  signal: AbortSignal,
  visit: (file: WalkedFile) => void,
): Promise<boolean> {
  const endMs = performance.now() + limits.timeMs
  let seen = 0
  let level = [...new Set(rootFolders)]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth) return false
    const next: string[] = []
    for (let index = 0; index < level.length; index += parallelFolders) {
      signal.throwIfAborted()
      if (performance.now() > endMs || seen > limits.entries) return false
      const listings = await Promise.all(level.slice(index, index + parallelFolders).map(list))
      for (const { folder, entries } of listings) {
        seen += entries.length
        for (const entry of entries) take(folder, entry, next)
      }
    }
    level = next
  }
  return true

  function take(folder: string, entry: Dirent, next: string[]): void {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) return
    const isFolder = entry.isDirectory()
    if (!isFolder && !entry.isFile() && !entry.isSymbolicLink()) return
    const file = path.join(folder, entry.name)
    visit({ path: file, name: entry.name, folder: isFolder })
    if (isFolder) next.push(file)
  }
}

const parallelFolders = 16

async function list(folder: string): Promise<{ folder: string; entries: Dirent[] }> {
  try {
    return { folder, entries: await fs.readdir(folder, { withFileTypes: true }) }
  } catch {
    return { folder, entries: [] }
  }
}
