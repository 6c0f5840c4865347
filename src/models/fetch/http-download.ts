import { SamError } from '../../core/errors.ts'
import { PartFile } from './part-file.ts'
import { isUnreachable, isUnreachableCode, unreachable } from './unreachable.ts'

export interface HttpDownloadRequest {
  url: string
  /** Where the bytes go; the unfinished download lies beside it as `<file>.part` and is taken up again by the next call. */
  file: string
  /** Exact size when it is known; anything longer is refused. */
  expectedBytes?: number
  /** Upper bound when the size is not known. */
  maximumBytes: number
  signal: AbortSignal
  /** Bytes on disk, and how many there will be (undefined when the server does not say). */
  onBytes(received: number, total: number | undefined): void
}

export interface HttpDownloadOptions {
  /** A connection that delivers nothing for so long is given up and tried again. */
  stallMs?: number
  /** Attempts in a row without a single new byte before it fails. */
  attempts?: number
  /** Wait before the second attempt; doubles each time. */
  retryDelayMs?: number
}

/**
 * Downloads one file, resuming over broken connections. A server that cannot be reached at all is asked once, so that a machine without a
 * network learns it at once; after the first bytes it may be gone for a while. Errors: `download-failed`, `source-unreachable`; the
 * signal's reason; a full disk's ENOSPC as it is.
 */
export type HttpDownload = (request: HttpDownloadRequest) => Promise<void>

export function createHttpDownload(options: HttpDownloadOptions = {}): HttpDownload {
  const { stallMs = 30_000, attempts = 4, retryDelayMs = 500 } = options
  return async (request) => {
    requireSafeAddress(request.url)
    const part = new PartFile(`${request.file}.part`)
    const begun = part.byteLength
    let barren = 0
    for (;;) {
      const before = part.byteLength
      try {
        await attempt(request, part, stallMs)
        part.finish(request.file)
        return
      } catch (error) {
        request.signal.throwIfAborted()
        const isFlicker = isUnreachable(error) ? part.byteLength > begun : isRetryable(error)
        if (!isFlicker) throw error
        barren = part.byteLength > before ? 0 : barren + 1
        if (barren >= attempts) throw error
        await pause(retryDelayMs * 2 ** barren, request.signal)
      }
    }
  }
}

/** One connection: continues where the part file ends if the server still has the same file. */
async function attempt(request: HttpDownloadRequest, part: PartFile, stallMs: number): Promise<void> {
  const stall = new AbortController()
  const signal = AbortSignal.any([request.signal, stall.signal])
  let timer = setTimeout(() => stall.abort(), stallMs)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stall.abort(), stallMs)
  }
  try {
    const offset = part.resumableBytes
    if (offset > 0 && offset === request.expectedBytes) return
    const headers: Record<string, string> = { 'accept-encoding': 'identity' }
    if (offset > 0) {
      headers['range'] = `bytes=${offset}-`
      if (part.validator !== undefined) headers['if-range'] = part.validator
    }
    const response = await fetch(request.url, { headers, signal })
    if (response.status === 416 && offset > 0) {
      await response.body?.cancel()
      if (response.headers.get('content-range') === `bytes */${offset}`) return
      part.restart()
      throw broken(`${hostOf(request.url)} no longer has the rest of the file`, true)
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      throw broken(
        `${hostOf(request.url)} answered ${response.status}`,
        response.status >= 500 || response.status === 429,
      )
    }
    const total = startWriting(request, part, response, offset)
    for await (const chunk of response.body) {
      alive()
      part.append(chunk)
      if (part.byteLength > (total ?? request.maximumBytes)) {
        part.restart()
        throw broken(`${hostOf(request.url)} sent more than it announced`, false)
      }
      request.onBytes(part.byteLength, total)
    }
    if (total !== undefined && part.byteLength < total) {
      throw broken(`the connection to ${hostOf(request.url)} ended ${total - part.byteLength} bytes early`, true)
    }
  } catch (cause) {
    throw describe(cause, request, stall.signal.aborted)
  } finally {
    clearTimeout(timer)
    part.close()
  }
}

/** Decides between continuing and starting over, checks the announced size, and answers the whole length. */
function startWriting(
  request: HttpDownloadRequest,
  part: PartFile,
  response: Response,
  offset: number,
): number | undefined {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '')
  const continues = response.status === 206 && range !== null && Number(range[1]) === offset
  if (response.status === 206 && !continues) {
    part.restart()
    throw broken(`${hostOf(request.url)} sent another piece than the one asked for`, true)
  }
  const announced = continues ? range[2] : (response.headers.get('content-length') ?? undefined)
  const total = announced === undefined || announced === '*' ? undefined : Number(announced)
  const limit = request.expectedBytes ?? request.maximumBytes
  const wrong = request.expectedBytes !== undefined && total !== undefined && total !== request.expectedBytes
  if (wrong || (total !== undefined && total > limit)) {
    part.restart()
    void response.body?.cancel()
    throw broken(`${hostOf(request.url)} offers ${total} bytes where ${limit} are expected`, false)
  }
  // A 200 to a range request means that the server ignores ranges or that the file has changed: from the start.
  part.open(continues ? offset : 0, validatorOf(response))
  return total ?? request.expectedBytes
}

/** What a later request can use to make sure that the file is still the same; weak tags do not promise equal bytes. */
function validatorOf(response: Response): string | undefined {
  const etag = response.headers.get('etag')
  if (etag !== null && !etag.startsWith('W/')) return etag
  return response.headers.get('last-modified') ?? undefined
}

interface RetryMark {
  retryable: boolean
}

function broken(what: string, retryable: boolean): SamError & RetryMark {
  return Object.assign(new SamError('download-failed', `The download failed: ${what}.`), { retryable })
}

function isRetryable(error: unknown): boolean {
  return error instanceof SamError && (error as SamError & Partial<RetryMark>).retryable === true
}

function describe(cause: unknown, request: HttpDownloadRequest, stalled: boolean): unknown {
  if (request.signal.aborted) return request.signal.reason
  if (cause instanceof SamError) return cause
  if (isFileSystemError(cause)) return cause
  const host = hostOf(request.url)
  if (stalled) return Object.assign(broken(`${host} delivered nothing for too long`, true), { cause })
  const code = networkCode(cause)
  if (isUnreachableCode(code)) return unreachable(`${host} cannot be reached (${code}).`, cause)
  const why = code === undefined ? 'broke off the connection' : `cannot be reached (${code})`
  return Object.assign(broken(`${host} ${why}`, true), { cause })
}

function networkCode(cause: unknown): string | undefined {
  const inner = cause instanceof Error ? (cause.cause as { code?: unknown } | undefined) : undefined
  return typeof inner?.code === 'string' ? inner.code : undefined
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

/** Without a known checksum only an encrypted connection says whom the bytes come from; this machine itself is fine. */
function requireSafeAddress(address: string): void {
  const { protocol, hostname } = new URL(address)
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (protocol === 'https:' || (protocol === 'http:' && local)) return
  throw new SamError('download-failed', `Models are only downloaded over https, and ${address} is not.`)
}

function hostOf(address: string): string {
  return new URL(address).host
}

async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, delayMs)
    function done() {
      signal.removeEventListener('abort', cancelled)
      resolve()
    }
    function cancelled() {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', cancelled, { once: true })
  })
  signal.throwIfAborted()
}
