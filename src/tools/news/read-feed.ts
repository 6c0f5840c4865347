import { parseFeed } from 'feedsmith'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'

export interface Headline {
  title: string
  /** Name of the feed. */
  source: string
  summary?: string
  link?: string
  publishedAt?: Date
}

const text = z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]).optional()
const itemSchema = z.looseObject({
  title: text,
  description: text,
  summary: text,
  content: text,
  content_text: text,
  link: z.string().optional(),
  url: z.string().optional(),
  links: z.array(z.looseObject({ href: z.string().optional() })).optional(),
  pubDate: z.string().optional(),
  published: z.string().optional(),
  updated: z.string().optional(),
  date_published: z.string().optional(),
  dc: z.looseObject({ date: z.string().optional() }).optional(),
})
const feedSchema = z.looseObject({
  title: text,
  items: z.array(itemSchema).optional(),
  entries: z.array(itemSchema).optional(),
})

const mostHeadlines = 50
/** Longer markup of one text is not looked at. */
const mostMarkup = 20_000

/**
 * The headlines of an RSS, RDF, Atom or JSON feed, in its order, as plain text.
 * @param fallbackName name of the feed where it gives none
 * @throws SamError `feed-unreadable`
 */
export function readFeed(content: string, fallbackName: string): Headline[] {
  let feed: z.infer<typeof feedSchema>
  try {
    feed = feedSchema.parse(parseFeed(content).feed)
  } catch (cause) {
    throw new SamError('feed-unreadable', `${fallbackName} sent no news feed.`, { cause })
  }
  const source = plain(feed.title ?? '', 60) || fallbackName
  const items = (feed.items ?? feed.entries ?? []).slice(0, mostHeadlines)
  return items.flatMap((item) => {
    const title = plain(item.title ?? '', 200)
    if (title === '') return []
    const summary = plain(item.description ?? item.summary ?? item.content ?? item.content_text ?? '', 400)
    const link = item.link ?? item.url ?? item.links?.[0]?.href
    const publishedAt = dateOf(item.pubDate ?? item.published ?? item.date_published ?? item.updated ?? item.dc?.date)
    return [
      {
        title,
        source,
        ...(summary === '' ? {} : { summary }),
        ...(link === undefined ? {} : { link }),
        ...(publishedAt === undefined ? {} : { publishedAt }),
      },
    ]
  })
}

function dateOf(written: string | undefined): Date | undefined {
  const date = new Date(written ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Feeds put markup into their texts; what is spoken must be words. */
function plain(markup: string, longest: number): string {
  const words = markup
    .slice(0, mostMarkup)
    // One pass each, whatever stands there: an open end is the end of the text, a tag holds no other.
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => entities[name] ?? ' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  if (words.length <= longest) return words
  return `${words.slice(0, longest).replace(/\s+\S*$/, '')}…`
}
