import { errorOf, SamError } from '../../../core/errors.ts'
import type { AnswerLine, RequestInput, RequestName, RequestResults } from '../../server/requests/page-requests.ts'
import type { RequestProgress } from '../../server/requests/request-progress.ts'
import type { UploadAnswer, UploadPurpose } from '../../server/requests/upload-requests.ts'
import { frameWords } from '../strings/frame.ts'

export interface AskOptions {
  /** Aborting it ends the work in the core too. */
  signal?: AbortSignal
  onProgress?(progress: RequestProgress): void
}

/**
 * Asks the core, on its own address and with the cookie that the one-time address was traded for.
 * Errors: those of the request; `not-reachable`, `not-admitted`, `cut-off`; `cancelled` where `signal` ended it.
 */
export async function ask<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
  { signal, onProgress }: AskOptions = {},
): Promise<RequestResults[Name]> {
  const response = await fetch(`/requests/${name}`, {
    method: 'POST',
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    throw failedAsking(signal, cause)
  })
  if (response.status === 401) throw pageError('not-admitted')
  try {
    for await (const text of linesOf(response)) {
      const line = JSON.parse(text) as AnswerLine<Name>
      if ('progress' in line) onProgress?.(line.progress)
      else if ('error' in line) throw errorOf(line.error)
      else return line.result
    }
  } catch (thrown) {
    if (thrown instanceof SamError) throw thrown
    throw signal?.aborted === true ? cancelled() : pageError('cut-off', thrown)
  }
  throw pageError('cut-off')
}

/** Sends a file, whole. Only XMLHttpRequest tells how much of it is gone. Errors as with `ask`, and `upload-*`. */
export function upload(file: File, purpose: UploadPurpose, { signal, onProgress }: AskOptions = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<UploadAnswer>()
  const request = new XMLHttpRequest()
  request.open('PUT', `/uploads?${new URLSearchParams({ name: file.name, purpose })}`)
  request.upload.onprogress = ({ loaded, total }) => onProgress?.({ done: loaded, total })
  request.onerror = () => reject(pageError('not-reachable'))
  request.onabort = () => reject(cancelled())
  request.onload = () => {
    if (request.status === 401) return reject(pageError('not-admitted'))
    try {
      const line = JSON.parse(request.responseText) as AnswerLine<RequestName> | { result: UploadAnswer }
      if ('error' in line) reject(errorOf(line.error))
      else resolve((line as { result: UploadAnswer }).result)
    } catch (cause) {
      reject(pageError('cut-off', cause))
    }
  }
  signal?.addEventListener('abort', () => request.abort(), { once: true })
  if (signal?.aborted === true) reject(cancelled())
  else request.send(file)
  return promise
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let waiting = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (waiting + value).split('\n')
    waiting = lines.pop() ?? ''
    yield* lines.filter(Boolean)
  }
  if (waiting !== '') yield waiting
}

function failedAsking(signal: AbortSignal | undefined, cause: unknown): SamError {
  return signal?.aborted === true ? cancelled() : pageError('not-reachable', cause)
}

function pageError(code: keyof typeof frameWords.failure, cause?: unknown): SamError {
  const { message, remedy } = frameWords.failure[code]
  return new SamError(code, message, { remedy, cause })
}

function cancelled(): SamError {
  return new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })
}
