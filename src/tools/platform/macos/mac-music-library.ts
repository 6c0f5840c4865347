import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { MusicLibraryPort, Track } from '../machine-port.ts'
import { oneNamed } from '../one-named.ts'
import { scriptMethods } from './json-scripts.ts'
import type { MacPrograms } from './mac-programs.ts'
import { identifier, line, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

const track = z.strictObject({ title: line, artist: line, album: line })
const playing = z.strictObject({ id: identifier, title: line })
const mostFound = 20
const mostPlaylists = 2000

/** The library of Music. Spotify has no search for scripts: there the search page is shown, and said to be only that. */
export function createMacMusicLibrary(programs: MacPrograms, runScript: ScriptRunner): MusicLibraryPort {
  const music = scriptMethods(runScript, 'music-library')
  const isSpotify = (player: string | undefined) => player?.toLowerCase() === 'spotify'
  const refuseOthers = (player: string | undefined) => {
    if (player === undefined || isSpotify(player) || /^(?:apple )?(?:music|itunes)$/i.test(player)) return
    throw new SamError('no-player', `I can look for music in Music and Spotify, not in ${player}.`)
  }
  /** "so what by miles davis": Music looks for every word, and none of them is "by". */
  const words = (query: string) => query.toWellFormed().replace(/\s+by\s+/gi, ' ')
  const onlyMusic = (player: string | undefined) => {
    refuseOthers(player)
    if (isSpotify(player))
      throw new SamError('not-supported', 'Spotify lets no program change favourites and playlists. Music does.')
  }
  return {
    async favorite(wanted, player, signal) {
      onlyMusic(player)
      const marked = await music('favorite', { ...wanted }, playing.extend({ before: z.boolean() }).nullable(), signal)
      if (marked === null) throw nothingPlays()
      return marked
    },
    async addToPlaylist(said, player, signal) {
      onlyMusic(player)
      const names = await music('playlists', {}, z.array(line).max(mostPlaylists), signal)
      const playlist = oneNamed(names, said, 'playlist', 'playlist')
      const added = await music('addToPlaylist', { playlist }, playing.nullable(), signal)
      if (added === null) throw nothingPlays()
      return { ...added, playlist }
    },
    async takeFromPlaylist(playlist, id, signal) {
      await music('takeFromPlaylist', { playlist, id }, nothing, signal)
    },
    async search(query, player, signal) {
      refuseOthers(player)
      if (isSpotify(player)) {
        throw new SamError(
          'not-supported',
          'Spotify does not tell me what it has. I can show its search: say "play" instead.',
        )
      }
      const found = await music(
        'search',
        { query: words(query), limit: mostFound },
        z.array(track).max(mostFound),
        signal,
      )
      return { tracks: found.map(known), player: 'Music' }
    },
    async play(query, player, signal) {
      refuseOthers(player)
      if (isSpotify(player)) {
        const address = `spotify:search:${encodeURIComponent(query.toWellFormed())}`
        const { exitCode, stderr } = await programs.run('open', [address], { timeoutMs: 8000, signal })
        if (exitCode === 0) return { player: 'Spotify', shown: true }
        throw new SamError('app-not-installed', 'Spotify is not installed on this Mac.', { cause: new Error(stderr) })
      }
      const found = await music('play', { query: words(query) }, track.nullable(), signal)
      if (found === null) throw new SamError('nothing-to-play', `I found no ${query} in your music.`)
      return { player: 'Music', playing: found.artist === '' ? found.title : `${found.title} by ${found.artist}` }
    },
  }
}

function known({ title, artist, album }: z.infer<typeof track>): Track {
  return { title, ...(artist === '' ? {} : { artist }), ...(album === '' ? {} : { album }) }
}

/** Whatever Spotify plays cannot be marked, so it is not asked. */
function nothingPlays(): SamError {
  return new SamError('nothing-plays', 'Nothing is playing in Music, and only there can I do that.')
}
