import type { WebSocket } from 'ws'
import type { Logger } from '../../core/log.ts'
import { decodeFrame, type SoundFrame } from './frames.ts'
import { parseUpwardMessage } from './message-schema.ts'
import type { DownwardMessage, UpwardMessage } from './messages.ts'

export interface PageLimits {
  /** A page that leaves more than this unread is cut off; it reconnects and gets a snapshot. */
  unreadBytes: number
  /** Above this, what may be lost (levels) is not sent. */
  comfortableUnreadBytes: number
  messagesPerSecond: number
}

export const defaultPageLimits: PageLimits = {
  unreadBytes: 16 * 1024 * 1024,
  comfortableUnreadBytes: 256 * 1024,
  messagesPerSecond: 250,
}

export interface PageHandlers {
  onMessage(message: UpwardMessage): void
  onMicrophone(frame: SoundFrame): void
  onClose(): void
}

/** One page at the other end of a WebSocket. */
export interface PageConnection {
  send(message: DownwardMessage): void
  /** Only if the page keeps up. */
  sendIfComfortable(message: DownwardMessage): void
  sendBytes(bytes: Uint8Array): void
  /** Asks for a sign of life; a page that gave none since the last call is cut off. */
  checkAlive(): void
  close(): void
}

/** Close codes of RFC 6455. */
const policyViolation = 1008
const tryAgainLater = 1013
const goingAway = 1001

/** Reads, checks and limits what one page sends; refuses it by closing with a reason. */
export function connectPage(
  socket: WebSocket,
  handlers: PageHandlers,
  limits: PageLimits,
  logger: Logger,
  nowMs: () => number,
): PageConnection {
  let alive = true
  let allowance = limits.messagesPerSecond * 2
  let allowanceAtMs = nowMs()

  const refuse = (code: number, reason: string) => {
    logger.warn(`a page was cut off: ${reason}`)
    socket.close(code, reason)
    socket.terminate()
  }

  /** A token bucket of two seconds' worth. */
  const withinRate = () => {
    const now = nowMs()
    allowance = Math.min(
      limits.messagesPerSecond * 2,
      allowance + ((now - allowanceAtMs) / 1000) * limits.messagesPerSecond,
    )
    allowanceAtMs = now
    allowance -= 1
    return allowance >= 0
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    alive = true
    if (!withinRate()) return refuse(policyViolation, 'too many messages')
    if (isBinary) {
      const frame = decodeFrame(data)
      if (frame?.kind !== 'microphone') return refuse(policyViolation, 'unknown frame')
      handlers.onMicrophone(frame)
      return
    }
    const message = parseUpwardMessage(data.toString('utf8'))
    if (message === undefined) return refuse(policyViolation, 'unknown message')
    handlers.onMessage(message)
  })
  socket.on('pong', () => {
    alive = true
  })
  socket.on('close', () => handlers.onClose())
  // `ws` closes by itself after an error, for example 1009 for a message over maxPayload.
  socket.on('error', (error) => logger.warn(`a page's connection failed: ${error.message}`))

  const write = (data: string | Uint8Array) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > limits.unreadBytes) return refuse(tryAgainLater, 'the page does not keep up')
    socket.send(data)
  }

  return {
    send: (message) => write(JSON.stringify(message)),
    sendIfComfortable(message) {
      if (socket.bufferedAmount < limits.comfortableUnreadBytes) write(JSON.stringify(message))
    },
    sendBytes: write,
    checkAlive() {
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
    },
    close: () => socket.close(goingAway, 'SAM is stopping'),
  }
}
