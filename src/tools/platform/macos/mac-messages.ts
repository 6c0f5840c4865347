import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { MessagesPort } from '../personal-port.ts'
import { dialled } from './dialled.ts'
import { scriptMethods } from './json-scripts.ts'
import { checkMessageStore, readMessageStore } from './message-store.ts'
import type { ScriptRunner } from './script-runner.ts'

/**
 * Messages tells scripts nothing of what was received: only its database does, behind Full Disk Access.
 * @param databaseFile undefined where reading messages is switched off
 */
export function createMacMessages(runScript: ScriptRunner, databaseFile: string | undefined): MessagesPort {
  const ask = scriptMethods(runScript, 'messages')
  const database = (): string => {
    if (databaseFile !== undefined) return databaseFile
    throw new SamError('messages-not-readable', 'Reading messages is switched off, since it needs Full Disk Access.', {
      kind: 'missing',
      remedy: 'To switch it on, set messages.readable to true with sam config set.',
    })
  }
  return {
    async send(to, text, signal) {
      const { sent } = await ask('send', { to: dialled(to), text }, z.strictObject({ sent: z.boolean() }), signal)
      if (!sent) {
        throw new SamError('message-not-sent', 'Messages has no account to send with.', {
          remedy: 'Sign in to iMessage in the settings of Messages.',
        })
      }
    },
    async checkReadable() {
      checkMessageStore(database())
    },
    async read(query) {
      return readMessageStore(database(), query)
    },
  }
}
