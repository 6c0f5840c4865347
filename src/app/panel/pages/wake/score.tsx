import { CircleCheck, CircleSlash } from 'lucide-react'
import { useMemo } from 'react'
import type { ClipLabel, ScoredSound } from '../../../server/requests/wake-requests.ts'
import { scoreLine, type WakeState, wouldWake } from '../../model/wake-lines.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { wakeWords } from '../../strings/wake.ts'
import { ScoreChart } from './score-chart.tsx'
import { useKeep } from './use-keep.ts'

/** Whether a recording would have woken SAM, why, and how sure it was at each moment. */
export function Score({
  scored,
  samples,
  state,
  chosen,
}: {
  scored: ScoredSound
  samples: Float32Array
  state: WakeState
  chosen: string
}) {
  const keep = useKeep()
  const { threshold, phrases } = state
  const fired = wouldWake(scored, threshold)
  const line = useMemo(() => scoreLine(scored.line), [scored])
  const near = phrases.find(({ phrase }) => phrase === scored.phrase)?.phrase
  const asked =
    phrases.find(({ id }) => id === chosen)?.phrase ?? near ?? phrases.find((each) => each.listening)?.phrase
  const label: ClipLabel = fired ? 'false' : 'missed'
  return (
    <div className="score" role="status">
      <p className="score-verdict" data-fired={fired}>
        {fired ? <CircleCheck size={17} aria-hidden="true" /> : <CircleSlash size={17} aria-hidden="true" />}
        {fired ? wakeWords.fired : wakeWords.notFired}
      </p>
      <p>
        {fired === scored.fired ? scored.reason : ''}{' '}
        {near !== undefined && scored.atMs !== undefined && wakeWords.nearest(near, (scored.atMs / 1000).toFixed(1))}
      </p>
      {line.seconds.length > 1 && <ScoreChart line={line} threshold={threshold} />}
      {asked !== undefined && !keep.isSuccess && (
        <button
          type="button"
          className="plain-button"
          disabled={keep.isPending}
          onClick={() => keep.mutate({ phrase: asked, label, samples })}
        >
          {fired ? wakeWords.shouldNotHave : wakeWords.shouldHave}
        </button>
      )}
      {keep.isSuccess && <p className="muted">{wakeWords.keptMissed}</p>}
      {keep.error !== null && <FailureLine error={keep.error} />}
    </div>
  )
}
