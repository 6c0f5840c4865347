import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface LabelledOpening {
  label: string
  /** Between two categories, or with the words of another one. */
  hard: boolean
  text: string
}

/** Openings of conversations, one a line: `coding: ...`, or `coding hard: ...`. */
export function readOpenings(file: string): LabelledOpening[] {
  return readFileSync(path.join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(': ')
      const [label = '', hard] = line.slice(0, colon).split(' ')
      return { label, hard: hard === 'hard', text: line.slice(colon + 2) }
    })
}
