import { blockEnd } from './block-end.ts'
import { type Language, notNames } from './languages.ts'

/** A function, method or type with the comment that says what it does. */
export interface DocumentedCode {
  name: string
  documentation: string
  /** The comment and the code. */
  code: string
  /** Of the declaration, from 1. */
  line: number
}

const fewestLines = 2
const mostLines = 120
const mostFound = 200

/** What is documented in a file. */
export function documentedCode(text: string, language: Language): DocumentedCode[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  if (lines.some((line) => line.length > 2000)) return []
  return language.blocks === 'indent' ? withDocstrings(lines, language) : withComments(lines, language)
}

function withComments(lines: readonly string[], language: Language): DocumentedCode[] {
  const found: DocumentedCode[] = []
  for (let at = 0; at < lines.length && found.length < mostFound; at += 1) {
    const comment = commentAt(lines, at, language)
    if (comment === undefined) continue
    let start = comment.end
    // Attributes and decorators stand between.
    while (/^\s*(?:@\w|#\[|\[\w+)/.test(lines[start] ?? '') && !language.declaration.test(lines[start] ?? ''))
      start += 1
    const made = declared(lines, at, start, comment.words, language)
    if (made !== undefined) found.push(made)
    at = comment.end - 1
  }
  return found
}

function commentAt(
  lines: readonly string[],
  at: number,
  { lineComment }: Language,
): { end: number; words: string } | undefined {
  const line = lines[at] ?? ''
  if (/^\s*\/\*\*(?!\*)/.test(line)) {
    let end = at
    while (end < lines.length && end < at + 100 && !(lines[end] ?? '').includes('*/')) end += 1
    const words = lines.slice(at, end + 1).map((one) => one.replace(/^\s*\/\*\*|\*\/\s*$/g, '').replace(/^\s*\* ?/, ''))
    return { end: end + 1, words: words.join('\n').trim() }
  }
  if (lineComment === undefined || !lineComment.test(line)) return undefined
  let end = at
  while (lineComment.test(lines[end] ?? '')) end += 1
  return {
    end,
    words: lines
      .slice(at, end)
      .map((one) => one.replace(lineComment, ''))
      .join('\n')
      .trim(),
  }
}

function withDocstrings(lines: readonly string[], language: Language): DocumentedCode[] {
  const found: DocumentedCode[] = []
  for (let at = 0; at < lines.length && found.length < mostFound; at += 1) {
    if (!language.declaration.test(lines[at] ?? '')) continue
    let head = at
    while (head < at + 30 && head < lines.length && !/:\s*(?:#.*)?$/.test(lines[head] ?? '')) head += 1
    const opening = /^\s*[rRuU]?("""|''')(.*)$/.exec(lines[head + 1] ?? '')
    const [, quotes = '', first = ''] = opening ?? []
    if (quotes === '') continue
    const words = [first]
    let end = head + 1
    while (!(words.at(-1) ?? '').includes(quotes) && end < lines.length - 1 && end < head + 100) {
      end += 1
      words.push((lines[end] ?? '').trim())
    }
    const text = words.join('\n')
    const made = declared(lines, at, at, text.slice(0, text.indexOf(quotes)).trim(), language)
    if (made !== undefined) found.push(made)
  }
  return found
}

function declared(
  lines: readonly string[],
  from: number,
  start: number,
  documentation: string,
  language: Language,
): DocumentedCode | undefined {
  const groups = language.declaration.exec(lines[start] ?? '')?.groups
  const name = groups?.['f'] ?? groups?.['c'] ?? groups?.['v'] ?? groups?.['m']
  if (name === undefined || notNames.has(name) || !saysSomething(documentation)) return undefined
  const end = blockEnd(lines, start, language)
  if (end === undefined || end - start < fewestLines || end - from > mostLines) return undefined
  return { name, documentation, code: unindented(lines.slice(from, end)), line: start + 1 }
}

/** A few words at least, and no mere list of parameters, notice of a licence or note to oneself. */
function saysSomething(documentation: string): boolean {
  const words = documentation.replace(/^\s*[@:\\]\w+.*$/gm, '').match(/\p{L}{2,}/gu)?.length ?? 0
  return (
    words >= 4 && !/copyright|licen[sc]e|^\s*(?:todo|fixme|xxx|hack)\b|eslint-|@ts-|@generated/i.test(documentation)
  )
}

export function unindented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)).trimEnd()).join('\n')
}
