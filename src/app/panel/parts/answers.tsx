import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ErrorRecord } from '../../../core/errors.ts'
import { type Mend, mendOf, remedyWords } from '../model/mend.ts'
import { hashOf, useRoute } from '../model/route.ts'
import { frameWords } from '../strings/frame.ts'

/** What happened, what to do, and one button that does it. */
export function Failure({
  message,
  remedy,
  code,
  button = frameWords.again,
  onAgain,
}: {
  message: string
  remedy?: string | undefined
  /** Of the failure: another page may be where it is mended. */
  code?: string | undefined
  button?: string
  onAgain?: (() => void) | undefined
}) {
  const mend = useMend(code)
  const cure = remedyWords(remedy, mend)
  return (
    <div className="answer" role="alert">
      <p className="answer-title">{message}</p>
      {cure !== '' && <p>{cure}</p>}
      {mend !== undefined && (
        <a className="main-button" href={hashOf(...mend.page)}>
          {mend.words}
        </a>
      )}
      {onAgain !== undefined && (
        <button type="button" className={mend === undefined ? 'main-button' : 'plain-button'} onClick={onAgain}>
          {button}
        </button>
      )}
    </div>
  )
}

type Told = Pick<ErrorRecord, 'message'> & { remedy?: string | undefined; code?: string | undefined }

/** A failure within a page that otherwise goes on, with a way to where it is mended if that is another page. */
export function FailureLine({
  error: { message, remedy, code },
  old = false,
}: {
  error: Told
  /** Not news: nobody is told. */
  old?: boolean
}) {
  const mend = useMend(code)
  return (
    <p className="failure-line" role={old ? undefined : 'alert'}>
      {[message, remedyWords(remedy, mend)].filter(Boolean).join(' ')}
      {mend !== undefined && ' '}
      {mend !== undefined && (
        <a className="mend-link" href={hashOf(...mend.page)}>
          {mend.words}
        </a>
      )}
    </p>
  )
}

/** None that leads to where the user is already. */
function useMend(code: string | undefined): Mend | undefined {
  const { page } = useRoute()
  const mend = mendOf(code)
  return mend?.page[0] === page ? undefined : mend
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
  query: UseQueryResult<Data, Error & { remedy?: string | undefined; code?: string }>
  children(data: Data): ReactNode
}) {
  const { data, error } = query
  if (data !== undefined) return children(data)
  if (error === null) return quiet ? null : <Loading />
  return (
    <Failure message={error.message} remedy={error.remedy} code={error.code} onAgain={() => void query.refetch()} />
  )
}
