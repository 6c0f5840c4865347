import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const app = z.string().trim().min(1).max(40).optional().describe('The player, for example Music')
const favoriteInput = z.strictObject({
  enabled: z.boolean().default(true).describe('A favourite, or no longer one'),
  app,
})
const addInput = z.strictObject({ list: z.string().trim().min(1).max(120).describe('Name of the playlist'), app })
const favoriteReceipt = z.object({ id: z.string(), before: z.boolean() })
const addReceipt = z.object({ id: z.string(), playlist: z.string() })

/** media.favorite, media.add-to-playlist. */
export function createMediaCollectionTools({ platform }: ToolServices): Tool[] {
  const { musicLibrary } = platform

  const favorite: Tool<z.infer<typeof favoriteInput>> = {
    name: 'media.favorite',
    tier: 'reversible',
    summary: 'Marks the song that plays as a favourite, or no longer.',
    schema: favoriteInput,
    timeoutMs: 30_000,
    describe: ({ enabled }) => (enabled ? 'Mark this song as a favourite.' : 'Take this song out of the favourites.'),
    async run({ enabled, app: player }, { signal }) {
      const { id, title, before } = await musicLibrary.favorite({ enabled }, player, signal)
      const output = { title, enabled }
      if (before === enabled)
        return done(`${title} ${enabled ? 'is a favourite already' : 'was no favourite'}.`, { output })
      const spoken = enabled ? `${title} is a favourite now.` : `${title} is no favourite any more.`
      return done(spoken, { output, receipt: { id, before } })
    },
    async undo(receipt, { signal }) {
      const { id, before } = favoriteReceipt.parse(receipt)
      const { title } = await musicLibrary.favorite({ enabled: before, id }, undefined, signal)
      return done(before ? `${title} is a favourite again.` : `${title} is no favourite any more.`)
    },
  }

  const add: Tool<z.infer<typeof addInput>> = {
    name: 'media.add-to-playlist',
    tier: 'reversible',
    summary: 'Puts the song that plays on a playlist.',
    schema: addInput,
    timeoutMs: 30_000,
    describe: ({ list }) => `Put this song on the playlist ${list}.`,
    async run({ list, app: player }, { signal }) {
      const { id, title, playlist } = await musicLibrary.addToPlaylist(list, player, signal)
      return done(`I put ${title} on ${playlist}.`, { output: { title, playlist }, receipt: { id, playlist } })
    },
    async undo(receipt, { signal }) {
      const { id, playlist } = addReceipt.parse(receipt)
      await musicLibrary.takeFromPlaylist(playlist, id, signal)
      return done(`I took it off ${playlist} again.`)
    },
  }

  return [favorite, add]
}
