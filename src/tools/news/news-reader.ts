import type { Clock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import type { WebClient } from '../web/web-client.ts'
import { type Headline, readFeed } from './read-feed.ts'

export interface News {
  /** Newest first, the feeds taking turns where they give no dates. */
  headlines: Headline[]
  /** One sentence for each feed that is down. */
  troubles: string[]
}

export interface NewsReader {
  readonly feedCount: number
  read(turnId: string, signal: AbortSignal): Promise<News>
}

const freshMs = 5 * 60_000

/** The feeds the user chose, all at once; what was read stays fresh for five minutes. */
export function createNewsReader(feeds: readonly string[], web: WebClient, clock: Clock): NewsReader {
  const kept = new Map<string, { headlines: Headline[]; atMs: number }>()

  const readOne = async (feed: string, turnId: string, signal: AbortSignal): Promise<Headline[]> => {
    const last = kept.get(feed)
    if (last !== undefined && clock.nowMs() - last.atMs < freshMs) return last.headlines
    const url = new URL(feed)
    const headlines = readFeed(await web.read({ url, purpose: 'news feed', turnId, signal }), url.hostname)
    kept.set(feed, { headlines, atMs: clock.nowMs() })
    return headlines
  }

  return {
    feedCount: feeds.length,
    async read(turnId, signal) {
      const results = await Promise.allSettled(feeds.map((feed) => readOne(feed, turnId, signal)))
      signal.throwIfAborted()
      const read = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value)
      const troubles = results
        .filter((result) => result.status === 'rejected')
        .map(({ reason }) => toSamError(reason).message)
      return { headlines: inTurns(read).sort(newestFirst), troubles }
    },
  }
}

function inTurns(lists: readonly (readonly Headline[])[]): Headline[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat()
}

function newestFirst(a: Headline, b: Headline): number {
  // Without both dates the order stays as it is.
  if (a.publishedAt === undefined || b.publishedAt === undefined) return 0
  return b.publishedAt.getTime() - a.publishedAt.getTime()
}
