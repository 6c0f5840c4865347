import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { AuditLog } from '../../memory/ports.ts'
import { decodeText } from './decode-text.ts'
import { isLocalHost } from './local-address.ts'

export interface WebRequest {
  url: URL
  /** What for, one short phrase for the audit log. */
  purpose: string
  turnId: string
  signal: AbortSignal
}

/**
 * Reads text from the web: the only way a tool reaches the network. Every request leaves a row in the audit log, every
 * redirect too. Only the user's own settings may name this machine or its network: nobody is redirected there.
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
}

const timeoutMs = 8000
const mostRedirects = 5
const largestBytes = 4 * 1024 * 1024
const agent = 'SAM (local voice agent)'

export function createWebClient({ offline, audit, clock }: WebClientOptions): WebClient {
  return {
    async read({ url, purpose, turnId, signal }) {
      if (offline) throw new SamError('offline', 'I am offline, as you set me.')
      const host = url.host
      const late = AbortSignal.timeout(timeoutMs)
      const request = (to: URL) => {
        if (to.protocol !== 'https:' && to.protocol !== 'http:')
          throw new SamError('web-refused', `${to.protocol} is not an address that I read.`)
        audit.appendEgress({
          at: clock.wallTime(),
          turnId,
          destination: to.host,
          purpose,
          bytes: Buffer.byteLength(to.href),
          decision: 'allowed',
          by: 'settings',
        })
        return fetch(to, {
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
          if (at.hostname !== url.hostname && (await isLocalHost(at.hostname)))
            throw new SamError('web-refused', `${host} points into your own network, where I do not follow.`)
          response = await request(at)
        }
        if (!response.ok) throw new SamError('web-refused', `${host} answered with error ${response.status}.`)
        return await readCapped(response, host)
      } catch (cause) {
        if (cause instanceof SamError) throw cause
        signal.throwIfAborted()
        if (late.aborted) throw new SamError('timed-out', `${host} did not answer in time.`, { cause })
        throw new SamError('web-unreachable', `${host} cannot be reached.`, { cause })
      }
    },
  }
}

function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('location')
}

async function readCapped(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > largestBytes) throw new SamError('web-too-large', `What ${host} sent is too large.`)
    chunks.push(chunk)
  }
  return decodeText(Buffer.concat(chunks), response.headers.get('content-type'))
}
