import { useMemo, useState } from 'react'
import type { PanelStore } from '../../model/panel-store.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { liveLine, type WakeState } from '../../model/wake-lines.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { wakeWords } from '../../strings/wake.ts'
import { usePanelState } from '../../view/use-panel.ts'
import { ScoreChart } from './score-chart.tsx'

const lookEveryMs = 300

/** How sure SAM is at this moment, as it listens: what it asks of the core ends when it is turned off or left. */
export function Live({ state, store }: { state: WakeState; store: PanelStore }) {
  const [on, setOn] = useState(false)
  const { listening } = usePanelState(store)
  const words = wakeWords.live
  return (
    <section aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="small muted">{words.why}</p>
      <div className="card-actions">
        <button
          type="button"
          className={on ? 'toggle-button' : 'main-button'}
          aria-pressed={on}
          onClick={() => setOn(!on)}
        >
          {on ? words.stop : words.start}
        </button>
        {on && listening !== 'on' && (
          <button type="button" className="plain-button" onClick={() => void store.startListening()}>
            {words.openMicrophone}
          </button>
        )}
      </div>
      {on && <Watching state={state} />}
    </section>
  )
}

function Watching({ state: { threshold, phrases } }: { state: WakeState }) {
  const { data, error } = useRequest('wake.live', {}, { refreshMs: lookEveryMs, fresh: true })
  const keep = useChange('wake.keep-live', ['wake'])
  const words = wakeWords.live
  const line = useMemo(() => liveLine(data?.points ?? [], data?.nowMs ?? 0), [data])
  const asked = phrases.find(({ phrase }) => phrase === data?.last?.phrase) ?? phrases.find((each) => each.listening)
  if (error !== null) return <FailureLine error={error} />
  return (
    <div className="score">
      <p role="status" className="score-verdict" data-fired={data?.last?.fired ?? false}>
        {data === undefined || !data.hears ? words.deaf : (data.last?.reason ?? words.quiet)}
      </p>
      {data?.last?.phrase !== undefined && <p className="small muted">{words.nearest(data.last.phrase)}</p>}
      <ScoreChart line={line} threshold={threshold} />
      {asked !== undefined && (
        <button
          type="button"
          className="plain-button"
          disabled={keep.isPending || data?.hears !== true}
          onClick={() => keep.mutate({ phrase: asked.phrase, label: 'missed' })}
        >
          {words.missed(asked.phrase)}
        </button>
      )}
      {keep.isSuccess && (
        <p className="small muted" role="status">
          {wakeWords.keptMissed}
        </p>
      )}
      {keep.error !== null && <FailureLine error={keep.error} />}
    </div>
  )
}
