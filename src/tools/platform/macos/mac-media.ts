import { setTimeout as wait } from 'node:timers/promises'
import { SamError } from '../../../core/errors.ts'
import type { MediaPort, NowPlaying } from '../port.ts'
import type { MacPrograms } from './mac-programs.ts'
import type { ScriptRunner } from './script-runner.ts'
import { fields } from './scripts.ts'

const players = [
  { name: 'Music', bundleId: 'com.apple.Music', script: 'music' },
  { name: 'Spotify', bundleId: 'com.spotify.client', script: 'spotify' },
] as const
type Player = (typeof players)[number]

/** Music and Spotify, through their own scripts: the one asked for, else the one that plays, else the one that runs. */
export function createMacMedia(programs: MacPrograms, runScript: ScriptRunner): MediaPort {
  const running = async (signal: AbortSignal): Promise<Player[]> => {
    const args = players.map((player) => player.bundleId)
    const found = fields(await runScript('running-applications', { args, signal }))
    return players.filter((player) => found.includes(player.bundleId))
  }
  const read = async (player: Player, signal: AbortSignal): Promise<NowPlaying> => {
    const [state, title, artist, album] = fields(await runScript(player.script, { args: ['now-playing'], signal }))
    return {
      player: player.name,
      state: state === 'playing' || state === 'paused' ? state : 'stopped',
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(album === undefined ? {} : { album }),
    }
  }
  const choose = async (name: string | undefined, signal: AbortSignal): Promise<Player | undefined> => {
    if (name !== undefined) {
      const asked = players.find((player) => player.name.toLowerCase() === name.toLowerCase())
      if (asked === undefined) throw new SamError('no-player', `I can control Music and Spotify, not ${name}.`)
      return asked
    }
    const candidates = await running(signal)
    for (const candidate of candidates.length > 1 ? candidates : []) {
      if ((await read(candidate, signal)).state === 'playing') return candidate
    }
    return candidates[0]
  }
  const start = async (player: Player, signal: AbortSignal) => {
    await programs.run('open', ['-g', '-b', player.bundleId], { timeoutMs: 8000, signal })
    await wait(1500, undefined, { signal })
  }
  return {
    async command(command, name, signal) {
      const player = (await choose(name, signal)) ?? (command === 'play' ? players[0] : undefined)
      if (player === undefined) throw new SamError('no-player', 'Neither Music nor Spotify is running.')
      const send = () => runScript(player.script, { args: [command], signal })
      try {
        await send()
      } catch (error) {
        if (!(error instanceof SamError && error.code === 'app-not-running') || command !== 'play') throw error
        await start(player, signal)
        await send()
      }
      return { player: player.name }
    },
    async nowPlaying(name, signal) {
      const player = await choose(name, signal)
      return player === undefined ? undefined : read(player, signal)
    },
  }
}
