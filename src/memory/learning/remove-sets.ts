import fs from 'node:fs'
import path from 'node:path'

/** Folders of a home in which sets and trainings lie. */
const places = ['datasets', path.join('training', 'nights'), path.join('training', 'runs')]

/**
 * Takes away what was put together to train on, also halfway through: it holds the words of everything that was learned from, partly with
 * private ones hidden, so that a text cannot be looked for in it. All of it is made anew when it is needed. Adapters stay.
 */
export function removeSets(home: string): void {
  for (const place of places) fs.rmSync(path.join(home, place), { recursive: true, force: true })
}
