import type { Response } from 'undici'
import type { Clock } from '../../../core/clock.ts'
import { SamError } from '../../../core/errors.ts'
import { decodeText } from '../../../core/files/decode-text.ts'
import type { HostBook, ScrapeDocument } from '../../../memory/ports.ts'
import type { WebRequests } from '../../../tools/ports.ts'
import type { FetchOutcome } from '../adapter.ts'
import { createHostRules, type PlainRead } from './host-rules.ts'
import { optOutInHeaders, optOutInPage } from './opt-out.ts'
import { retryAfterMs } from './retry-after.ts'
import { robotName } from './robot-name.ts'

export interface PoliteWebOptions {
  requests: WebRequests
  hosts: HostBook
  clock: Clock
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** Most requests to one host a day. */
  requestsPerDay: number
  /** How the user can be reached, or empty. */
  contact: string
  /** For tests alone, whose servers are on this machine: nothing that a user sets leads here. */
  mayBeLocal?(url: URL): boolean
  limits?: Partial<WebLimits>
}

export interface WebLimits {
  /** A whole answer, from the request to its last byte. */
  answerMs: number
  bytes: number
  /** Between two requests to one host, where it names no delay of its own. */
  gapMs: number
  /** Waits longer than this end the run; the rest is due later. */
  longestWaitMs: number
}

const webLimits: WebLimits = { answerMs: 60_000, bytes: 12_000_000, gapMs: 1000, longestWaitMs: 60_000 }

export interface PageRequest {
  url: URL
  /** What for, for the audit log. */
  purpose: string
  /** The media types that can be read. */
  accept: RegExp
  /** What is known of it from before. */
  known: Pick<ScrapeDocument, 'etag' | 'lastModified'>
  signal: AbortSignal
  /** Where the host's own terms ask for fewer requests a day. */
  requestsPerDay?: number
  /** How long the answer itself asks to be left alone, in milliseconds. */
  restsAfter?(body: Uint8Array): number
}

/**
 * Reads pages as a guest: it says who it is, asks for robots.txt and reservations first and keeps to them, asks one thing at a time,
 * waits between requests, comes back when it is told to, and reads no more than it can use.
 */
export interface PoliteWeb {
  get(request: PageRequest): Promise<FetchOutcome>
  /** A turn at a host for a program that connects by itself: the addresses to connect to, or why not now. */
  turn(request: Pick<PageRequest, 'url' | 'purpose' | 'signal'>): Promise<{ addresses: string[] } | FetchOutcome>
}

const mostRedirects = 5

