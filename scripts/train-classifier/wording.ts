import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { seededRandom } from '../../src/core/numbers/random.ts'

/** Our own sentences: one file for each label, one pattern a line, and what fills the {slots}. */
const ownFolder = path.join(import.meta.dirname, 'wording')
const slotFile = 'slots.txt'
/** So many different sentences are made of one pattern at most. */
const sentencesPerPattern = 8

/** "[please] (open|start) {app}" as a tree. */
type Part = string | { slot: string } | { choices: Part[][] }

function parse(pattern: string): Part[] {
  let at = 0
  function run(end: string): Part[][] {
    const choices: Part[][] = [[]]
    while (at < pattern.length && !end.includes(pattern[at] ?? '')) {
      const open = pattern[at]
      const parts = choices.at(-1)
      if (open === '|') {
        choices.push([])
        at++
      } else if (open === '(' || open === '[') {
        at++
        const inner = run(open === '(' ? ')' : ']')
        at++
        parts?.push({ choices: open === '[' ? [...inner, []] : inner })
      } else if (open === '{') {
        const close = pattern.indexOf('}', at)
        parts?.push({ slot: pattern.slice(at + 1, close) })
        at = close + 1
      } else {
        const text = /^[^()[\]{}|]+/.exec(pattern.slice(at))?.[0]
        if (text === undefined) throw new Error(`A bracket too many: ${pattern}`)
        parts?.push(text)
        at += text.length
      }
    }
    return choices
  }
  return [{ choices: run('') }]
}

function linesOf(folder: string, file: string): string[] {
  return readFileSync(path.join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}

/** Sentences with their labels, always the same ones. */
export function readWording(folder = ownFolder, slotFolder = folder): { text: string; label: string }[] {
  const random = seededRandom(11)
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)]
  const slots = new Map(
    linesOf(slotFolder, slotFile).map((line) => {
      const [name = '', values = ''] = line.split(': ')
      return [name, values.split('|')] as const
    }),
  )
  function say(parts: readonly Part[]): string {
    return parts
      .map((part) => {
        if (typeof part === 'string') return part
        if ('choices' in part) return say(pick(part.choices) ?? [])
        const values = slots.get(part.slot)
        if (values === undefined) throw new Error(`${slotFile} has no {${part.slot}}.`)
        return pick(values) ?? ''
      })
      .join('')
  }
  return readdirSync(folder)
    .filter((file) => file !== slotFile)
    .sort()
    .flatMap((file) =>
      linesOf(folder, file).flatMap((pattern) => {
        const parts = parse(pattern)
        const said = Array.from({ length: sentencesPerPattern }, () => say(parts).replace(/ +/g, ' ').trim())
        return [...new Set(said)].map((text) => ({ text, label: file.replace(/\.txt$/, '') }))
      }),
    )
}
