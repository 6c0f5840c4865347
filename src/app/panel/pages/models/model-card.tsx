import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { useState } from 'react'
import type { ModelLine } from '../../../server/requests/models-requests.ts'
import { formatBytes } from '../../model/format.ts'
import type { ModelQueue, ModelQueueState } from '../../model/model-queue.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { ModelProgress } from '../../parts/model-progress.tsx'
import { modelWords } from '../../strings/models.ts'

const stateIcons = { installed: CircleCheck, missing: CircleDashed, damaged: CircleAlert, outdated: CircleAlert }

/** One model, and what can be done with it. */
export function ModelCard({
  model,
  queue,
  state: queued,
}: {
  model: ModelLine
  queue: ModelQueue
  state: ModelQueueState
}) {
  const { id, title, task, state, licence, neededBy } = model
  const busy = queued.running?.id === id || queued.waiting.some((one) => one.id === id)
  const failed = queued.failed[id]
  const checked = queued.checked[id]
  const Icon = stateIcons[state]
  return (
    <article className="model" aria-label={title} data-state={state}>
      <div className="model-top">
        <Icon className="model-icon" size={16} aria-hidden="true" />
        <div className="model-words">
          <h3>{title}</h3>
          <p className="small muted">
            {[modelWords.tasks[task] ?? task, ...sizeWords(model)].join(' · ')} ·{' '}
            <a href={licence.url} target="_blank" rel="noreferrer">
              {licence.name}
            </a>
          </p>
          {licence.note !== undefined && <p className="small muted">{licence.note}</p>}
          {neededBy.length > 0 && <p className="small muted">{modelWords.neededBy(neededBy.join(', '))}</p>}
        </div>
        <span className="model-state small">{modelWords.states[state]}</span>
      </div>
      {checked !== undefined && (
        <p className="small model-note" role="status">
          {checked.damagedFiles.length === 0 && checked.state === 'installed'
            ? modelWords.intact
            : modelWords.broken(checked.damagedFiles.join(', '))}
        </p>
      )}
      {failed !== undefined && <FailureLine error={failed} />}
      {busy ? <ModelProgress id={id} queue={queue} state={queued} /> : <Actions model={model} queue={queue} />}
    </article>
  )
}

function Actions({ model, queue }: { model: ModelLine; queue: ModelQueue }) {
  const { id, title, state, set, waitingBytes, installedBytes = 0, neededBy } = model
  const [removing, setRemoving] = useState(false)
  const remove = useChange('models.remove', ['models', 'voices'])
  const fetchWords =
    state === 'missing'
      ? waitingBytes > 0
        ? modelWords.goOn(formatBytes(waitingBytes))
        : modelWords.fetch
      : modelWords.mend
  return (
    <div className="card-actions model-actions">
      {state === 'installed' ? (
        <button
          type="button"
          className="plain-button"
          aria-label={modelWords.label(modelWords.verify, title)}
          onClick={() => queue.add([id], 'verify')}
        >
          {modelWords.verify}
        </button>
      ) : (
        <button
          type="button"
          className="plain-button"
          aria-label={modelWords.label(fetchWords, title)}
          onClick={() => queue.add([id], 'pull')}
        >
          {fetchWords}
        </button>
      )}
      {(state !== 'missing' || waitingBytes > 0) && neededBy.length === 0 && (
        <button
          type="button"
          className="plain-button"
          aria-label={modelWords.label(modelWords.remove, title)}
          onClick={() => setRemoving(true)}
        >
          {state === 'missing' ? modelWords.discard : modelWords.remove}
        </button>
      )}
      {removing && (
        <Confirm
          title={modelWords.removeTitle(title)}
          yes={modelWords.removeYes}
          busy={remove.isPending}
          onYes={() => remove.mutate({ id }, { onSuccess: () => setRemoving(false) })}
          onNo={() => setRemoving(false)}
        >
          <p>{modelWords.removeWhy(formatBytes(installedBytes + waitingBytes))}</p>
          {set === 'starter' && state === 'installed' && <p>{modelWords.removeStarter}</p>}
          {remove.error !== null && <FailureLine error={remove.error} />}
        </Confirm>
      )}
    </div>
  )
}

function sizeWords({ downloadBytes, installedBytes, minimumMemoryBytes }: ModelLine): string[] {
  return [
    installedBytes === undefined
      ? modelWords.size(formatBytes(downloadBytes))
      : modelWords.onDisk(formatBytes(installedBytes)),
    ...(minimumMemoryBytes === undefined ? [] : [modelWords.memory(formatBytes(minimumMemoryBytes))]),
  ]
}
