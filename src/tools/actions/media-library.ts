import { z } from 'zod'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const searchInput = z.strictObject({
  query: z.string().trim().min(1).max(200).describe('Title, artist, album or playlist'),
  app: z.string().trim().min(1).max(40).optional().describe('The player, for example Spotify'),
})
const mostSpoken = 3

/** media.search. */
export function createMediaLibraryTools({ platform }: ToolServices): Tool[] {
  const search: Tool<z.infer<typeof searchInput>> = {
    name: 'media.search',
    tier: 'read',
    summary: 'Looks for music in the library of the player; media.play with the same words plays it.',
    schema: searchInput,
    timeoutMs: 30_000,
    taints: true,
    describe: ({ query, app }) => `Look for ${query} in ${app ?? 'the music'}.`,
    async run({ query, app }, { signal }) {
      const { tracks, player } = await platform.musicLibrary.search(query, app, signal)
      const output = { tracks, player }
      if (tracks.length === 0) return done(`I found no ${query} in ${player}.`, { output })
      const told = tracks
        .slice(0, mostSpoken)
        .map(({ title, artist }) => (artist === undefined ? title : `${title} by ${artist}`))
      const rest = tracks.length - told.length
      return done(`I found ${spokenList(rest > 0 ? [...told, `${rest} more`] : told)}.`, { output })
    },
  }
  return [search]
}
