import type { Language } from './languages.ts'

const mostLines = 200

/**
 * Where a declaration ends: number of the line after it; undefined when no end is found within 200 lines. Braces inside of strings and
 * comments do not count. It is no parser: what it cannot follow is left out.
 */
export function blockEnd(
  lines: readonly string[],
  start: number,
  { blocks, singleQuotes }: Language,
): number | undefined {
  return blocks === 'indent' ? indentedEnd(lines, start) : bracedEnd(lines, start, singleQuotes)
}

const indentOf = (line: string) => line.length - line.trimStart().length

function indentedEnd(lines: readonly string[], start: number): number | undefined {
  const indent = indentOf(lines[start] ?? '')
  // The head may go over several lines, up to the colon.
  let at = start
  while (at < lines.length && at < start + 30 && !/:\s*(?:#.*)?$/.test(lines[at] ?? '')) at += 1
  let end = at + 1
  for (let next = end; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    if (line.trim() === '') continue
    if (indentOf(line) <= indent) break
    end = next + 1
    if (end - start > mostLines) return undefined
  }
  return end > at + 1 ? end : undefined
}

function bracedEnd(lines: readonly string[], start: number, singleQuotes: boolean): number | undefined {
  const indent = indentOf(lines[start] ?? '')
  let [braces, others] = [0, 0]
  let seen = false
  let open: '' | '`' | '*' | '"' | "'" = ''
  for (let at = start; at < Math.min(lines.length, start + mostLines); at += 1) {
    const line = lines[at] ?? ''
    for (let column = 0; column < line.length; column += 1) {
      const letter = line[column] ?? ''
      if (open === '*') {
        if (letter === '*' && line[column + 1] === '/') open = ''
      } else if (open !== '') {
        if (letter === '\\') column += 1
        else if (letter === open) open = ''
      } else if (letter === '/' && line[column + 1] === '/') break
      else if (letter === '/' && line[column + 1] === '*') open = '*'
      else if (letter === '"' || letter === '`') open = letter
      else if (letter === "'") {
        if (singleQuotes) open = "'"
        else column += /^'(?:\\.[^']{0,8}|[^'\\])'/u.exec(line.slice(column))?.[0].length ?? 1
        if (!singleQuotes) column -= 1
      } else if ('(['.includes(letter)) others += 1
      else if (')]'.includes(letter)) others -= 1
      else if (letter === '{') {
        braces += 1
        seen = true
      } else if (letter === '}') {
        braces -= 1
        if (braces < 0) return undefined
      }
    }
    if (open === '"' || open === "'") open = ''
    // At the end of a line: a type in braces may stand before the body.
    if (seen && braces === 0 && others <= 0 && open === '') return at + 1
    const next = lines[at + 1] ?? ''
    const isOver = !seen && others <= 0 && open === '' && (next.trim() === '' || indentOf(next) <= indent)
    if (isOver && !/(?:=>|[=,({[]|&&|\|\|)\s*$/.test(line) && !/^\s*[{.?:&|)]/.test(next)) return at + 1
  }
  return undefined
}