export function createPoliteWeb(options: PoliteWebOptions): PoliteWeb {
  const { requests, hosts, clock, wait, contact, mayBeLocal = () => false } = options
  const limits = { ...webLimits, ...options.limits }
  const nowMs = () => clock.wallTime().getTime()
  const userAgent = `${robotName}/0.1 (personal voice assistant, reads for its one user${contact === '' ? '' : `; ${contact}`})`
  const rules = createHostRules({ hosts, nowMs, read: readPlainly })

  /** Takes the next turn at a host and waits for it. */
  async function waitForTurn(url: URL, gapMs: number, signal: AbortSignal, most = options.requestsPerDay) {
    const later = (reason: string, untilMs: number): FetchOutcome => {
      return { kind: 'later', reason, untilMs, addressStart: `${url.origin}/` }
    }
    const now = nowMs()
    const restMs = hosts.restsUntilMs(url.host) - now
    if (restMs > limits.longestWaitMs) return later('host-rests', now + restMs)
    const day = new Date(now).toISOString().slice(0, 10)
    const mostADay = Math.min(most, options.requestsPerDay)
    const turnMs = hosts.reserve(url.host, { nowMs: now, gapMs, day, mostADay })
    if (turnMs === undefined) return later('daily-cap', Date.parse(day) + 86_400_000)
    if (turnMs > now) await wait(turnMs - now, signal)
    return undefined
  }

  async function send(url: URL, purpose: string, signal: AbortSignal, headers: Record<string, string> = {}) {
    const late = AbortSignal.timeout(limits.answerMs)
    const both = AbortSignal.any([signal, late])
    const named = mayBeLocal(url)
    return requests.send({ url, named, purpose, headers: { 'User-Agent': userAgent, ...headers }, signal: both })
  }

  /** Files in which a host says what it wants, with their redirects. */
  async function readPlainly(start: URL, mostBytes: number, signal: AbortSignal): ReturnType<PlainRead> {
    let url = start
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const wait = await waitForTurn(url, limits.gapMs, signal)
      if (wait !== undefined) return wait
      const response = await send(url, 'robots.txt and reservations', signal)
      const next = redirectOf(response, url)
      if (next === undefined) {
        const restMs = restOf(response, url)
        if (restMs !== undefined) return restMs
        const bytes = await readBounded(response, mostBytes, 'cut')
        return { status: response.status, text: new TextDecoder().decode(bytes) }
      }
      await response.body?.cancel()
      url = next
    }
    return { status: 404, text: '' }
  }

  /** The host asks to be left alone for a while. */
  function restOf({ status, headers }: Response, url: URL): FetchOutcome | undefined {
    if (status !== 429 && status !== 503) return undefined
    const untilMs = nowMs() + retryAfterMs(headers.get('retry-after'), nowMs())
    hosts.rest(url.host, untilMs)
    return { kind: 'later', reason: `http-${status}`, untilMs, addressStart: `${url.origin}/` }
  }

  async function hop(url: URL, request: PageRequest): Promise<FetchOutcome | URL> {
    const { signal, purpose, known, accept } = request
    const verdict = await rules.judge(url, signal)
    if ('kind' in verdict) return verdict
    const wait = await waitForTurn(url, Math.max(limits.gapMs, verdict.delayMs), signal, request.requestsPerDay)
    if (wait !== undefined) return wait
    const response = await send(url, purpose, signal, {
      ...(known.etag === undefined ? {} : { 'If-None-Match': known.etag }),
      ...(known.lastModified === undefined ? {} : { 'If-Modified-Since': known.lastModified }),
    })
    const next = redirectOf(response, url)
    const early = next ?? judgeAnswer(response, url, accept)
    if (early !== undefined) {
      await response.body?.cancel()
      return early
    }
    const body = await readBounded(response, limits.bytes, 'refuse')
    if (body === undefined) return { kind: 'refused', reason: 'too-large' }
    const restMs = request.restsAfter?.(body) ?? 0
    if (restMs > 0) hosts.rest(url.host, nowMs() + restMs)
    const contentType = response.headers.get('content-type') ?? ''
    if (/html/i.test(contentType) && optOutInPage(decodeText(body.subarray(0, 200_000), contentType)))
      return { kind: 'refused', reason: 'opted-out' }
    const [etag, lastModified] = [response.headers.get('etag'), response.headers.get('last-modified')]
    return {
      kind: 'content',
      content: {
        ...{ location: url.href, body, contentType },
        ...(etag === null ? {} : { etag }),
        ...(lastModified === null ? {} : { lastModified }),
      },
    }
  }

  function judgeAnswer(response: Response, url: URL, accept: RegExp): FetchOutcome | undefined {
    const { status, headers } = response
    const rest = restOf(response, url)
    if (rest !== undefined) return rest
    if (optOutInHeaders(headers)) return { kind: 'refused', reason: 'opted-out' }
    if (status === 304) return { kind: 'unchanged' }
    if (status >= 500) return { kind: 'failed', reason: `http-${status}` }
    if (status !== 200) return { kind: 'refused', reason: `http-${status}` }
    if (!accept.test(headers.get('content-type') ?? '')) return { kind: 'refused', reason: 'content-type' }
    if (Number(headers.get('content-length')) > limits.bytes) return { kind: 'refused', reason: 'too-large' }
    return undefined
  }

  async function get(request: PageRequest): Promise<FetchOutcome> {
    let url = request.url
    try {
      for (let hops = 0; hops <= mostRedirects; hops += 1) {
        const answer = await hop(url, request)
        if (!(answer instanceof URL)) return answer
        if (url.protocol === 'https:' && answer.protocol === 'http:')
          return { kind: 'refused', reason: 'redirect-to-http' }
        url = answer
      }
      return { kind: 'refused', reason: 'redirects' }
    } catch (thrown) {
      return failureOf(thrown, request.signal)
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    get(request) {
      // One request at a time, whoever asks.
      const mine = last.then(() => get(request))
      last = mine.catch(() => undefined)
      return mine
    },
    async turn({ url, purpose, signal }) {
      try {
        const wait = await waitForTurn(url, limits.gapMs, signal)
        return wait ?? { addresses: await requests.admit({ url, named: mayBeLocal(url), purpose }) }
      } catch (thrown) {
        return failureOf(thrown, signal)
      }
    },
  }
}

/** Being offline ends the run; an address that must not be followed is given up; the rest may work later. */
function failureOf(thrown: unknown, signal: AbortSignal): FetchOutcome {
  signal.throwIfAborted()
  if (thrown instanceof SamError) {
    if (thrown.code === 'web-refused') return { kind: 'refused', reason: 'web-refused' }
    if (thrown.code !== 'web-unreachable') throw thrown
  }
  const late = thrown instanceof Error && thrown.name === 'TimeoutError'
  return { kind: 'failed', reason: late ? 'timed-out' : 'unreachable' }
}

function redirectOf({ status, headers }: Response, at: URL): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status >= 400 || status === 304 || location === null) return undefined
  return URL.canParse(location, at) ? new URL(location, at) : undefined
}

/** Of a longer answer nothing, or its beginning. The length counts unpacked: a small answer may hold gigabytes. */
async function readBounded(
  response: Response,
  mostBytes: number,
  longer: 'cut' | 'refuse',
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    chunks.push(chunk)
    if (bytes > mostBytes) return longer === 'cut' ? Buffer.concat(chunks).subarray(0, mostBytes) : undefined
  }
  return Buffer.concat(chunks)
}
