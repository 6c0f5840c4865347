import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SentenceModelFiles } from '../../../core/text-model/bert-graph.ts'

export interface SearchTask {
  home: string
  model: SentenceModelFiles
  threads: number
  questions: readonly string[]
}

export interface SearchTimes {
  /** Until the first answer, models and threads included. */
  openMs: number
  searchMs: number[]
  residentMb: number
}

const program = fileURLToPath(new URL('./search-process.ts', import.meta.url))

/** Searches in a process of its own: what made the memory is not among what it holds. */
export async function searchAlone(task: SearchTask): Promise<SearchTimes> {
  const running = promisify(execFile)(process.execPath, [program], { maxBuffer: 1 << 24 })
  running.child.stdin?.end(JSON.stringify(task))
  return JSON.parse((await running).stdout) as SearchTimes
}
