import { useMemo } from 'react'
import { formatDate } from '../../model/format.ts'
import { nightSeries, verdictOf } from '../../model/learning-lines.ts'
import { useRequest } from '../../model/use-request.ts'
import { Answered } from '../../parts/answers.tsx'
import { Chart } from '../../parts/chart.tsx'
import { learningWords } from '../../strings/learning.ts'

const percent = (share: number) => `${Math.round(100 * share)} %`

/** What came of the last night in one sentence, and of every night as a curve. */
export function Nights() {
  const answer = useRequest('learning.nights', {})
  const nights = answer.data?.nights
  const { at, series } = useMemo(() => nightSeries(nights ?? []), [nights])
  return (
    <Answered query={answer}>
      {(known) => {
        const { title, details } = verdictOf(known.nights)
        return (
          <section aria-label={learningWords.nights}>
            <p className="learning-verdict">{title}</p>
            {details.map((line) => (
              <p key={line} className="small muted">
                {line}
              </p>
            ))}
            {at.length > 0 && (
              <Chart
                title={learningWords.nights}
                at={at}
                series={series}
                format={percent}
                formatAt={formatDate}
                close
                note={learningWords.nightsWhy}
              />
            )}
            {known.nights.length > 0 && (
              <ul className="night-list small">
                {known.nights.slice(0, 7).map(({ id, startedAtMs, outcome, reasons }) => (
                  <li key={id}>
                    <span>{formatDate(startedAtMs)}</span>
                    <strong>{outcome === undefined ? learningWords.running : learningWords.outcomes[outcome]}</strong>
                    <span className="muted">{reasons.join('; ')}</span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        )
      }}
    </Answered>
  )
}
