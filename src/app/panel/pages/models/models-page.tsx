import { useState } from 'react'
import type { ModelLine, ModelsResults } from '../../../server/requests/models-requests.ts'
import { formatBytes } from '../../model/format.ts'
import { type Grouping, groupedItems } from '../../model/grouped-items.ts'
import type { ModelQueue, ModelQueueState } from '../../model/model-queue.ts'
import { useModelQueue } from '../../model/use-model-queue.ts'
import { useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { modelWords } from '../../strings/models.ts'
import { ModelCard } from './model-card.tsx'
import './models.css'

type Group = keyof typeof modelWords.groups

const grouping: Grouping<Group, ModelLine> = {
  order: Object.keys(modelWords.groups) as Group[],
  groupOf({ set, recommendedHere }) {
    if (set === 'starter') return 'starter'
    return recommendedHere ? 'recommended' : 'optional'
  },
  keyOf: ({ id }) => id,
  textsOf: ({ title, id, task, licence }) => [title, id, modelWords.tasks[task] ?? task, licence.name],
}

/** Every model SAM knows: what it is for, how large, under which licence, and whether it is here. */
export default function ModelsPage() {
  const answer = useRequest('models.list', {})
  const { queue, state } = useModelQueue()
  const [query, setQuery] = useState('')
  return (
    <Answered query={answer}>
      {(known) => (
        <>
          <div className="page-bar">
            <SearchField label={modelWords.search} value={query} onSearch={setQuery} />
          </div>
          <VirtualList
            label={modelWords.list}
            items={groupedItems(known.models, query, grouping)}
            keyOf={({ key }) => key}
            estimatedHeight={96}
          >
            {(item) => (
              <div className="row models">
                {item.kind === 'top' && <Top known={known} queue={queue} state={state} />}
                {item.kind === 'group' && (
                  <>
                    <h2 className="models-title">{modelWords.groups[item.group].title}</h2>
                    <p className="small muted models-why">{modelWords.groups[item.group].why}</p>
                  </>
                )}
                {item.kind === 'entry' && <ModelCard model={item.entry} queue={queue} state={state} />}
                {item.kind === 'none' && <p className="muted models-title">{modelWords.none}</p>}
              </div>
            )}
          </VirtualList>
        </>
      )}
    </Answered>
  )
}

function Top({
  known: { models, folder, freeBytes, offline },
  queue,
  state,
}: {
  known: ModelsResults['models.list']
  queue: ModelQueue
  state: ModelQueueState
}) {
  const used = models.reduce((sum, { installedBytes = 0, waitingBytes }) => sum + installedBytes + waitingBytes, 0)
  return (
    <div className="models-top">
      <p>{modelWords.used(formatBytes(used), formatBytes(freeBytes))}</p>
      <p className="small muted file-name">
        {modelWords.where} {folder}
      </p>
      {offline && <FailureLine error={{ code: 'offline', message: modelWords.offline }} old />}
      <Actions models={models} queue={queue} state={state} />
    </div>
  )
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
