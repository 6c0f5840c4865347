import type { AnswerScorer } from '../../agent/ports.ts'
import type { NightStore } from '../../memory/ports.ts'
import { hashOf } from './adapter-registry.ts'
import { judgeSuite } from './judge-suite.ts'
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
  const stop = deadline === undefined ? signal : AbortSignal.any([signal, deadline])
  const found: SuiteResult[] = []
  let opened: AnswerScorer | undefined
  let done = 0
  const ask = async (suite: Suite): Promise<SuiteResult> => {
    opened ??= await parts.openScorer(adapter?.file)
    try {
      return await judgeSuite(opened, suite, { signal: stop, onItem: (at) => onItem?.(done + at, total) })
    } catch (thrown) {
      if (signal.aborted || deadline?.aborted !== true) throw thrown
      return { name: suite.name, role: suite.role, results: [], failure: 'time-out' }
    }
  }
  try {
    for (const suite of suites) {
      const { name, role, items } = suite
      const key = hashOf([baseSha256, adapter?.sha256 ?? null, suiteHash(suite)])
      const kept = parts.answers.get(key) as SuiteResult['results'] | undefined
      const result = kept === undefined ? await ask(suite) : { name, role, results: kept }
      if (kept === undefined && result.failure === undefined) parts.answers.put(key, result.results)
      found.push(result)
      done += items.length
    }
  } finally {
    await opened?.dispose()
  }
  return found
}
