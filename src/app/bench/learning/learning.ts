import os from 'node:os'
import type { NightReport } from '../../../learning/proof/night.ts'
import type { DiskModelStore } from '../../../models/store.ts'
import type { BenchRecord } from '../record.ts'
import { openTwoNights } from './two-nights.ts'

/** Held out ones are a sixth each: enough that a tenth of them is seen. */
const size = { exchanges: 400, heldOut: 60, iterations: { learned: 60, poisoned: 60 } }

/** A made-up user is captured and learned in one night; a second night of poison follows; then the way back. Real weights throughout. */
export async function* benchLearning(
  models: DiskModelStore,
  modelsFolder: string,
  home: string,
): AsyncGenerator<BenchRecord> {
  const threads = (os.loadavg()[0] ?? 0) > 1 ? 1 : os.availableParallelism()
  const nights = openTwoNights({ home, modelsFolder, models, threads, ...size })
  const { registry } = nights.parts
  try {
    const bare = await nights.answers()
    const learned = await nights.learn()
    yield recordOf('learning.night', learned, [{ goal: 'the night is adopted', reached: learned.verdict.promote }])
    const adopted = registry.currentId()
    const poisoned = await nights.poison()
    if (adopted !== null) registry.rollBack(new Date())
    const back = await nights.answers()
    yield recordOf('learning.poison', poisoned, [
      { goal: 'poison is not adopted', reached: !poisoned.verdict.promote },
      {
        goal: 'rolled back, the answers are the former ones to the letter',
        reached: adopted !== null && back.join('\n') === bare.join('\n'),
      },
    ])
  } finally {
    nights.close()
  }
}

function recordOf(name: string, { comparisons, verdict }: NightReport, goals: BenchRecord['goals']): BenchRecord {
  const record: BenchRecord = { name, figures: {}, baseline: {}, ratio: {}, goals, notes: verdict.reasons }
  for (const { part, comparison } of comparisons) {
    const suite = `${part}.${comparison.name}`
    record.figures[suite] = comparison.after
    record.figures[`${suite}.n`] = comparison.n
    record.figures[`${suite}.low`] = comparison.interval[0]
    record.figures[`${suite}.p`] = comparison.p
    record.baseline[suite] = comparison.before
    record.ratio[suite] = comparison.after / comparison.before
  }
  return record
}
