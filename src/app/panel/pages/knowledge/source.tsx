import { useId, useState } from 'react'
import type { KnowledgeSource } from '../../../server/requests/knowledge-requests.ts'
import { formatCount } from '../../model/format.ts'
import { reportText } from '../../model/knowledge-lines.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { WorkView } from '../../parts/work-view.tsx'
import { knowledgeWords } from '../../strings/knowledge.ts'
import { Places } from './places.tsx'
import { Troubles } from './troubles.tsx'

const rooms = ['knowledge', 'learning']
/** Most pages, files or posts in one go. */
const steps = [50, 200, 1000, 10_000]

/** One source: its switch, its terms, how far it is, and a run of it. */
export function Source({
  source,
  busy,
  requestsPerDay,
}: {
  source: KnowledgeSource
  busy: boolean
  requestsPerDay: number
}) {
  const { id, enabled, status, places, indexed, downloaded, trainingReady, troubles, run } = source
  const words = knowledgeWords.sources[id]
  const turn = useChange('knowledge.switch', rooms)
  const begin = useChange('knowledge.run', rooms)
  const stop = useChange('knowledge.stop', rooms)
  const [most, setMost] = useState(200)
  const mostId = useId()
  const manners =
    id === 'own-code' ? knowledgeWords.ownOnly : words.web ? knowledgeWords.polite(formatCount(requestsPerDay)) : ''
  const shown = turn.isPending ? (turn.variables?.enabled ?? enabled) : enabled
  const error = turn.error ?? begin.error ?? stop.error
  return (
    <section className="card source" aria-label={words.title}>
      <Toggle
        label={words.title}
        why={words.what}
        on={shown}
        busy={turn.isPending}
        onChange={(on) => turn.mutate({ id, enabled: on })}
      />
      <dl className="source-terms small">
        <dt>{knowledgeWords.licence}</dt>
        <dd>{words.licence}</dd>
        <dt>{knowledgeWords.politeness}</dt>
        <dd>{manners === '' ? knowledgeWords.local : manners}</dd>
      </dl>
      <div className="source-how-far">
        <dl className="source-counts" aria-label={knowledgeWords.countsLabel(words.title)}>
          <Count name={knowledgeWords.counts.indexed} value={indexed} />
          <Count name={knowledgeWords.counts.downloaded} value={downloaded} />
          <Count name={knowledgeWords.counts.ready} value={trainingReady} />
        </dl>
        <p className="source-status small muted">{knowledgeWords.status[status]}</p>
      </div>
      <Places id={id} places={places} words={words} open={enabled && places.length === 0} />
      <Troubles troubles={troubles} />
      {run !== undefined && (
        <WorkView
          state={run}
          label={() => knowledgeWords.running(words.title)}
          amount={(progress) =>
            progress === undefined
              ? knowledgeWords.starting
              : knowledgeWords.amount(formatCount(progress.done), formatCount(progress.total))
          }
          onCancel={() => stop.mutate({})}
        >
          {(report) => <p className="source-report">{reportText(report)}</p>}
        </WorkView>
      )}
      {error !== null && <FailureLine error={error} />}
      {enabled && run?.phase !== 'running' && (
        <div className="card-actions">
          <button
            type="button"
            className="main-button"
            disabled={busy || places.length === 0 || begin.isPending}
            title={places.length === 0 ? knowledgeWords.noPlaces : undefined}
            aria-label={knowledgeWords.runOf(words.title)}
            onClick={() => begin.mutate({ id, limit: most })}
          >
            {knowledgeWords.run}
          </button>
          <label className="small muted" htmlFor={mostId}>
            {knowledgeWords.most}
          </label>
          <select
            id={mostId}
            aria-label={knowledgeWords.mostOf(words.title)}
            value={most}
            onChange={({ currentTarget }) => setMost(Number(currentTarget.value))}
          >
            {steps.map((step) => (
              <option key={step} value={step}>
                {formatCount(step)}
              </option>
            ))}
          </select>
        </div>
      )}
    </section>
  )
}

function Count({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt className="small muted">{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  )
}
