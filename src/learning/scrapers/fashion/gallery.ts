import { fieldsOf, listOf, textOf } from '../json-fields.ts'
import { readHtml } from '../read-html.ts'

const mostImages = 2000
const mostDataLetters = 2_000_000

/**
 * What a page says of its images: schema.org data (`ImageObject`, `Product`), figures with captions, descriptions of images. Headings above count as
 * designer and season where they read so.
 */
export function readGallery(html: string): Record<string, unknown>[] {
  const records: Record<string, unknown>[] = []
  let [heading, caption, alt, data] = ['', '', '', '']
  let reading: 'heading' | 'caption' | 'data' | undefined
  let inFigure = false
  const page = { designer: '', season: '' }
  const add = (record: Record<string, unknown>) => {
    if (records.length < mostImages) records.push({ ...page, ...record })
  }
  readHtml(html, {
    onopentag(name, attributes) {
      if (name === 'h1' || name === 'h2') {
        reading = 'heading'
        heading = ''
      } else if (name === 'figure') {
        inFigure = true
        caption = ''
        alt = ''
      } else if (name === 'figcaption') reading = 'caption'
      else if (name === 'img') {
        const text = attributes['alt'] || attributes['title'] || ''
        if (inFigure) alt = text
        else if (text !== '') add({ caption: text })
      } else if (name === 'script' && /ld\+json/i.test(attributes['type'] ?? '')) {
        reading = 'data'
        data = ''
      }
    },
    ontext(text) {
      if (reading === 'heading') heading += text
      else if (reading === 'caption') caption += text
      else if (reading === 'data' && data.length < mostDataLetters) data += text
    },
    onclosetag(name) {
      if (name === 'h1' || name === 'h2') {
        reading = undefined
        Object.assign(page, showOf(heading))
      } else if (name === 'figcaption') reading = undefined
      else if (name === 'figure') {
        inFigure = false
        const text = caption.trim().length >= alt.length ? caption : alt
        if (text.trim() !== '') add({ caption: text })
      } else if (name === 'script' && reading === 'data') {
        reading = undefined
        for (const record of structured(data)) add(record)
      }
    },
  })
  return records
}

/** "Maison Example, Spring 2019 Ready-to-Wear": who showed, and when. */
function showOf(heading: string): Record<string, string> {
  const text = heading.replace(/\s+/g, ' ').trim()
  const season =
    /\b(?:(?:spring|summer|autumn|fall|winter|resort|cruise|pre-fall)(?:[ /-]+(?:summer|winter))?)[ ,]*(?:19|20)\d\d\b/i.exec(
      text,
    )
  if (season === null) return {}
  const designer = text.slice(0, season.index).replace(/[\s,:|–-]+$/, '')
  return { season: season[0], ...(designer === '' ? {} : { designer }) }
}

function structured(json: string): Record<string, unknown>[] {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return []
  }
  const top = Array.isArray(value)
    ? value
    : [value, ...listOf(fieldsOf(value)['@graph']), ...listOf(fieldsOf(value)['image'])]
  return top.map(fieldsOf).flatMap((item) => {
    const caption = textOf(item['caption']) || textOf(item['description'])
    if (!/ImageObject|Product|Photograph/.test(String(item['@type'])) || caption === '') return []
    const nameOf = (key: string) => textOf(fieldsOf(item[key])['name']) || textOf(item[key])
    const designer = nameOf('brand') || nameOf('manufacturer')
    const others = {
      credit: nameOf('creator') || nameOf('author'),
      license: textOf(item['license']),
      keywords: item['keywords'],
    }
    return [{ caption, ...(designer === '' ? {} : { designer }), ...others }]
  })
}
