import { SamError } from '../../core/errors.ts'
import { reportOf } from '../../learning/proof/night-report.ts'
import type { SamDatabase } from '../../memory/database.ts'
import { createExampleReview } from '../../memory/learning/example-review.ts'
import { createNightStore } from '../../memory/learning/night-store.ts'
import type { Night } from '../../memory/ports.ts'
import { runChore } from '../chores/run-chore.ts'
import { type LearningOverviewParts, learningOverview } from '../learning/learning-overview.ts'
import { openRegistry } from '../learning/open-night.ts'
import { trainingCurve } from '../learning/training-curve.ts'
import type { learningInputs, NightLine } from '../server/requests/learning-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import { BackgroundWork } from './background-work.ts'

export interface LearningDeskParts extends LearningOverviewParts {
  database: SamDatabase
  modelsFolder: string
  environment: Record<string, string | undefined>
  /** No network, as things are now: `--offline`, or the settings. */
  readonly offline: boolean
  /** Frees the local model; the next question loads it, with the adapter of then. */
  restModel(): Promise<void>
}

const examplesAPage = 50

/** What the Learning page asks. */
export function createLearningDesk(parts: LearningDeskParts): {
  handlers: Pick<RequestHandlers, keyof typeof learningInputs & keyof RequestHandlers>
  close(): Promise<void>
} {
  const { home, modelsFolder, environment } = parts
  const work = new BackgroundWork<{ report?: string }>(parts.clock)
  const nights = createNightStore(parts.database)
  const review = createExampleReview(parts.database, () => parts.clock.wallTime().getTime())
  const handlers: ReturnType<typeof createLearningDesk>['handlers'] = {
    'learning.status': () => learningOverview(parts),
    'learning.nights': ({ limit }) => ({
      nights: nights.list(limit).map(nightLine),
      current: openRegistry(parts.home).currentId(),
    }),
    async 'learning.rollback'() {
      const moved = openRegistry(home).rollBack(parts.clock.wallTime())
      nights.takeBack(moved.from, 'you asked for it')
      await parts.restModel()
      return moved
    },
    'learning.adapters'() {
      const registry = openRegistry(home)
      const current = registry.currentId()
      const adapters = registry.list().map(({ manifest: { id, createdAt, promote, reasons } }) => {
        return { id, createdAtMs: Date.parse(createdAt), passed: promote, reasons, current: id === current }
      })
      return { adapters }
    },
    async 'learning.promote'({ id }) {
      const registry = openRegistry(home)
      const { promote, reasons } = registry.get(id).manifest
      if (!promote)
        throw new SamError('adapter-not-proven', `It did not pass: ${reasons.join('; ')}.`, { kind: 'refused' })
      await registry.promote(id, parts.clock.wallTime())
      await parts.restModel()
      return { id }
    },
    'learning.training'() {
      const curve = trainingCurve(home)
      return { work: work.state(), ...(curve === undefined ? {} : { curve }) }
    },
    'learning.learn'() {
      work.start('I am learning already.', async (call) => {
        // Nothing is answered while something is trained, so that memory is enough.
        await parts.restModel()
        const chore = { kind: 'night', home, modelsFolder, offline: parts.offline } as const
        const known = await runChore<'night'>(chore, call, environment)
        await parts.restModel()
        return known
      })
      return { started: true }
    },
    async 'learning.stop'() {
      const stopped = work.state().phase === 'running'
      await work.stop()
      return { stopped }
    },
    'learning.examples'(filter) {
      const examples = review.list({ ...filter, limit: examplesAPage })
      return { examples, more: examples.length === examplesAPage }
    },
    'learning.example': ({ id }) => review.show(id),
    'learning.rate': ({ id, rating }) => review.rate(id, rating ?? undefined),
    'learning.exclude': ({ id, excluded }) => review.exclude(id, excluded),
    'learning.edit': ({ id, ...words }) => review.edit(id, words),
  }
  return { handlers, close: () => work.stop() }
}

function nightLine(night: Night): NightLine {
  const { id, startedAt, finished, examples, newExamples, suites } = night
  const report = reportOf(night)
  return {
    ...{ id, startedAtMs: startedAt.getTime(), examples, newExamples, suites },
    reasons: finished?.reasons ?? [],
    ...(finished === undefined ? {} : { outcome: finished.outcome }),
    ...(report === undefined ? {} : { report }),
  }
}
