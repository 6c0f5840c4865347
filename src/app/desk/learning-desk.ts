import { reportOf } from '../../learning/proof/night-report.ts'
import type { SamDatabase } from '../../memory/database.ts'
import { createExampleReview } from '../../memory/learning/example-review.ts'
import { createNightStore } from '../../memory/learning/night-store.ts'
import type { Night } from '../../memory/ports.ts'
import { type LearningOverviewParts, learningOverview } from '../learning-overview.ts'
import { openRegistry } from '../open-night.ts'
import type { learningInputs, NightLine } from '../server/requests/learning-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'

export interface LearningDeskParts extends LearningOverviewParts {
  database: SamDatabase
}

const examplesAPage = 50

/** What the Learning page asks. */
export function createLearningDesk(
  parts: LearningDeskParts,
): Pick<RequestHandlers, keyof typeof learningInputs & keyof RequestHandlers> {
  const nights = createNightStore(parts.database)
  const review = createExampleReview(parts.database, () => parts.clock.wallTime().getTime())
  return {
    'learning.status': () => learningOverview(parts),
    'learning.nights': ({ limit }) => ({
      nights: nights.list(limit).map(nightLine),
      current: openRegistry(parts.home).currentId(),
    }),
    'learning.rollback'() {
      const moved = openRegistry(parts.home).rollBack(parts.clock.wallTime())
      nights.takeBack(moved.from, 'you asked for it')
      return moved
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
