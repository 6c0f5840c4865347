import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type ErrorRecord, type SamError, toSamError } from '../../../../core/errors.ts'
import type { RequestProgress } from '../../../server/requests/request-progress.ts'
import type { CheckedVoiceFacts } from '../../../server/requests/voice-requests.ts'
import { ask } from '../../model/ask.ts'
import { formatBytes } from '../../model/format.ts'
import { forgetAnswers } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Progress } from '../../parts/progress.tsx'
import { voiceWords } from '../../strings/voices.ts'

/** What a voice cannot speak without, and a button that fetches it. */
export function MissingModel({ version, missing }: { version: CheckedVoiceFacts['version']; missing: ErrorRecord }) {
  const answers = useQueryClient()
  const [fetching, setFetching] = useState<{ progress: RequestProgress; sinceMs: number }>()
  const [failed, setFailed] = useState<SamError>()
  const stop = useRef<AbortController>(undefined)
  const fetchIt = async () => {
    const own = new AbortController()
    stop.current = own
    const sinceMs = performance.now()
    setFailed(undefined)
    setFetching({ progress: { done: 0, total: 0 }, sinceMs })
    try {
      const onProgress = (progress: RequestProgress) => setFetching({ progress, sinceMs })
      await ask('voices.fetch-features', { version }, { signal: own.signal, onProgress })
      await forgetAnswers(answers, ['voices'])
    } catch (thrown) {
      const error = toSamError(thrown)
      if (error.kind !== 'cancelled') setFailed(error)
    } finally {
      setFetching(undefined)
    }
  }
  if (fetching !== undefined) {
    const { done, total } = fetching.progress
    return (
      <Progress
        label={voiceWords.fetching}
        done={done}
        total={total}
        sinceMs={fetching.sinceMs}
        amount={total === 0 ? '' : `${formatBytes(done)} of ${formatBytes(total)}`}
        onCancel={() => stop.current?.abort()}
      />
    )
  }
  return (
    <div className="voice-missing">
      <p>{missing.message}</p>
      {failed !== undefined && <FailureLine error={failed} />}
      <button type="button" className="main-button" onClick={() => void fetchIt()}>
        {voiceWords.missing}
      </button>
    </div>
  )
}
