import type { ExampleSource } from '../memory/ports.ts'

/** Examples of the whole set, and of the first phase. */
export const wholeTarget = 1_000_000
export const phase1Target = 85_000

/** Which share of the training set comes from where. Imported sets come on top: they have no target of their own. */
export const recipe: readonly { source: ExampleSource; share: number }[] = [
  { source: 'chatgpt_history', share: 0.25 },
  { source: 'claude_distillation', share: 0.25 },
  { source: 'scraped_coding', share: 0.2 },
  { source: 'scraped_creative', share: 0.15 },
  { source: 'advanced_planning', share: 0.1 },
  { source: 'gap_filling', share: 0.05 },
  { source: 'imported', share: 0 },
]
