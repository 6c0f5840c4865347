import fs from 'node:fs'
import path from 'node:path'
import { readResult } from './job-file.ts'
import { begunRuns, nightsFolder } from './run-folder.ts'

/** So many nights, and so many trainings, stay with what they learned from: a week, as of adapters. */
const keptTrainings = 7
/** What SAM calls them; nothing else is removed. */
const ownName = /^(?:night|run)-[\d-]+$/

/**
 * Removes the folders of old nights and trainings. The newest of each stay, the training that `--resume` would go on with, and those whose
 * adapters are needed. What a night came to stands in the database, and its adapter in the registry: neither is touched. Never throws: what
 * cannot be removed stays.
 * @param needed ids of adapters that answer, or may have to again
 */
export function pruneTrainings(home: string, needed: ReadonlySet<string>): void {
  try {
    const runs = begunRuns(home)
    const resumed = runs.find((folder) => readResult(folder) === undefined)
    const stale = [
      ...runs.slice(keptTrainings).filter((folder) => folder !== resumed),
      ...newestFirst(nightsFolder(home)).slice(keptTrainings),
    ]
    for (const folder of stale) {
      const name = path.basename(folder)
      if (!needed.has(name) && ownName.test(name)) fs.rmSync(folder, { recursive: true, force: true })
    }
  } catch {
    // The next night tries again.
  }
}

function newestFirst(parent: string): string[] {
  const names = fs.existsSync(parent) ? fs.readdirSync(parent) : []
  return names
    .map((name) => path.join(parent, name))
    .map((folder) => ({ folder, atMs: fs.statSync(folder).mtimeMs }))
    .sort((one, other) => other.atMs - one.atMs)
    .map(({ folder }) => folder)
}
