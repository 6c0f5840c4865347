import { useEffect, useRef, useState } from 'react'
import type { RequestInput } from '../../server/requests/page-requests.ts'
import { formatBytes, formatTime } from '../model/format.ts'
import { laidOut } from '../model/sent-text.ts'
import { useChange, useRequest } from '../model/use-request.ts'
import { sentWords } from '../strings/history.ts'
import { Answered, FailureLine } from './answers.tsx'

/** What left this computer, byte for byte: of one line of the history, or of one turn. */
export function SentBytes({ of, onClose }: { of: RequestInput<'history.sent'>; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const answer = useRequest('history.sent', of, { fresh: true })
  const forget = useChange('history.forget-sent', ['history'])
  const [tidy, setTidy] = useState(false)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="confirm sent" aria-label={sentWords.title} closedby="any" onClose={onClose}>
      <h2>{sentWords.title}</h2>
      <Answered query={answer}>
        {({ sent }) =>
          sent.length === 0 ? (
            <p className="muted">{sentWords.gone}</p>
          ) : (
            <>
              {sent.map(({ key, atMs, method, address, headers, body }) => (
                <section key={key} aria-label={sentWords.label(formatTime(atMs))}>
                  <p className="small muted">
                    {formatTime(atMs)} · {formatBytes(new TextEncoder().encode(body).length)}
                  </p>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
                  <pre tabIndex={0}>
                    {`${method} ${address}\n${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`}
                    {tidy ? laidOut(body) : body}
                  </pre>
                </section>
              ))}
              <p className="small muted">{sentWords.about}</p>
            </>
          )
        }
      </Answered>
      {forget.error !== null && <FailureLine error={forget.error} />}
      <div className="card-actions">
        {(answer.data?.sent.length ?? 0) > 0 && (
          <>
            <button type="button" className="toggle-button" aria-pressed={tidy} onClick={() => setTidy(!tidy)}>
              {sentWords.tidy}
            </button>
            <button
              type="button"
              className="plain-button"
              disabled={forget.isPending}
              onClick={() => {
                for (const { key } of answer.data?.sent ?? [])
                  forget.mutate({ key }, { onSuccess: () => answer.refetch() })
              }}
            >
              {sentWords.forget}
            </button>
          </>
        )}
        <button type="button" className="main-button" onClick={() => dialog.current?.close()}>
          {sentWords.close}
        </button>
      </div>
    </dialog>
  )
}

/** A button that shows it. */
export function SentButton({
  of,
  label,
  children,
}: {
  of: RequestInput<'history.sent'>
  label: string
  children: React.ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="sent-button" title={label} onClick={() => setOpen(true)}>
        {children}
        <span className="visually-hidden">{label}</span>
      </button>
      {open && <SentBytes of={of} onClose={() => setOpen(false)} />}
    </>
  )
}
