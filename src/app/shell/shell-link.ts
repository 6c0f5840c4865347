import readline from 'node:readline'
import type { Readable } from 'node:stream'
import type { Logger } from '../../core/log.ts'
import { parseShellMessage, type ShellMessage } from '../electron/core-process/shell-message.ts'

/** The core's end of the pipe from the menu-bar shell. */
export interface ShellLink {
  /** Key of Claude that the shell keeps in the Keychain, if any; never stored, never logged. */
  claudeKey(): string | undefined
  /** From now on, beginning with what still holds of what came before. The newest listener is the one. */
  onMessage(listener: (message: Exclude<ShellMessage, { type: 'hello' | 'claude-key' | 'ping' }>) => void): void
}

export interface ShellLinkOptions {
  input: Readable
  logger: Logger
  /** The shell asks whether this process lives. */
  onPing(): void
  /** The shell ended or crashed: nothing shows the panel any more, so the core must end too. */
  onGone(): void
}

/** The shell says hello as soon as it has started the core. */
const helloWithinMs = 5000

/**
 * Reads the shell's lines. Resolves once it has said hello, so that the core starts with its key, or without one after five
 * seconds. What is not understood (a newer shell) is left out, and its content is never logged.
 */
export function openShellLink({ input, logger, onPing, onGone }: ShellLinkOptions): Promise<ShellLink> {
  let key: string | undefined
  let listener: Parameters<ShellLink['onMessage']>[0] | undefined
  const holding = new Map<string, Parameters<NonNullable<typeof listener>>[0]>()
  const link: ShellLink = {
    claudeKey: () => key,
    onMessage(next) {
      listener = next
      for (const message of holding.values()) next(message)
    },
  }
  return new Promise((resolve) => {
    const waiting = setTimeout(() => resolve(link), helloWithinMs)
    const ready = () => {
      clearTimeout(waiting)
      resolve(link)
    }
    readline
      .createInterface({ input })
      .on('line', (line) => {
        const message = parseShellMessage(line)
        if (message === undefined) return logger.warn('a message of the menu bar was not understood')
        if (message.type === 'hello') {
          key = message.claudeKey
          return ready()
        }
        if (message.type === 'ping') return onPing()
        if (message.type === 'claude-key') {
          key = message.key ?? undefined
          return
        }
        if (message.type === 'away' || message.type === 'quiet') holding.set(message.type, message)
        listener?.(message)
      })
      .on('close', () => {
        ready()
        onGone()
      })
    input.on('error', () => undefined)
  })
}
