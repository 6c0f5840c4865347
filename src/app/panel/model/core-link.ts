import type { DownwardMessage, UpwardMessage } from '../../server/messages.ts'

/**
 * `expired`: the core answers but no longer knows this page's cookie. Reconnecting cannot mend that.
 */
export type LinkState = 'connecting' | 'open' | 'lost' | 'expired'

export interface LinkHandlers {
  onState(state: LinkState): void
  onMessage(message: DownwardMessage): void
  onBytes(bytes: Uint8Array): void
}

/** The page's end of the socket: reconnects by itself, drops sound rather than let it grow old. */
export interface CoreLink {
  send(message: UpwardMessage): boolean
  sendBytes(bytes: Uint8Array<ArrayBuffer>): boolean
}

const firstDelayMs = 250
const longestDelayMs = 4000
/**
 * Four seconds of microphone frames: more unread than that, and new ones are better than old ones. A page that was held up for a
 * second sends all it missed in one go, so less would lose words on a busy machine.
 */
const mostUnsentBytes = 128 * 1024

export function connectCore(origin: string, handlers: LinkHandlers): CoreLink {
  let socket: WebSocket | undefined
  let delayMs = firstDelayMs
  let retry: ReturnType<typeof setTimeout> | undefined

  const open = () => {
    clearTimeout(retry)
    const next = new WebSocket(`${origin.replace('http', 'ws')}/socket`)
    next.binaryType = 'arraybuffer'
    socket = next
    next.onopen = () => {
      delayMs = firstDelayMs
      handlers.onState('open')
    }
    next.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (typeof event.data === 'string') handlers.onMessage(JSON.parse(event.data) as DownwardMessage)
      else handlers.onBytes(new Uint8Array(event.data))
    }
    next.onclose = async () => {
      if (socket !== next) return
      handlers.onState((await cookieKnown(origin)) ? 'lost' : 'expired')
      retry = setTimeout(open, delayMs)
      delayMs = Math.min(longestDelayMs, delayMs * 2)
    }
  }
  open()

  // Coming back to the page should not wait for a long pause between two tries.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && socket?.readyState === WebSocket.CLOSED) open()
  })

  const ready = () => socket?.readyState === WebSocket.OPEN
  return {
    send(message) {
      if (!ready()) return false
      socket?.send(JSON.stringify(message))
      return true
    },
    sendBytes(bytes) {
      if (!ready() || (socket?.bufferedAmount ?? 0) > mostUnsentBytes) return false
      socket?.send(bytes)
      return true
    },
  }
}

/** A browser does not tell why a socket was refused, so ask for the page itself. No answer counts as "known": only lost. */
async function cookieKnown(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/`, { method: 'HEAD', cache: 'no-store' })
    return response.status !== 401
  } catch {
    return true
  }
}
