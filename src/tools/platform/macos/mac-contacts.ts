import { z } from 'zod'
import type { ContactsPort } from '../personal-port.ts'
import { scriptMethods } from './json-scripts.ts'
import { identifier, line, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

/** Labels of Apple's own come as `_$!<Mobile>!$_`. */
const label = line.transform((text) => text.replace(/^_\$!<(.*)>!\$_$/, '$1').toLowerCase())
const reaches = z
  .array(z.strictObject({ label, value: line }))
  .max(100)
  .transform((all) => all.filter((one) => one.value !== ''))
const person = z.strictObject({ id: identifier, name: line, phones: reaches, emails: reaches })

export function createMacContacts(runScript: ScriptRunner): ContactsPort {
  const ask = scriptMethods(runScript, 'contacts')
  return {
    find(name, limit, signal) {
      const answer = z.strictObject({ people: z.array(person).max(limit), complete: z.boolean() })
      return ask('find', { name, limit }, answer, signal)
    },
    add: (entry, signal) => ask('add', { ...entry }, z.strictObject({ id: identifier }), signal),
    async takeBack(entry, signal) {
      await ask('takeBack', { ...entry }, nothing, signal)
    },
  }
}
