import type { Response } from 'undici'
import { SamError } from '../../core/errors.ts'
import { decodeText } from '../../core/files/decode-text.ts'
import { createWebRequests, type WebRequestsOptions } from './web-requests.ts'

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

const timeoutMs = 8000
const mostRedirects = 5
const largestBytes = 4 * 1024 * 1024
const headers = { 'User-Agent': 'SAM (local voice agent)' }

export function createWebClient(options: WebRequestsOptions): WebClient {
  const requests = createWebRequests(options)
  return {
    async read({ url, purpose, turnId, signal }) {
      const host = url.host
      const late = AbortSignal.timeout(timeoutMs)
      const request = (to: URL) => {
        const named = to.hostname === url.hostname
        return requests.send({ url: to, named, purpose, turnId, headers, signal: AbortSignal.any([signal, late]) })
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
