import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { type Clock, systemClock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import { type Logger, silentLogger } from '../../core/log.ts'
import { type Admission, createAdmission } from './admission.ts'
import { loadAssets } from './assets.ts'
import type { PanelDesk } from './desk-port.ts'
import type { PanelEngine } from './engine-port.ts'
import { createHttpHandler } from './http-handler.ts'
import type { RecentMessage } from './messages.ts'
import { defaultPageLimits, type PageLimits } from './page-connection.ts'
import { createPageHub } from './page-hub.ts'
import type { PanelSpeech } from './panel-speech.ts'

export interface PanelServerOptions {
  engine: PanelEngine
  desk: PanelDesk
  speech: PanelSpeech
  /** The built page, see `ensurePanelBuilt`. */
  assetsFolder: string
  /** 0 lets the system choose. */
  port: number
  /** What pages are told of the time before. */
  earlier?: readonly RecentMessage[]
  /** Another command of this user asked for the panel; it is given the same fresh address. */
  onShowRequested?(url: string): void
  /** Of a server that was there before, on the same port: its pages go on with their cookies. */
  admission?: Admission | undefined
  limits?: Partial<PageLimits>
  logger?: Logger
  clock?: Clock
}

export interface PanelServer {
  readonly port: number
  readonly admission: Admission
  /** Secret for the hand-over file, see instance.ts. */
  readonly handOverSecret: string
  /** `http://127.0.0.1:<port>/?token=...`, good for one opening. */
  createAddress(): string
  readonly pages: number
  close(): Promise<void>
}

/** The largest message a page may send: a second of sound fits, a megabyte does not. */
const largestMessageBytes = 256 * 1024
const mostPages = 16
/** An export of many gigabytes on a slow disk. */
const longestUploadMs = 30 * 60_000
const heartbeatMs = 15_000

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      const message = taken
        ? `Port ${port} on this machine is taken by another program.`
        : `The panel's server cannot start: ${cause.message}`
      reject(new SamError(taken ? 'port-taken' : 'server-failed', message, { cause, remedy: 'sam start --port 0' }))
    })
    server.listen({ host: '127.0.0.1', port }, () => resolve((server.address() as AddressInfo).port))
  })
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Serves the panel on 127.0.0.1 and keeps its pages in step with the engine. Errors: `panel-missing`, `port-taken`. */
export async function startPanelServer(options: PanelServerOptions): Promise<PanelServer> {
  const { engine, desk, speech, logger = silentLogger, clock = systemClock } = options
  const assets = loadAssets(options.assetsFolder)
  const server = http.createServer({ maxHeaderSize: 8192, requestTimeout: longestUploadMs, headersTimeout: 10_000 })
  server.maxConnections = 128
  const port = await listen(server, options.port)

  const before = options.admission
  const fresh = createAdmission(port)
  const admission = before?.origin === fresh.origin ? before : fresh
  const handOverSecret = randomBytes(32).toString('base64url')
  const createAddress = () => `${admission.origin}/?token=${admission.createToken()}`
  const hub = createPageHub({
    engine,
    speech,
    earlier: options.earlier ?? [],
    limits: { ...defaultPageLimits, ...options.limits },
    logger,
    clock,
  })

  const onHandOver = () => {
    const url = createAddress()
    // The asking command gets its own address: each is good for one opening only.
    options.onShowRequested?.(createAddress())
    return url
  }
  server.on('request', createHttpHandler({ admission, assets, desk, logger, handOverSecret, onHandOver }))

  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => {
    const { host, origin, cookie } = request.headers
    if (!admission.hostAllowed(host)) return refuseUpgrade(socket, '421 Misdirected Request')
    if (!admission.originAllowed(origin)) return refuseUpgrade(socket, '403 Forbidden')
    if (request.url !== '/socket') return refuseUpgrade(socket, '404 Not Found')
    if (!admission.hasSession(cookie)) return refuseUpgrade(socket, '401 Unauthorized')
    if (hub.pages >= mostPages) return refuseUpgrade(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, (connection) => hub.join(connection))
  })

  const heartbeat = setInterval(() => hub.checkAlive(), heartbeatMs)
  heartbeat.unref()

  return {
    port,
    admission,
    handOverSecret,
    createAddress,
    get pages() {
      return hub.pages
    },
    async close() {
      clearInterval(heartbeat)
      hub.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // Pages get a moment to read the close frame; then the connections end anyway.
      setTimeout(() => {
        for (const client of sockets.clients) client.terminate()
        server.closeAllConnections()
      }, 300).unref()
      await closed
    },
  }
}

/** On the first of these ports that is free. Errors: `panel-missing`, `port-taken` when none is. */
export async function startOnOneOf(
  ports: readonly number[],
  options: Omit<PanelServerOptions, 'port'>,
): Promise<PanelServer> {
  const [port = 0, ...others] = ports
  try {
    return await startPanelServer({ ...options, port })
  } catch (thrown) {
    if (others.length === 0 || !(thrown instanceof SamError) || thrown.code !== 'port-taken') throw thrown
    return startOnOneOf(others, options)
  }
}
