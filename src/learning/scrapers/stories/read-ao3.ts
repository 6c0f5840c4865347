import { htmlToText } from '../html-text.ts'
import { readHtml } from '../read-html.ts'
import type { Story } from './story.ts'

/** Labels of the preface's list, in the words that AO3 uses, small and without the plural. */
const tagLabels =
  /^(?:archive warning|warning|category|fandom|relationship|character|additional tag|freeform|collection|series)s?$/

/**
 * A work as AO3 offers it for download: one HTML page, or the pages of its EPUB one after the other. The preface holds the rating and tags
 * in a list of terms; the story stands in elements of class `userstuff` inside of `#chapters`, or outside of preface and afterword.
 */
export function readAo3(pages: readonly string[]): Story {
  const labels = new Map<string, string[]>()
  const heard = { title: '', author: '', origin: '', summary: '', notes: '' }
  let body = ''
  for (const page of pages) {
    const reader = createPageReader(labels, heard)
    body += `${reader.read(page)}\n`
  }
  const of = (name: RegExp) => [...labels].filter(([label]) => name.test(label)).flatMap(([, values]) => values)
  const [rating] = of(/^rating/)
  const [language] = of(/^language/)
  return {
    title: clean(heard.title) || 'Untitled',
    author: clean(heard.author).replace(/^by /i, '') || undefined,
    origin: heard.origin === '' ? undefined : heard.origin,
    // A work of this archive always has a rating: where none is found, it counts as not rated.
    rating: rating ?? 'Not Rated',
    warnings: of(/warning/),
    tags: of(tagLabels),
    sections: [],
    language,
    summary: clean(heard.summary),
    notes: clean(heard.notes),
    text: htmlToText(body),
  }
}

const clean = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 5000)

const isVoid = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/

function createPageReader(
  labels: Map<string, string[]>,
  heard: Record<'title' | 'author' | 'origin' | 'summary' | 'notes', string>,
) {
  const stack: { name: string; part: string | undefined }[] = []
  let label = ''
  let value = ''
  let caption = ''
  let story = ''
  const part = () => stack.findLast((open) => open.part !== undefined)?.part
  const inside = (name: string) => stack.some((open) => open.part === name)

  function partOf(name: string, attributes: Record<string, string>): string | undefined {
    const id = attributes['id'] ?? ''
    const classes = attributes['class'] ?? ''
    if (id === 'preface' || id === 'afterword') return id
    if (id === 'chapters' || id.startsWith('chapter-')) return 'chapters'
    if (name === 'dt') return 'label'
    if (name === 'dd') return 'value'
    if (name === 'h1' || (name === 'title' && heard.title === '')) return 'title'
    if (/\bbyline\b/.test(classes) || attributes['rel'] === 'author') return 'author'
    if (/\buserstuff\b|\btoc-heading\b/.test(classes)) {
      if (inside('chapters')) return 'story'
      if (inside('preface') || inside('afterword')) return /summary/i.test(caption) ? 'summary' : 'notes'
      return 'story'
    }
    if (name === 'blockquote' && !inside('story')) return /summary/i.test(caption) ? 'summary' : 'notes'
    return undefined
  }

  const handler = {
    onopentag(name: string, attributes: Record<string, string>) {
      const opened = partOf(name, attributes)
      stack.push({ name, part: opened })
      if (opened === 'label') label = ''
      if (opened === 'value') value = ''
      if (opened === 'title' && name === 'h1') heard.title = ''
      const href = attributes['href'] ?? ''
      const work = /^https?:\/\/(?:www\.)?archiveofourown\.org\/works\/\d+/.exec(href)?.[0]
      if (work !== undefined && heard.origin === '') heard.origin = work.replace(/^http:/, 'https:')
      if (inside('story') && opened !== 'story') story += `<${name}>`
    },
    ontext(text: string) {
      const where = part()
      if (where === 'label') label += text
      else if (where === 'value') value += text
      else if (where === 'title') heard.title += text
      else if (where === 'author') heard.author += text
      else if (where === 'summary') heard.summary += text
      else if (where === 'notes') heard.notes += text
      else if (where === 'story') story += escaped(text)
      else if (text.trim() !== '') caption = text
    },
    onclosetag(name: string) {
      if (isVoid.test(name)) {
        stack.pop()
        return
      }
      const at = stack.findLastIndex((open) => open.name === name)
      if (at < 0) return
      const closed = stack.splice(at)
      if (closed[0]?.part === 'value') takeValues()
      if (closed[0]?.part === 'story') story += '<p></p>'
      else if (inside('story')) story += `</${name}>`
    },
  }

  function takeValues(): void {
    const name = label
      .replace(/[:\s]+/g, ' ')
      .trim()
      .toLowerCase()
    if (name === '' || name.length > 60) return
    const values = value.split(/,|\n/).map((one) => one.replace(/\s+/g, ' ').trim())
    const known = labels.get(name) ?? []
    labels.set(name, [...known, ...values.filter((one) => one !== '')].slice(0, 500))
  }

  return {
    read(html: string): string {
      readHtml(html, handler)
      return story
    },
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
