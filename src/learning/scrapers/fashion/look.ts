import type { ExampleDraft } from '../adapter.ts'

/** An image of a fashion archive, as its metadata describe it. No image is ever read. */
export interface Look {
  caption: string
  designer: string
  season: string
  city: string
  /** "ready-to-wear", "couture", "menswear". */
  line: string
  look: string
  tags: string[]
  credit: string
  licence: string
}

/** Names under which archives keep these, small letters and without blanks or signs. */
const names: Record<keyof Look, readonly string[]> = {
  caption: [
    'caption',
    'description',
    'alt',
    'alttext',
    'text',
    'imagedescription',
    'itemdescription',
    'details',
    'abstract',
  ],
  designer: ['designer', 'brand', 'house', 'label', 'collection', 'designername', 'maker'],
  season: ['season', 'seasonyear', 'seasonname', 'show', 'year', 'date'],
  city: ['city', 'location', 'place', 'fashionweek'],
  line: ['line', 'category', 'type', 'gender', 'department', 'showtype', 'articletype', 'mastercategory'],
  look: ['look', 'looknumber', 'lookno', 'number', 'outfit'],
  tags: ['tags', 'keywords', 'labels', 'attributes', 'materials', 'colours', 'colors', 'basecolour'],
  credit: ['credit', 'photographer', 'creator', 'author', 'copyright', 'copyrightnotice', 'source'],
  licence: ['license', 'licence', 'rights', 'usageterms'],
}

/** A record of metadata, whatever its archive calls the fields; undefined where nothing describes an image. */
export function lookOf(record: Record<string, unknown>): Look | undefined {
  const fields = new Map(
    Object.entries(record).map(([name, value]) => [name.toLowerCase().replace(/[^a-z]/g, ''), value]),
  )
  const first = (keys: readonly string[]) => keys.map((key) => words(fields.get(key))).find((text) => text !== '') ?? ''
  const tags = names.tags.flatMap((key) => words(fields.get(key)).split(/[,;|]/))
  const look: Look = {
    ...{
      caption: first(names.caption),
      designer: first(names.designer),
      season: first(names.season),
      city: first(names.city),
    },
    ...{ line: first(names.line), look: first(names.look), credit: first(names.credit), licence: first(names.licence) },
    tags: [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))].slice(0, 20),
  }
  return look.caption.length < 15 ? undefined : look
}

function words(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join(', ')
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, 3000) : ''
}

/** The example of a look: describe it from what is known of it. */
export function lookDraft(look: Look, origin: string): ExampleDraft | undefined {
  const { caption, designer, season, city, line, tags, credit, licence } = look
  const known = [
    designer === '' ? '' : `Designer: ${designer}`,
    season === '' ? '' : `Season: ${season}`,
    city === '' ? '' : `City: ${city}`,
    line === '' ? '' : `Line: ${line}`,
    look.look === '' ? '' : `Look: ${look.look}`,
    tags.length === 0 ? '' : `Keywords: ${tags.join(', ')}`,
  ].filter((text) => text !== '')
  // A caption of which nothing else is known answers no question.
  if (known.length === 0) return undefined
  const detail = Math.min(0.15, caption.length / 2000) + Math.min(0.1, known.length * 0.02)
  return {
    question: `Describe this fashion look as a caption for an archive.\n${known.join('\n')}`,
    answer: caption,
    ...{ source: 'scraped_creative', category: 'general', origin },
    quality: Math.round((0.55 + detail) * 100) / 100,
    licence: `${licence === '' ? 'licence not stated' : licence}${credit === '' ? '' : `, ${credit}`}`.slice(0, 200),
  }
}
