import type Undici from 'undici'
import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { AuditLog } from '../../memory/ports.ts'
import { connectionLookup, intoOwnNetwork, type Resolve, resolveBySystem } from './connection-lookup.ts'
import { decodeText } from './decode-text.ts'
import { addressOf, isLocalAddress, isMeantLocal } from './local-address.ts'

export interface WebRequest {
  url: URL
  /** What for, one short phrase for the audit log. */
  purpose: string
  turnId: string
  signal: AbortSignal
}

/**
 * Reads text from the web: the only way a tool reaches the network. Every request leaves a row in the audit log, every
 * redirect too. Only the user's own settings may name this machine or its network, by its number or by a name that only a
 * network at home has: nobody is redirected there, and no other name may lead there.
 */
export interface WebClient {
  /** Errors: `offline`, `web-unreachable`, `web-refused` (status), `web-too-large`, `timed-out`. */
  read(request: WebRequest): Promise<string>
}

export interface WebClientOptions {
  /** The settings forbid the network. */
  offline: boolean
  audit: AuditLog
  clock: Clock
  /** How names become addresses; the system's way when absent. */
  resolve?: Resolve
}

const timeoutMs = 8000
const mostRedirects = 5
const largestBytes = 4 * 1024 * 1024
const agent = 'SAM (local voice agent)'

export function createWebClient({ offline, audit, clock, resolve = resolveBySystem }: WebClientOptions): WebClient {
  let http: Promise<Http> | undefined
  return {
    async read({ url, purpose, turnId, signal }) {
      if (offline) throw new SamError('offline', 'I am offline, as you set me.')
      const host = url.host
      const late = AbortSignal.timeout(timeoutMs)
      const request = async (to: URL) => {
        if (to.protocol !== 'https:' && to.protocol !== 'http:')
          throw new SamError('web-refused', `${to.protocol} is not an address that I read.`)
        const meantLocal = to.hostname === url.hostname && isMeantLocal(to.hostname)
        const address = addressOf(to.hostname)
        if (address !== undefined && isLocalAddress(address) && !meantLocal) throw intoOwnNetwork(host)
        audit.appendEgress({
          at: clock.wallTime(),
          turnId,
          destination: to.host,
          purpose,
          bytes: Buffer.byteLength(to.href),
          decision: 'allowed',
          by: 'settings',
        })
        http ??= loadHttp(resolve)
        const { fetch, open, checked } = await http
        return fetch(to, {
          dispatcher: meantLocal ? open : checked,
          signal: AbortSignal.any([signal, late]),
          headers: { 'User-Agent': agent, Accept: '*/*' },
          redirect: 'manual',
          // A feed has no business with cookies or with where the user came from.
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        })
      }
      try {
        let response = await request(url)
        for (let redirects = 1, at = url; isRedirect(response); redirects++) {
          await response.body?.cancel()
          if (redirects > mostRedirects) throw new SamError('web-refused', `${host} redirects without an end.`)
          at = new URL(response.headers.get('location') ?? '', at)
          response = await request(at)
        }
        if (!response.ok) throw new SamError('web-refused', `${host} answered with error ${response.status}.`)
        return await readCapped(response, host)
      } catch (cause) {
        if (cause instanceof SamError) throw cause
        signal.throwIfAborted()
        const refused = refusalIn(cause)
        if (refused !== undefined) throw refused
        if (late.aborted) throw new SamError('timed-out', `${host} did not answer in time.`, { cause })
        throw new SamError('web-unreachable', `${host} cannot be reached.`, { cause })
      }
    },
  }
}

interface Http {
  fetch: typeof Undici.fetch
  /** Connects wherever the name leads. */
  open: Undici.Agent
  /** Connects to no name that leads into the user's own network. */
  checked: Undici.Agent
}

/** Loaded at the first request: most commands need no network. */
async function loadHttp(resolve: Resolve): Promise<Http> {
  const { Agent, fetch } = await import('undici')
  const agent = (mayBeLocal: boolean) => new Agent({ connect: { lookup: connectionLookup(resolve, mayBeLocal) } })
  return { fetch, open: agent(true), checked: agent(false) }
}

/** What the look-up of a name refused comes wrapped in errors of the connection. */
function refusalIn(thrown: unknown): SamError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) if (error instanceof SamError) return error
  return undefined
}

function isRedirect({ status, headers }: Undici.Response): boolean {
  return status >= 300 && status < 400 && headers.has('location')
}

async function readCapped(response: Undici.Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > largestBytes) throw new SamError('web-too-large', `What ${host} sent is too large.`)
    chunks.push(chunk)
  }
  return decodeText(Buffer.concat(chunks), response.headers.get('content-type'))
}
