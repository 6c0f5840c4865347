import type { StarterState } from '../../server/requests/models-requests.ts'
import { formatBytes } from '../model/format.ts'
import { useChange, useRequest } from '../model/use-request.ts'
import { modelWords, starterWords } from '../strings/models.ts'
import { FailureLine } from './answers.tsx'
import { Progress } from './progress.tsx'

const lookAgainMs = 600

/** What SAM needs and lacks; asked again until it has everything. */
export function useStarter() {
  return useRequest('models.starter', {}, { refreshMs: (known) => known?.missing.length !== 0 && lookAgainMs })
}

/** How far the fetching of what SAM needs is, or why it ended, with a button that goes on. */
export function StarterProgress({ state: { missing, running, failed } }: { state: StarterState }) {
  const fetch = useChange('models.fetch-starter', ['models'])
  const error = fetch.error ?? failed
  if (running === undefined)
    return (
      <>
        {error != null && <FailureLine error={error} />}
        <button type="button" className="main-button" disabled={fetch.isPending} onClick={() => fetch.mutate({})}>
          {error == null ? starterWords.fetch : starterWords.goOn}
        </button>
      </>
    )
  const { id, phase, receivedBytes, totalBytes, fromBytes, startedAtMs } = running
  const title = missing.find((model) => model.id === id)?.title ?? id
  const step = phase === 'verify' || phase === 'convert' ? phase : 'download'
  const percent = Math.floor((100 * receivedBytes) / Math.max(1, totalBytes))
  return (
    <Progress
      label={`${modelWords.phases[step]}: ${title}`}
      done={receivedBytes}
      total={totalBytes}
      from={fromBytes}
      sinceMs={performance.now() - (Date.now() - startedAtMs)}
      amount={modelWords.amount(formatBytes(receivedBytes), formatBytes(totalBytes), percent)}
    />
  )
}

/** What SAM cannot do yet, in words. */
export function lackedWords({ missing }: Pick<StarterState, 'missing'>): string {
  const [first] = missing
  return first === undefined ? '' : starterWords.until[first.part]
}
