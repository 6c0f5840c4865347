import type { Story } from './story.ts'

const mostHeaderLines = 40

/**
 * A story of a plain-text archive: files in folders by section, each with the headers of the mail by which it was sent in (`Date:`,
 * `From:`, `Subject:`), an empty line, and the text. Addresses in the headers go no further than here.
 *
 * @param place path inside the archive, with `/`
 */
export function readPlainStory(content: string, place: string): Story {
  const lines = content.replaceAll('\r\n', '\n').split('\n')
  const headers = new Map<string, string>()
  let at = 0
  for (; at < Math.min(lines.length, mostHeaderLines); at += 1) {
    const header = /^([A-Za-z-]{2,20}):[ \t]*(.*)$/.exec(lines[at] ?? '')
    const [, name, value] = header ?? []
    if (name === undefined || value === undefined) {
      if (headers.size > 0 && /^[ \t]+\S/.test(lines[at] ?? '')) continue
      break
    }
    headers.set(name.toLowerCase(), value.trim())
  }
  const parts = place.split('/')
  const name = parts.pop() ?? place
  const labels = ['section', 'category', 'keywords', 'tags', 'codes'].flatMap((key) => headers.get(key) ?? [])
  const title = (headers.get('subject') ?? headers.get('title') ?? '').replace(/^(?:re|fwd?):\s*/i, '')
  const paragraphs = lines.slice(headers.size === 0 ? 0 : at).join('\n')
  const declared = headers.get('rating')
  return {
    title: title || name.replace(/\.\w+$/, '').replaceAll(/[-_]/g, ' '),
    author:
      headers.get('author') ??
      headers
        .get('from')
        ?.replace(/<[^>]*>|\S+@\S+|[()"]/g, '')
        .trim(),
    origin: undefined,
    rating: declared,
    warnings: [],
    tags: labels.flatMap((text) => text.split(/[,;]/)),
    sections: parts,
    language: headers.get('language'),
    summary: headers.get('summary') ?? '',
    notes: paragraphs.slice(0, 1500),
    text: joinWrapped(paragraphs),
  }
}

/** Lines that were broken for a terminal are joined; empty lines stay between paragraphs. */
function joinWrapped(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .map((line) => line.trim())
        .join(' ')
        .trim(),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
}
