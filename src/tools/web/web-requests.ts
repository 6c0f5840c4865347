import type Undici from 'undici'
import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { AuditLog } from '../../memory/ports.ts'
import type { OutgoingRequest, WebRequests } from '../ports.ts'
import { connectionLookup, intoOwnNetwork, type Resolve, resolveBySystem } from './connection-lookup.ts'
import { addressOf, isLocalAddress, isMeantLocal } from './local-address.ts'

export interface WebRequestsOptions {
  /** The network is forbidden; looked at for each request, since it may change. */
  readonly offline: boolean
  audit: AuditLog
  /** What a turn sends is kept for the user to look at. */
  keepsContent?: boolean
  clock: Clock
  /** How names become addresses; the system's way when absent. */
  resolve?: Resolve
}

export function createWebRequests(options: WebRequestsOptions): WebRequests {
  const { audit, clock, resolve = resolveBySystem } = options
  let http: Promise<Http> | undefined
  type Asked = Pick<OutgoingRequest, 'url' | 'named' | 'purpose' | 'turnId'>
  /** Answers whether it is the user's own machine or network, and meant to be. */
  function check({ url, named, purpose, turnId }: Asked, headers?: Record<string, string>): boolean {
    if (options.offline) throw new SamError('offline', 'I am offline, as you set me.')
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new SamError('web-refused', `${url.protocol} is not an address that I read.`)
    const meantLocal = named && isMeantLocal(url.hostname)
    const address = addressOf(url.hostname)
    if (address !== undefined && isLocalAddress(address) && !meantLocal) throw intoOwnNetwork(url.host)
    audit.appendEgress({
      at: clock.wallTime(),
      ...(turnId === undefined ? {} : { turnId }),
      destination: url.host,
      purpose,
      bytes: Buffer.byteLength(url.href),
      decision: 'allowed',
      by: 'settings',
      // Those of a turn; pages that are read to learn from are kept as what they gave.
      ...(turnId === undefined || headers === undefined || !options.keepsContent
        ? {}
        : { content: { method: 'GET', address: url.href, headers: Object.entries(headers), body: '' } }),
    })
    return meantLocal
  }
  return {
    async admit(request) {
      const meantLocal = check(request)
      const { url } = request
      const literal = addressOf(url.hostname)
      if (literal !== undefined) return [literal]
      const found = await resolve(url.hostname).catch((cause: unknown) => {
        throw new SamError('web-unreachable', `${url.host} cannot be found.`, { cause })
      })
      if (!meantLocal && found.some(({ address }) => isLocalAddress(address))) throw intoOwnNetwork(url.host)
      if (found.length === 0) throw new SamError('web-unreachable', `${url.host} has no address.`)
      return found.map(({ address }) => address)
    },
    async send({ headers: given, signal, ...request }) {
      const headers = { Accept: '*/*', ...given }
      const meantLocal = check(request, headers)
      const { url } = request
      http ??= loadHttp(resolve)
      const { fetch, open, checked } = await http
      try {
        return await fetch(url, {
          dispatcher: meantLocal ? open : checked,
          signal,
          headers,
          redirect: 'manual',
          // Whoever is read from has no business with cookies or with where the user came from.
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        })
      } catch (cause) {
        throw refusalIn(cause) ?? cause
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
