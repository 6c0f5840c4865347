import fs from 'node:fs'
import path from 'node:path'
import { runFiles } from './training-job.ts'

/** Folder of all trainings of a home. */
export function runsFolder(home: string): string {
  return path.join(home, 'training', 'runs')
}

/** Folder of all nights of a home; each has what it learned from and what was asked in one of its own. */
export function nightsFolder(home: string): string {
  return path.join(home, 'training', 'nights')
}

/** Folder of one training. */
export function runFolder(home: string, id: string): string {
  return path.join(runsFolder(home), id)
}

/** Folders of the trainings that were begun, the newest first. */
export function begunRuns(home: string): string[] {
  const all = runsFolder(home)
  const begun = (fs.existsSync(all) ? fs.readdirSync(all) : []).flatMap((name) => {
    const job = path.join(all, name, runFiles.job)
    return fs.existsSync(job) ? [{ folder: path.join(all, name), atMs: fs.statSync(job).mtimeMs }] : []
  })
  return begun.sort((one, other) => other.atMs - one.atMs).map(({ folder }) => folder)
}
