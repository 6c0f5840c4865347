import type { ReactNode } from 'react'
import type { RequestProgress } from '../../server/requests/request-progress.ts'
import type { WorkState } from '../../server/requests/work-state.ts'
import { frameWords } from '../strings/frame.ts'
import { FailureLine } from './answers.tsx'
import { Progress } from './progress.tsx'

/** How often long work of the core is looked at. */
export const lookAgainMs = 1000

/** Long work of the core: how far it is, a way to end it, and what came of it. */
export function WorkView<Result>({
  state,
  label,
  amount,
  onCancel,
  children,
}: {
  state: WorkState<Result>
  label(progress: RequestProgress | undefined): string
  amount(progress: RequestProgress | undefined): string
  onCancel(): void
  children(result: Result): ReactNode
}) {
  switch (state.phase) {
    case 'none':
      return null
    case 'running': {
      const { startedAtMs, progress } = state
      return (
        <Progress
          label={label(progress)}
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
          sinceMs={performance.now() - (Date.now() - startedAtMs)}
          amount={amount(progress)}
          onCancel={onCancel}
        />
      )
    }
    case 'failed':
      return <FailureLine error={state.error} />
    case 'stopped':
      return (
        <p className="muted" role="status">
          {frameWords.stopped}
        </p>
      )
    case 'done':
      return <div role="status">{children(state.result)}</div>
  }
}
