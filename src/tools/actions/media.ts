import { z } from 'zod'
import type { MediaCommand, RepeatMode } from '../platform/port.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const mediaInput = z.strictObject({
  app: z.string().trim().min(1).max(40).optional().describe('The player, for example Spotify'),
})
const playInput = mediaInput.extend({
  query: z.string().trim().min(1).max(200).optional().describe('What to play; what was playing last when absent'),
})
const shuffleInput = mediaInput.extend({ enabled: z.boolean().default(true).describe('On or off') })
const repeatInput = mediaInput.extend({
  kind: z.enum(['one', 'all', 'off']).default('all').describe('What is repeated'),
})
type MediaInput = z.infer<typeof playInput>
const receiptSchema = z.object({ command: z.enum(['play', 'pause']), player: z.string().optional() })

interface CommandWords {
  command: MediaCommand
  summary: string
  sentence: string
  spoken: string
  /** What takes it back, where anything does. */
  opposite?: 'play' | 'pause'
}

const commands: readonly CommandWords[] = [
  { command: 'play', summary: 'Plays, or goes on playing.', sentence: 'Play', spoken: 'Playing.', opposite: 'pause' },
  { command: 'pause', summary: 'Pauses what is playing.', sentence: 'Pause', spoken: 'Paused.', opposite: 'play' },
  { command: 'next', summary: 'Plays the next track.', sentence: 'Play the next track', spoken: 'Next track.' },
  {
    command: 'previous',
    summary: 'Plays the track before.',
    sentence: 'Play the previous track',
    spoken: 'Previous track.',
  },
]

const repeatWords: Record<RepeatMode, { sentence: string; spoken: string }> = {
  one: { sentence: 'Repeat this track.', spoken: 'This track repeats.' },
  all: { sentence: 'Repeat everything that is in the queue.', spoken: 'Everything repeats.' },
  off: { sentence: 'Stop repeating.', spoken: 'Nothing repeats any more.' },
}

/** media.play, media.pause, media.next, media.previous, media.shuffle, media.repeat, media.now-playing. */
export function createMediaTools({ platform }: ToolServices): Tool[] {
  const { media } = platform

  /** Playing whatever was on last instead would be acted out, not done. */
  const playWanted = async (query: string, app: string | undefined, signal: AbortSignal) => {
    const { player, playing, shown } = await platform.musicLibrary.play(query, app, signal)
    if (shown === true) {
      return done(
        `I opened the search for ${query} in ${player ?? 'the player'}: it does not let me start a song by its name.`,
        {
          output: { player, shown },
        },
      )
    }
    return done(`Playing ${playing ?? query}.`, {
      output: { player, ...(playing === undefined ? {} : { title: playing }) },
      receipt: { command: 'pause', ...(player === undefined ? {} : { player }) },
    })
  }

  const steering = commands.map(({ command, summary, sentence, spoken, opposite }): Tool<MediaInput> => {
    const tool: Tool<MediaInput> = {
      name: `media.${command}`,
      tier: 'reversible',
      summary,
      schema: command === 'play' ? playInput : mediaInput,
      timeoutMs: 40_000,
      describe: ({ app, query }) =>
        `${sentence}${query === undefined ? '' : ` ${query}`}${app === undefined ? '' : ` in ${app}`}.`,
      async run({ app, query }, { signal }) {
        if (query !== undefined) return playWanted(query, app, signal)
        const { player } = await media.command(command, app, signal)
        const receipt =
          opposite === undefined ? {} : { receipt: { command: opposite, ...(player === undefined ? {} : { player }) } }
        return done(spoken, { output: player === undefined ? {} : { player }, ...receipt })
      },
    }
    if (opposite === undefined) return tool
    return {
      ...tool,
      async undo(receipt, { signal }) {
        const { command: back, player } = receiptSchema.parse(receipt)
        await media.command(back, player, signal)
        return done(back === 'play' ? 'Playing again.' : 'Paused again.')
      },
    }
  })

  const nowPlaying: Tool<z.infer<typeof mediaInput>> = {
    name: 'media.now-playing',
    tier: 'read',
    summary: 'Tells what is playing.',
    schema: mediaInput,
    timeoutMs: 20_000,
    // A station or a page in the browser calls it what it likes.
    taints: true,
    describe: () => 'Tell what is playing.',
    async run({ app }, { signal }) {
      const found = await media.nowPlaying(app, signal)
      if (found === undefined || found.state === 'stopped' || found.title === undefined) {
        return done('Nothing is playing.', { output: found ?? {} })
      }
      const by = found.artist === undefined ? '' : ` by ${found.artist}`
      return done(found.state === 'playing' ? `This is ${found.title}${by}.` : `Paused at ${found.title}${by}.`, {
        output: found,
      })
    },
  }

  const shuffle: Tool<z.infer<typeof shuffleInput>> = {
    name: 'media.shuffle',
    tier: 'reversible',
    summary: 'Plays in random order, or in order again.',
    schema: shuffleInput,
    timeoutMs: 20_000,
    describe: ({ enabled }) => `Turn shuffle ${enabled ? 'on' : 'off'}.`,
    async run({ enabled, app }, { signal }) {
      const { player } = await media.command(enabled ? 'shuffle-on' : 'shuffle-off', app, signal)
      return done(`Shuffle is ${enabled ? 'on' : 'off'}.`, { output: player === undefined ? {} : { player } })
    },
  }

  const repeat: Tool<z.infer<typeof repeatInput>> = {
    name: 'media.repeat',
    tier: 'reversible',
    summary: 'Repeats this track, or everything, or nothing.',
    schema: repeatInput,
    timeoutMs: 20_000,
    describe: ({ kind }) => repeatWords[kind].sentence,
    async run({ kind, app }, { signal }) {
      const { player } = await media.command(`repeat-${kind}`, app, signal)
      // Spotify's own script knows only everything or nothing: said as what it does.
      const whole = kind === 'one' && player === 'Spotify' ? 'all' : kind
      return done(repeatWords[whole].spoken, { output: player === undefined ? {} : { player } })
    },
  }

  return [...steering, shuffle, repeat, nowPlaying]
}
