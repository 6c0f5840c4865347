import type { AnswerScorer } from '../../agent/ports.ts'
import type { NightStore } from '../../memory/ports.ts'
import { hashOf } from './adapter-registry.ts'
import { judge } from './judge.ts'
import { suiteHash } from './night-data.ts'
import type { Suite, SuiteResult } from './suites/suite.ts'

/** A model whose answers are wanted; its name is its bytes. */
export interface JudgedModel {
  baseSha256: string
  /** Absent: the bare model. */
  adapter?: { file: string; sha256: string }
}

export interface EvaluationParts {
  answers: NightStore['answers']
  /** Loads the model; called only when an answer is not there yet. */
  openScorer(adapterFile: string | undefined): Promise<AnswerScorer>
}

export interface EvaluationControl {
  signal: AbortSignal
  /** Ends the questions: suites without all their answers then count as failed. Absent: no end. */
  deadline?: AbortSignal
  onItem?(done: number, total: number): void
}

/** The model's answers to the suites. Each suite that was answered whole is kept, and is never asked again. */
export async function answersOf(
  parts: EvaluationParts,
  { baseSha256, adapter }: JudgedModel,
  suites: readonly Suite[],
  { signal, deadline, onItem }: EvaluationControl,
): Promise<SuiteResult[]> {
  const total = suites.reduce((sum, { items }) => sum + items.length, 0)
  const found: SuiteResult[] = []
  let opened: AnswerScorer | undefined
  let done = 0
  try {
    for (const suite of suites) {
      const { name, role, items } = suite
      const key = hashOf([baseSha256, adapter?.sha256 ?? null, suiteHash(suite)])
      const kept = parts.answers.get(key) as SuiteResult['results'] | undefined
      if (kept !== undefined) found.push({ name, role, results: kept })
      else {
        opened ??= await parts.openScorer(adapter?.file)
        const stop = deadline === undefined ? signal : AbortSignal.any([signal, deadline])
        const before = done
        try {
          const [result] = await judge(opened, [suite], {
            signal: stop,
            onItem: (at) => onItem?.(before + at, total),
          })
          if (result !== undefined) found.push(result)
          if (result !== undefined && result.failure === undefined) parts.answers.put(key, result.results)
        } catch (thrown) {
          if (signal.aborted || deadline?.aborted !== true) throw thrown
          found.push({ name, role, results: [], failure: 'time-out' })
        }
      }
      done += items.length
    }
  } finally {
    await opened?.dispose()
  }
  return found
}
