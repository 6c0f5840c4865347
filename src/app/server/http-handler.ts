import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '../../core/log.ts'
import type { Admission } from './admission.ts'
import type { Asset } from './assets.ts'
import type { PanelDesk } from './desk-port.ts'
import { createDeskRoutes } from './desk-routes.ts'
import { securityHeaders } from './security-headers.ts'

export interface HttpHandlerOptions {
  admission: Admission
  assets: Map<string, Asset>
  /** Answers the pages beside Talk. */
  desk: PanelDesk
  logger: Logger
  /** Secret with which another command of this user proves who asks for a fresh address; it never travels itself. */
  handOverSecret: string
  /** Another command asked for the panel; answers its fresh one-time address. */
  onHandOver(): string
}

/** Path of the hand-over between two commands of one user. */
export const handOverPath = '/hand-over'
/** Header with what the asking command made up; the answer proves that it is meant for it. */
export const nonceHeader = 'x-sam-nonce'

/**
 * Shows that a text comes from whoever knows the secret, without telling it: the question (its text is the path), and the address
 * that answers it. A program of another user that sits on the port of an engine that is gone learns nothing from the question, and
 * cannot send anybody to a page of its own.
 */
export function proofOf(secret: string, nonce: string, text: string): string {
  return createHmac('sha256', secret).update(`${nonce}\n${text}`).digest('base64url')
}

function explanation(title: string, text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`
}

const notAdmitted = explanation(
  'Open SAM from its menu',
  'This address needs a fresh key. Open the panel from the menu bar, or run <code>sam start</code> again: it prints a new address.',
)

export function sameSecret(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}

/** Answers a request, or refuses it: foreign host 421, foreign origin 403, no session 401. */
export function createHttpHandler(options: HttpHandlerOptions) {
  const { admission, assets, desk, logger } = options
  const common = securityHeaders(admission.origin)
  const askDesk = createDeskRoutes({ desk, logger, headers: { ...common, 'Cache-Control': 'no-store' } })

  return (request: IncomingMessage, response: ServerResponse) => {
    const answer = (status: number, headers: Record<string, string>, body: string | Buffer = '') => {
      response.writeHead(status, { ...common, 'Cache-Control': 'no-store', ...headers })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    const text = (status: number, body: string) => answer(status, { 'Content-Type': 'text/plain; charset=utf-8' }, body)
    const html = (status: number, body: string) => answer(status, { 'Content-Type': 'text/html; charset=utf-8' }, body)

    const { origin, host, cookie, authorization } = request.headers
    if (!admission.hostAllowed(host)) return text(421, 'SAM answers only at its own address.')
    if (origin !== undefined && !admission.originAllowed(origin)) return text(403, 'Another origin may not ask SAM.')
    const url = new URL(request.url ?? '/', admission.origin)

    if (url.pathname === handOverPath) {
      if (request.method !== 'POST') return text(405, 'Only POST.')
      const presented = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? ''
      const nonce = String(request.headers[nonceHeader] ?? '')
      const expected = proofOf(options.handOverSecret, nonce, handOverPath)
      // Browsers always name their origin in a POST: this door is for commands.
      if (origin !== undefined || nonce === '' || !sameSecret(presented, expected)) return text(403, 'Refused.')
      const address = options.onHandOver()
      const proof = proofOf(options.handOverSecret, nonce, address)
      const body = JSON.stringify({ url: address, pid: process.pid, proof })
      return answer(200, { 'Content-Type': 'application/json' }, body)
    }

    const reading = request.method === 'GET' || request.method === 'HEAD'
    // A body that nobody wants is not waited for.
    if (!reading) response.shouldKeepAlive = false
    const site = request.headers['sec-fetch-site']
    const foreign = site === 'cross-site' || site === 'same-site'
    if (foreign && request.headers['sec-fetch-mode'] !== 'navigate') return text(403, 'Another site may not ask SAM.')

    const admitted = admission.hasSession(cookie)
    const token = reading && url.pathname === '/' ? url.searchParams.get('token') : null
    if (token !== null) {
      const session = admission.redeem(token)
      if (session === undefined) return admitted ? answer(303, { Location: '/' }) : html(403, notAdmitted)
      const attributes = 'HttpOnly; SameSite=Strict; Path=/'
      return answer(303, { Location: '/', 'Set-Cookie': `${admission.cookieName}=${session}; ${attributes}` })
    }
    if (!admitted) return html(401, notAdmitted)

    // Browsers always name their origin with a body.
    if ((reading || origin !== undefined) && askDesk(url, request, response)) return
    if (!reading) return text(405, 'Only GET.')
    const asset = assets.get(url.pathname === '/' ? '/index.html' : url.pathname)
    if (asset === undefined) return text(404, 'There is nothing here.')
    answer(
      200,
      {
        'Content-Type': asset.contentType,
        'Content-Length': String(asset.body.length),
        'Cache-Control': asset.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
      },
      asset.body,
    )
  }
}
