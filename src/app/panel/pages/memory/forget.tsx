import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ForgetCounts, Forgettable } from '../../../server/requests/memory-requests.ts'
import { countOf } from '../../model/format.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { forgetWords } from '../../strings/memory.ts'

/** Names what goes, and counts it, before it is forgotten. */
function ForgetDialog({ what, title, onClose }: { what: Forgettable; title: string; onClose(): void }) {
  const question = useRequest('memory.forget-question', what, { fresh: true })
  const forget = useChange('memory.forget', ['memory'])
  const { data } = question
  const confirm = () => {
    if (data === undefined) return
    const { texts: _texts, ...expected } = data
    forget.mutate({ what, expected }, { onSuccess: onClose, onError: () => void question.refetch() })
  }
  return (
    <Confirm
      title={title}
      yes={forgetWords.yes}
      busy={data === undefined || question.isFetching || forget.isPending}
      onYes={confirm}
      onNo={onClose}
    >
      <Answered query={question}>
        {(found) => (
          <>
            <p>{forgetWords.goes}</p>
            <p className="forget-counts">{countsText(found)}</p>
            {found.texts.length > 0 && (
              <ul className="forget-texts">
                {found.texts.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            )}
          </>
        )}
      </Answered>
      {forget.error !== null && <FailureLine error={forget.error} />}
    </Confirm>
  )
}

function countsText({ turns, facts, examples, elsewhere }: ForgetCounts): string {
  const counted: [number, readonly string[]][] = [
    [turns, forgetWords.messages],
    [facts, forgetWords.facts],
    [examples, forgetWords.examples],
    [elsewhere, forgetWords.elsewhere],
  ]
  return counted
    .filter(([count]) => count > 0)
    .map(([count, [one = '', many = '']]) => countOf(count, one, many))
    .join(', ')
}

/** A button that asks before it forgets; with `label` in words, otherwise as a sign. */
export function ForgetButton({
  what,
  about,
  title,
  label,
}: {
  what: Forgettable
  /** Named to whoever does not see beside what the sign stands. */
  about?: string
  title?: string
  label?: string
}) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <button
        type="button"
        className={label === undefined ? 'quiet-button row-action' : 'plain-button'}
        title={forgetWords.line}
        onClick={() => setAsking(true)}
      >
        {label ?? (
          <>
            <Trash2 size={14} aria-hidden="true" />
            <span className="visually-hidden">
              {about === undefined ? forgetWords.line : forgetWords.lineLabel(about)}
            </span>
          </>
        )}
      </button>
      {asking && <ForgetDialog what={what} title={title ?? forgetWords.title} onClose={() => setAsking(false)} />}
    </>
  )
}
