import { useEffect, useState } from 'react'
import { formatTimeLeft } from '../model/format.ts'
import { frameWords } from '../strings/frame.ts'

/** How far long work is, with the time that is left, and a way to end it. */
export function Progress({
  label,
  done,
  total,
  sinceMs,
  from = 0,
  amount,
  onCancel,
}: {
  label: string
  done: number
  total: number
  /** When it began, by `performance.now()`. */
  sinceMs: number
  /** How much was done before that. */
  from?: number
  /** "12 of 40 MB". */
  amount: string
  onCancel?(): void
}) {
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const left = formatTimeLeft(done - from, total - from, nowMs - sinceMs)
  return (
    <div className="progress">
      <p className="progress-label">{label}</p>
      <progress value={done} max={Math.max(1, total)} aria-label={label} />
      <p className="muted small">
        {amount}
        {left !== undefined && ` · ${left}`}
      </p>
      {onCancel !== undefined && (
        <button type="button" className="plain-button" onClick={onCancel}>
          {frameWords.cancel}
        </button>
      )}
    </div>
  )
}
