import path from 'node:path'

/** Folder of all trainings of a home. */
export function runsFolder(home: string): string {
  return path.join(home, 'training', 'runs')
}

/** Folder of one training. */
export function runFolder(home: string, id: string): string {
  return path.join(runsFolder(home), id)
}
