import { formatBytes } from '../model/format.ts'
import type { ModelQueue, ModelQueueState } from '../model/model-queue.ts'
import { modelWords } from '../strings/models.ts'
import { Progress } from './progress.tsx'

/** How far the fetching or checking of one model is; nothing where it is not under way. */
export function ModelProgress({ id, queue, state }: { id: string; queue: ModelQueue; state: ModelQueueState }) {
  const { running, waiting } = state
  if (running?.id === id) {
    const { task, progress = { done: 0, total: 0 }, sinceMs, fromBytes } = running
    const { done, total, phase } = progress
    const step = task === 'verify' || phase === 'verify' ? 'verify' : phase === 'convert' ? 'convert' : 'download'
    const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
    return (
      <Progress
        label={modelWords.phases[step]}
        done={done}
        total={total}
        from={fromBytes}
        sinceMs={sinceMs}
        amount={total === 0 ? '' : modelWords.amount(formatBytes(done), formatBytes(total), percent)}
        onCancel={() => queue.cancel(id)}
      />
    )
  }
  if (!waiting.some((one) => one.id === id)) return null
  return (
    <p className="model-waiting small muted">
      {modelWords.waiting}
      <button type="button" className="plain-button" onClick={() => queue.cancel(id)}>
        {modelWords.cancel}
      </button>
    </p>
  )
}
