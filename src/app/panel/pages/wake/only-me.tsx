import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { wakeWords } from '../../strings/wake.ts'

/** Whether others wake SAM, too. */
export function OnlyMe({ on }: { on: boolean }) {
  const { mutate, isPending, variables, data, error } = useChange('wake.only-me', ['wake'])
  const { recordings, recognised } = data ?? {}
  return (
    <section className="wake-only-me" aria-label={wakeWords.onlyMe}>
      <Toggle
        label={wakeWords.onlyMe}
        why={wakeWords.onlyMeWhy}
        on={isPending ? variables.on : on}
        busy={isPending}
        onChange={(wanted) => mutate({ on: wanted })}
      />
      {recordings !== undefined && recognised !== undefined && (
        <p role="status" className="small muted">
          {wakeWords.onlyMeLearned(recordings, recognised)}
        </p>
      )}
      {error !== null && <FailureLine error={error} />}
    </section>
  )
}
