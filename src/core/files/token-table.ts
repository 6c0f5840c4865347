import fs from 'node:fs'

/**
 * Whether a file is a table of tokens as sherpa-onnx reads it: `symbol number` on every line, no number twice. The library
 * ends the whole process over a damaged one, so it is looked at first.
 */
export function isTokenTable(file: string): boolean {
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const numbers = new Set<string>()
  for (const line of lines) {
    const number = /^(?:\S+|\s) (\d+)$/.exec(line)?.[1]
    if (number === undefined || numbers.has(number)) return false
    numbers.add(number)
  }
  return numbers.size > 0
}
