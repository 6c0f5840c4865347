import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { MessagesPort } from '../personal-port.ts'
import { scriptMethods } from './json-scripts.ts'
import type { ScriptRunner } from './script-runner.ts'

export function createMacMessages(runScript: ScriptRunner): MessagesPort {
  const ask = scriptMethods(runScript, 'messages')
  return {
    async send(to, text, signal) {
      const address = to.includes('@') ? to : to.replace(/[^\d+]/g, '')
      const { sent } = await ask('send', { to: address, text }, z.strictObject({ sent: z.boolean() }), signal)
      if (!sent) {
        throw new SamError('message-not-sent', 'Messages has no account to send with.', {
          remedy: 'Sign in to iMessage in the settings of Messages.',
        })
      }
    },
    /** Messages tells scripts nothing of what was received; only its database does, behind Full Disk Access. */
    async read() {
      throw new SamError(
        'messages-not-readable',
        'I do not read your messages: macOS gives them only with Full Disk Access.',
        {
          kind: 'refused',
          remedy: 'Read them in Messages.',
        },
      )
    },
  }
}
