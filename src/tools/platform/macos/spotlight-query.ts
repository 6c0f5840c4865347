import type { FileKind, FileSearch } from '../port.ts'

/** Uniform type identifiers of each kind, as Spotlight stores them in the content type tree. */
const typesOfKind: Record<FileKind, readonly string[]> = {
  document: ['public.composite-content', 'public.text', 'com.adobe.pdf'],
  pdf: ['com.adobe.pdf'],
  image: ['public.image'],
  video: ['public.movie'],
  audio: ['public.audio'],
  presentation: ['public.presentation'],
  spreadsheet: ['public.spreadsheet'],
  folder: ['public.folder'],
  archive: ['public.archive'],
  code: ['public.source-code'],
  text: ['public.plain-text'],
}

/** Within quotes of a Spotlight query a quote and a backslash end the text, and a star matches anything. */
function quoted(word: string): string {
  return word.replace(/["\\*]/g, '\\$&')
}

function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** One query for `mdfind`: each word in the name or the text, the kind, the time of the last change. */
export function spotlightQuery(search: FileSearch): string {
  const parts = search.words.map((word) => {
    const text = quoted(word)
    return `(kMDItemFSName == "*${text}*"cd || kMDItemTextContent == "${text}"cd)`
  })
  if (search.kind !== undefined) {
    const types = typesOfKind[search.kind].map((type) => `kMDItemContentTypeTree == "${type}"`)
    parts.push(`(${types.join(' || ')})`)
  }
  if (search.modified !== undefined) {
    const { from, to } = search.modified
    const attribute = search.byRecentUse === true ? 'kMDItemLastUsedDate' : 'kMDItemFSContentChangeDate'
    parts.push(`(${attribute} >= $time.iso(${isoSeconds(from)}) && ${attribute} < $time.iso(${isoSeconds(to)}))`)
  } else if (search.byRecentUse === true) {
    parts.push('(kMDItemLastUsedDate >= $time.today(-30))')
  }
  return parts.length === 0 ? '(kMDItemFSName == "*")' : parts.join(' && ')
}
