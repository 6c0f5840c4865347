import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { writeWhole } from '../../../core/files/write-whole.ts'
import { longestKey } from '../core-process/shell-message.ts'

/** Electron's safeStorage: a key of its own in the user's Keychain seals and opens. */
export interface SealPort {
  /** False where nothing safe would keep the sealing key (Linux without a key ring). */
  isAvailable(): Promise<boolean>
  seal(text: string): Promise<Buffer>
  open(sealed: Buffer): Promise<string>
}

/** The user's key of Claude. On disk it is sealed; open it is only in memory here, and in the core that it is sent to. */
export interface Keychain {
  /** Undefined when there is none, or it cannot be opened (another account, another Mac): then `has` still says true. */
  read(): Promise<string | undefined>
  has(): boolean
  /** Errors: `key-invalid`, `keychain-unavailable`. */
  write(key: string): Promise<void>
  forget(): void
}

/** In SAM_HOME. */
export const sealedKeyName = 'claude-key.sealed'
const shape = /^sk-ant-[\w-]{10,}$/

export function createKeychain(home: string, port: SealPort): Keychain {
  const file = path.join(home, sealedKeyName)
  return {
    async read() {
      try {
        const sealed = fs.readFileSync(file)
        return (await port.isAvailable()) ? await port.open(sealed) : undefined
      } catch {
        return undefined
      }
    },
    has: () => fs.existsSync(file),
    async write(key) {
      const trimmed = key.trim()
      if (trimmed.length > longestKey || !shape.test(trimmed)) {
        throw new SamError('key-invalid', 'That is no key of Claude: one begins with "sk-ant-".', {
          remedy: 'Copy a key from console.anthropic.com and try again.',
        })
      }
      if (!(await port.isAvailable())) {
        throw new SamError('keychain-unavailable', 'The Keychain cannot be used, so I do not keep the key.', {
          remedy: 'Unlock the Keychain, or set ANTHROPIC_API_KEY.',
        })
      }
      writeWhole(file, await port.seal(trimmed))
    },
    forget: () => fs.rmSync(file, { force: true }),
  }
}
