import { type ReactNode, useEffect, useRef } from 'react'
import { frameWords } from '../strings/frame.ts'

/** A question that must be answered first. Escape and a click beside it mean no; the focus begins on the answer that changes nothing. */
export function Confirm({
  title,
  yes,
  busy = false,
  onYes,
  onNo,
  children,
}: {
  title: string
  /** What the button does, as a verb. */
  yes: string
  busy?: boolean
  onYes(): void
  onNo(): void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="confirm" aria-label={title} closedby="any" onClose={onNo}>
      <h2>{title}</h2>
      {children}
      <div className="card-actions">
        <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
          {frameWords.cancel}
        </button>
        <button type="button" className="main-button" disabled={busy} onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  )
}
