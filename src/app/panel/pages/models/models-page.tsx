import type { ModelLine } from '../../../server/requests/models-requests.ts'
import { formatBytes } from '../../model/format.ts'
import type { ModelQueue, ModelQueueState } from '../../model/model-queue.ts'
import { useModelQueue } from '../../model/use-model-queue.ts'
import { useRequest } from '../../model/use-request.ts'
import { Answered } from '../../parts/answers.tsx'
import { modelWords } from '../../strings/models.ts'
import { ModelCard } from './model-card.tsx'
import './models.css'

type Group = keyof typeof modelWords.groups

/** Every model SAM knows: what it is for, how large, under which licence, and whether it is here. */
export default function ModelsPage() {
  const answer = useRequest('models.list', {})
  const { queue, state } = useModelQueue()
  return (
    <div className="page-body models">
      <Answered query={answer}>
        {({ models, folder, freeBytes, offline }) => {
          const used = models.reduce(
            (sum, { installedBytes = 0, waitingBytes }) => sum + installedBytes + waitingBytes,
            0,
          )
          const groups = Map.groupBy(models, groupOf)
          return (
            <>
              <p>{modelWords.used(formatBytes(used), formatBytes(freeBytes))}</p>
              <p className="small muted file-name">
                {modelWords.where} {folder}
              </p>
              {offline && <p className="failure-line">{modelWords.offline}</p>}
              <Actions models={models} queue={queue} state={state} />
              {(Object.keys(modelWords.groups) as Group[]).map((group) => {
                const { title, why } = modelWords.groups[group]
                const lines = groups.get(group) ?? []
                if (lines.length === 0) return null
                return (
                  <section key={group} aria-label={title}>
                    <h2 className="models-title">{title}</h2>
                    <p className="small muted">{why}</p>
                    <ul className="models-list">
                      {lines.map((model) => (
                        <li key={model.id}>
                          <ModelCard model={model} queue={queue} state={state} />
                        </li>
                      ))}
                    </ul>
                  </section>
                )
              })}
            </>
          )
        }}
      </Answered>
    </div>
  )
}

function groupOf({ set, recommendedHere }: ModelLine): Group {
  if (set === 'starter') return 'starter'
  return recommendedHere ? 'recommended' : 'optional'
}

/** What needs no choice: everything that SAM lacks, and a look at everything that is here. */
function Actions({
  models,
  queue,
  state,
}: {
  models: readonly ModelLine[]
  queue: ModelQueue
  state: ModelQueueState
}) {
  const lacking = models
    .filter((model) => model.set === 'starter' && model.state !== 'installed')
    // The smallest first: talking starts while the rest comes.
    .sort((a, b) => a.downloadBytes - b.downloadBytes)
  const here = models.filter((model) => model.state === 'installed').map(({ id }) => id)
  const bytes = lacking.reduce(
    (sum, { downloadBytes, waitingBytes }) => sum + Math.max(0, downloadBytes - waitingBytes),
    0,
  )
  const busy = state.running !== undefined
  return (
    <div className="card-actions">
      {lacking.length > 0 && (
        <button
          type="button"
          className="main-button"
          onClick={() =>
            queue.add(
              lacking.map(({ id }) => id),
              'pull',
            )
          }
        >
          {modelWords.fetchAll(formatBytes(bytes))}
        </button>
      )}
      {here.length > 0 && (
        <button type="button" className="plain-button" disabled={busy} onClick={() => queue.add(here, 'verify')}>
          {modelWords.verifyAll}
        </button>
      )}
    </div>
  )
}
