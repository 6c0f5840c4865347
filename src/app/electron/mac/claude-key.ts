import { toSamError } from '../../../core/errors.ts'
import type { ShellPort } from '../shell-port.ts'
import type { Keychain } from './keychain.ts'

/** The user's key of Claude, kept and told to the core. */
export interface ClaudeKey {
  /** Errors: `key-invalid`, `keychain-unavailable`. */
  set(key: string): Promise<void>
  /** Never rejects: what went wrong is said in a notification. */
  useClipboard(): Promise<void>
  forget(): void
}

/** @param tell null: there is none any more */
export function createClaudeKey(
  keychain: Keychain,
  port: Pick<ShellPort, 'readClipboard' | 'clearClipboard' | 'notify'>,
  tell: (key: string | null) => void,
): ClaudeKey {
  const say = (body: string) => port.notify({ title: 'SAM', body, silent: true }, () => {})
  const set = async (key: string) => {
    await keychain.write(key)
    tell(key.trim())
  }
  return {
    set,
    async useClipboard() {
      try {
        await set(await port.readClipboard())
        // It is kept now; other programs need not find it.
        port.clearClipboard()
        say('The key is in the Keychain, and the clipboard is empty.')
      } catch (thrown) {
        const { message, remedy = '' } = toSamError(thrown)
        say(`${message} ${remedy}`.trim())
      }
    },
    forget() {
      keychain.forget()
      tell(null)
    },
  }
}
