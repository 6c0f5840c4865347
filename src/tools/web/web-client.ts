import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { AuditLog } from '../../memory/ports.ts'

export interface WebRequest {
  url: URL
  /** What for, one short phrase for the audit log. */
  purpose: string
  turnId: string
  signal: AbortSignal
}

/** Reads text from the web: the only way a tool reaches the network. Every request leaves a row in the audit log. */
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
const largestBytes = 4 * 1024 * 1024
const agent = 'SAM (local voice agent)'

export function createWebClient({ offline, audit, clock }: WebClientOptions): WebClient {
  return {
    async read({ url, purpose, turnId, signal }) {
      if (offline) throw new SamError('offline', 'I am offline, as you set me.')
      if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw new SamError('web-refused', `${url.protocol} is not an address that I read.`)
      const host = url.host
      audit.appendEgress({
        at: clock.wallTime(),
        turnId,
        destination: host,
        purpose,
        bytes: Buffer.byteLength(url.href),
        decision: 'allowed',
        by: 'settings',
      })
      const late = AbortSignal.timeout(timeoutMs)
      try {
        const response = await fetch(url, {
          signal: AbortSignal.any([signal, late]),
          headers: { 'User-Agent': agent, Accept: '*/*' },
          // A feed has no business with cookies or with where the user came from.
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        })
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

async function readCapped(response: Response, host: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > largestBytes) throw new SamError('web-too-large', `What ${host} sent is too large.`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
