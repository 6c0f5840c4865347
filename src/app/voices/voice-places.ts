import os from 'node:os'
import path from 'node:path'

/** The user's voices, one folder each. */
export function voicesFolder(home: string): string {
  return path.join(home, 'voices')
}

/** What was built of checkpoints; can be deleted at any time. */
export function preparedFolder(home: string): string {
  return path.join(home, 'cache', 'voices')
}

/** A decoder takes what there is, for the moment that it speaks. */
export function decoderThreads(): number {
  return Math.min(4, os.availableParallelism())
}
