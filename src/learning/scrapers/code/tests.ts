import { blockEnd } from './block-end.ts'
import { unindented } from './documented.ts'
import type { Language } from './languages.ts'

export interface WrittenTest {
  title: string
  code: string
  line: number
}

const mostLines = 80
const mostFound = 100

/** The tests of a file, each with what it checks in words. */
export function writtenTests(text: string, language: Language): WrittenTest[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  if (lines.some((line) => line.length > 2000)) return []
  const found: WrittenTest[] = []
  for (let at = 0; at < lines.length && found.length < mostFound; at += 1) {
    const title = language.test.exec(lines[at] ?? '')?.groups?.['title']
    if (title === undefined || (language.name === 'Rust' && !/#\[(?:\w+::)?test/.test(lines[at - 1] ?? ''))) continue
    const words = inWords(title)
    const end = blockEnd(lines, at, language)
    // "option nargs" says nothing of what is checked.
    if (words.split(' ').length < 3 || end === undefined || end - at < 3 || end - at > mostLines) continue
    found.push({ title: words, code: unindented(lines.slice(at, end)), line: at + 1 })
  }
  return found
}

/** `returns_nothing` and `ReturnsNothing` as "returns nothing". */
function inWords(title: string): string {
  if (/\s/.test(title)) return title
  return title
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .trim()
}
