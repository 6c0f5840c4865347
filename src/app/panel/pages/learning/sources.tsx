import type { LearningOverview } from '../../../learning/learning-overview.ts'
import { formatCount } from '../../model/format.ts'
import { learningWords } from '../../strings/learning.ts'

const names: Record<string, string> = learningWords.sources
const { table } = learningWords

/** What there is of each source, against what the recipe wants. */
export function Sources({
  status: { sources, ready, completion, phase1Target, target },
}: {
  status: LearningOverview
}) {
  return (
    <section>
      <h2 id="learning-sources">{learningWords.status}</h2>
      <p>
        {learningWords.total(
          formatCount(ready),
          (100 * completion).toFixed(1),
          formatCount(phase1Target),
          formatCount(target),
        )}
      </p>
      <table className="learning-table small" aria-labelledby="learning-sources">
        <thead>
          <tr>
            <th scope="col">{table.source}</th>
            <th scope="col">{table.raw}</th>
            <th scope="col">{table.ready}</th>
            <th scope="col">{table.target}</th>
            <th scope="col">{table.status}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => {
            const name = names[source.id] ?? source.id
            const share = source.target === 0 ? 0 : Math.min(1, source.ready / source.target)
            return (
              <tr key={source.id}>
                <th scope="row">
                  {name}
                  {source.target > 0 && (
                    <meter value={share} aria-label={learningWords.ofTarget(name, Math.round(100 * share))} />
                  )}
                </th>
                <td>{formatCount(source.raw)}</td>
                <td>{formatCount(source.ready)}</td>
                <td>{source.target === 0 ? '–' : formatCount(source.target)}</td>
                <td>{learningWords.states[source.status]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
