import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { MailPort } from '../personal-port.ts'
import { scriptMethods } from './json-scripts.ts'
import { count, identifier, line, moment, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

const message = z.strictObject({ subject: line, sender: line, receivedAt: moment, unread: z.boolean() })
const messages = (limit: number) => z.strictObject({ messages: z.array(message).max(limit), total: count })

export function createMacMail(runScript: ScriptRunner): MailPort {
  const ask = scriptMethods(runScript, 'mail')
  return {
    unread: (query, signal) => ask('unread', { ...query }, messages(query.limit), signal),
    search({ received, ...query }, signal) {
      const span = received === undefined ? {} : { from: received.from.getTime(), before: received.before.getTime() }
      return ask('search', { ...query, ...span }, messages(query.limit), signal)
    },
    draft: (mail, signal) => ask('draft', { ...mail }, z.strictObject({ id: identifier }), signal),
    async discardDraft(id, signal) {
      await ask('discardDraft', { id }, nothing, signal)
    },
    async send(mail, signal) {
      const { sent } = await ask('send', { ...mail }, z.strictObject({ sent: z.boolean() }), signal)
      if (!sent) {
        throw new SamError('mail-not-sent', 'Mail did not send it.', {
          remedy: 'Check in Mail that an account is set up and online.',
        })
      }
    },
  }
}
