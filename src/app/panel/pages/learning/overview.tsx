import { formatCount } from '../../model/format.ts'
import { useRequest } from '../../model/use-request.ts'
import { Answered } from '../../parts/answers.tsx'
import { learningWords } from '../../strings/learning.ts'
import { Adapters } from './adapters.tsx'
import { Mix } from './mix.tsx'
import { Nights } from './nights.tsx'
import { Sources } from './sources.tsx'
import { Training } from './training.tsx'

/** The sentence on top, and what stands behind it. */
export function Overview() {
  const status = useRequest('learning.status', {})
  return (
    <div className="page-body learning">
      <Nights />
      <Training />
      <Answered query={status} quiet>
        {(overview) => {
          const { gaps, lastBuild } = overview
          const reasons = Object.entries(lastBuild?.leftOut ?? {}).filter(([, count]) => count > 0)
          return (
            <>
              <Sources status={overview} />
              <Mix sources={overview.sources} />
              <section>
                <h2>{learningWords.gaps}</h2>
                <p>
                  {gaps.failed + gaps.corrected + gaps.unsure === 0
                    ? learningWords.noGaps
                    : learningWords.gapsText(
                        formatCount(gaps.failed),
                        formatCount(gaps.corrected),
                        formatCount(gaps.unsure),
                      )}
                </p>
                {lastBuild !== undefined && (
                  <p className="muted">
                    {learningWords.leftOut(
                      formatCount(lastBuild.examples),
                      reasons.map(([reason, count]) => `${reason} ${formatCount(count)}`).join(', ') ||
                        learningWords.nobody,
                    )}
                  </p>
                )}
              </section>
            </>
          )
        }}
      </Answered>
      <Adapters />
    </div>
  )
}
