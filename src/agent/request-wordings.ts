import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readNumber } from './fast-path/numbers.ts'

/** Requests as people word them, one a line, with a "|" where they pause (docs/decisions/0042). */
const file = fileURLToPath(new URL('./spoken-requests.txt', import.meta.url))
const asks =
  /^(?:(?:what|who|where|when|how)(?:'s)?|which|why|whose|is|are|am|do|did|does|can|could|will|would|has|have|should)\b/i
const namesOfDays = /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b/g

/** Requests as a recogniser writes them, for one that is shown those that sound like what it heard. */
export function readRequestWordings(): string[] {
  const lines = new Set(
    readFileSync(file, 'utf8')
      .replace(/ ?\| ?/g, ' ')
      .split('\n'),
  )
  return Array.from(lines)
    .filter((line) => line !== '')
    .map(written)
}

function written(line: string): string {
  const text = inFigures(line)
    .replace(/(?<=\d) percent\b/g, '%')
    .replace(namesOfDays, capital)
    .replace(/\bi(?=\b|')/g, 'I')
  return `${capital(text)}${asks.test(text) ? '?' : '.'}`
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Numbers in figures, but for what is as often no number: "one", "a", "half". */
function inFigures(line: string): string {
  const words = line.split(' ')
  const out: string[] = []
  for (let at = 0; at < words.length; ) {
    const read = /^(?:an?|one|half|quarter|three)$/.test(words[at] ?? '') ? undefined : readNumber(words, at)
    out.push(read === undefined ? (words[at] ?? '') : String(read.value))
    at += read?.length ?? 1
  }
  return out.join(' ')
}
