import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import type { NewsReader } from '../news/news-reader.ts'
import type { Headline } from '../news/read-feed.ts'
import { done, type Tool } from '../tool.ts'

const input = z.strictObject({
  query: z.string().trim().min(1).max(200).optional().describe('Topic or name of a feed; everything when absent'),
  day: z.iso.date().optional().describe('Only of this day'),
  position: z.number().int().min(1).max(50).optional().describe('From which headline on; 1 is the first'),
})

const mostSpoken = 5

/** news.headlines. */
export function createNewsTools(reader: NewsReader): Tool[] {
  const headlines: Tool<z.infer<typeof input>> = {
    name: 'news.headlines',
    tier: 'read',
    summary: 'Reads the headlines of the news feeds that the user chose.',
    schema: input,
    timeoutMs: 20_000,
    // Whatever a feed says was written by somebody else.
    taints: true,
    describe: ({ query }) => `Read the news${query === undefined ? '' : ` about ${query}`}.`,
    async run({ query, day, position = 1 }, { turnId, signal }) {
      if (reader.feedCount === 0) {
        throw new SamError('news-not-set-up', 'I read no news until you choose feeds.', {
          remedy: 'sam config set news.feeds https://example.org/feed.xml',
        })
      }
      const { headlines: all, troubles } = await reader.read(turnId, signal)
      const fitting = all.filter((headline) => isAbout(headline, query) && isOfDay(headline, day))
      const told = fitting.slice(position - 1, position - 1 + mostSpoken)
      if (all.length === 0 && troubles.length > 0) throw new SamError('news-unreachable', troubles.join(' '))
      const nothing = query === undefined ? 'There is no more news.' : `I found no news about ${query}.`
      const spoken = [told.length === 0 ? nothing : speak(told), ...troubles].join(' ')
      return done(spoken, { output: { headlines: told, found: fitting.length } })
    },
  }
  return [headlines]
}

function isAbout({ title, summary = '', source }: Headline, query: string | undefined): boolean {
  if (query === undefined) return true
  const words = query.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const text = `${title} ${summary} ${source}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

function isOfDay({ publishedAt }: Headline, day: string | undefined): boolean {
  if (day === undefined || publishedAt === undefined) return true
  const start = new Date(`${day}T00:00`)
  const end = new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1)
  return publishedAt >= start && publishedAt < end
}

/** Headlines of one feed after another, each feed named once. */
function speak(headlines: readonly Headline[]): string {
  const bySource = new Map<string, string[]>()
  for (const { source, title } of headlines) bySource.set(source, [...(bySource.get(source) ?? []), sentence(title)])
  return [...bySource].map(([source, titles]) => `From ${source}: ${titles.join(' ')}`).join(' ')
}

function sentence(title: string): string {
  return /[.!?…]$/.test(title) ? title : `${title}.`
}
