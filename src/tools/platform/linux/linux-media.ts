import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import type { MediaCommand, MediaPort, NowPlaying } from '../port.ts'
import { type ProgramResult, runProgram } from '../process.ts'

const separator = '\u001f'
const format = ['playerName', 'status', 'title', 'artist', 'album'].map((field) => `{{${field}}}`).join(separator)

/** playerctl's own words, where they are others. */
const words: Partial<Record<MediaCommand, readonly string[]>> = {
  'shuffle-on': ['shuffle', 'On'],
  'shuffle-off': ['shuffle', 'Off'],
  'repeat-one': ['loop', 'Track'],
  'repeat-all': ['loop', 'Playlist'],
  'repeat-off': ['loop', 'None'],
}

/** Every player that speaks MPRIS, through playerctl. */
export function createLinuxMedia(environment: Record<string, string | undefined>): MediaPort {
  const control = async (
    player: string | undefined,
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<ProgramResult> => {
    const program = findProgram('playerctl', pathFolders(environment['PATH']))
    if (program === undefined) throw notAvailableHere('Media control', 'playerctl', 'playerctl')
    // playerctl's names are those on the message bus: "spotify", "vlc", "firefox".
    const chosen = player === undefined ? [] : [`--player=${player.toLowerCase().replace(/[^a-z0-9]/g, '')}`]
    return runProgram(program, [...chosen, ...args], {
      timeoutMs: 4000,
      signal,
      environment: { ...environment, LC_ALL: 'C' },
    })
  }
  return {
    async command(command, player, signal) {
      const result = await control(player, words[command] ?? [command], signal)
      if (result.exitCode !== 0) {
        throw new SamError(
          'no-player',
          player === undefined ? 'No media player is running.' : `${player} is not running.`,
        )
      }
      return player === undefined ? {} : { player }
    },
    async nowPlaying(player, signal): Promise<NowPlaying | undefined> {
      const result = await control(player, ['metadata', '--format', format], signal)
      if (result.exitCode !== 0) return undefined
      const [name = '', status = '', title = '', artist = '', album = ''] = result.stdout
        .replace(/\n$/, '')
        .split(separator)
      return {
        player: name,
        state: status === 'Playing' ? 'playing' : status === 'Paused' ? 'paused' : 'stopped',
        ...(title === '' ? {} : { title }),
        ...(artist === '' ? {} : { artist }),
        ...(album === '' ? {} : { album }),
      }
    },
  }
}
