import type { SamDatabase } from '../../memory/database.ts'
import { createExampleReview } from '../../memory/learning/example-review.ts'
import { type LearningOverviewParts, learningOverview } from '../learning-overview.ts'
import type { learningInputs } from '../server/requests/learning-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'

export interface LearningDeskParts extends LearningOverviewParts {
  database: SamDatabase
}

const examplesAPage = 50

/** What the Learning page asks. */
export function createLearningDesk(
  parts: LearningDeskParts,
): Pick<RequestHandlers, keyof typeof learningInputs & keyof RequestHandlers> {
  const review = createExampleReview(parts.database, () => parts.clock.wallTime().getTime())
  return {
    'learning.status': () => learningOverview(parts),
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
