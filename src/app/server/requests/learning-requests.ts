import { z } from 'zod'
import { exampleSources } from '../../../memory/imports/formats/training.ts'
import type { ExampleCard, NightOutcome, NightSuite } from '../../../memory/ports.ts'
import type { LearningOverview } from '../../learning/learning-overview.ts'
import type { TrainingCurve } from '../../learning/training-curve.ts'
import type { WorkState } from './work-state.ts'

const exampleId = z.string().regex(/^[kh]\d{1,15}$/)
const words = z.string().trim().min(1).max(100_000)

export const learningInputs = {
  'learning.status': z.strictObject({}),
  /** For the chart of every night. */
  'learning.nights': z.strictObject({ limit: z.number().int().min(1).max(1000).default(90) }),
  'learning.rollback': z.strictObject({}),
  'learning.adapters': z.strictObject({}),
  /** Takes an adapter into use, after it passed its test. */
  'learning.promote': z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/) }),
  /** How far learning is that goes on, and the loss of the training that was begun last. */
  'learning.training': z.strictObject({}),
  /** Learns now what a night would: begins, and does not wait. */
  'learning.learn': z.strictObject({}),
  'learning.stop': z.strictObject({}),
  'learning.examples': z.strictObject({
    source: z.enum(exampleSources).optional(),
    words: z.string().trim().min(1).max(1000).optional(),
    only: z.enum(['excluded', 'rated']).optional(),
    /** Last example of the page before. */
    before: exampleId.optional(),
  }),
  'learning.example': z.strictObject({ id: exampleId }),
  'learning.rate': z.strictObject({ id: exampleId, rating: z.enum(['good', 'bad']).nullable() }),
  'learning.exclude': z.strictObject({ id: exampleId, excluded: z.boolean() }),
  'learning.edit': z
    .strictObject({ id: exampleId, question: words.optional(), answer: words.optional() })
    .refine(({ question, answer }) => question !== undefined || answer !== undefined, 'nothing to change'),
}

/** One night on the chart. */
export interface NightLine {
  id: string
  startedAtMs: number
  /** Absent while it goes on. */
  outcome?: NightOutcome
  /** In words, as the briefing tells it. */
  report?: string
  reasons: string[]
  examples: number
  newExamples: number
  suites: NightSuite[]
}

/** A training that is kept, with what its test said. */
export interface AdapterCard {
  id: string
  createdAtMs: number
  passed: boolean
  reasons: string[]
  /** It answers now. */
  current: boolean
}

export interface LearningResults {
  'learning.adapters': { adapters: AdapterCard[] }
  'learning.promote': { id: string }
  'learning.training': { work: WorkState<{ report?: string }>; curve?: TrainingCurve }
  'learning.learn': { started: boolean }
  'learning.stop': { stopped: boolean }
  /** The newest first; `current` is the adapter that answers, null the bare model. */
  'learning.nights': { nights: NightLine[]; current: string | null }
  'learning.rollback': { from: string; to: string | null }
  'learning.status': LearningOverview
  /** The newest first; `more`: another page follows. */
  'learning.examples': { examples: ExampleCard[]; more: boolean }
  'learning.example': ExampleCard
  'learning.rate': ExampleCard
  'learning.exclude': ExampleCard
  'learning.edit': ExampleCard
}
