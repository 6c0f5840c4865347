import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ErrorRecord } from '../../../core/errors.ts'
import { frameWords } from '../strings/frame.ts'

/** What happened, what to do, and one button that does it. */
export function Failure({
  message,
  remedy,
  button = frameWords.again,
  onAgain,
}: {
  message: string
  remedy?: string | undefined
  button?: string
  onAgain?: (() => void) | undefined
}) {
  return (
    <div className="answer" role="alert">
      <p className="answer-title">{message}</p>
      {remedy !== undefined && <p>{remedy}</p>}
      {onAgain !== undefined && (
        <button type="button" className="main-button" onClick={onAgain}>
          {button}
        </button>
      )}
    </div>
  )
}

/** A failure within a page that otherwise goes on. */
export function FailureLine({ error }: { error: Pick<ErrorRecord, 'message'> & { remedy?: string | undefined } }) {
  return (
    <p className="failure-line" role="alert">
      {error.message} {error.remedy}
    </p>
  )
}

/** Nothing is there yet: why, and at most one thing to do about it. */
export function Empty({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <div className="answer">
      <p className="answer-title">{title}</p>
      {text !== undefined && <p>{text}</p>}
      {action}
    </div>
  )
}

export function Loading() {
  return (
    <p className="answer loading" role="status">
      {frameWords.loading}
    </p>
  )
}

/** Draws an answer, or why there is none. */
export function Answered<Data>({
  query,
  quiet = false,
  children,
}: {
  /** Says nothing while it loads: another part of the page does. */
  quiet?: boolean
  query: UseQueryResult<Data, Error & { remedy?: string | undefined }>
  children(data: Data): ReactNode
}) {
  const { data, error } = query
  if (data !== undefined) return children(data)
  if (error === null) return quiet ? null : <Loading />
  return <Failure message={error.message} remedy={error.remedy} onAgain={() => void query.refetch()} />
}
