import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { SamError } from '../../core/errors.ts'

/** Programs that play a WAV file given as their only argument: macOS's own, then those of Linux's sound systems. */
const players = ['afplay', 'pw-play', 'paplay', 'aplay']

/** The first of them on the PATH. Error `player-missing` (kind missing). */
export async function findPlayer(environment: Record<string, string | undefined>): Promise<string> {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  for (const name of players) {
    for (const folder of folders) {
      const file = path.join(folder, name)
      const runs = await fs.access(file, fs.constants.X_OK).then(
        () => true,
        () => false,
      )
      if (runs) return file
    }
  }
  throw new SamError('player-missing', 'There is no program here that plays sound.', {
    kind: 'missing',
    remedy: 'sam say … --out file.wav',
  })
}

/** Plays to the end, or until the signal. Errors: `playing-failed`, `cancelled`. */
export async function playFile(player: string, file: string, signal: AbortSignal): Promise<void> {
  try {
    await promisify(execFile)(player, [file], { signal })
  } catch (cause) {
    if (signal.aborted) throw new SamError('cancelled', 'Cancelled.', { kind: 'cancelled', cause })
    throw new SamError('playing-failed', `${path.basename(player)} could not play the sound.`, {
      remedy: 'sam say … --out file.wav',
      cause,
    })
  }
}
