import { z } from 'zod'
import type { NotesPort } from '../personal-port.ts'
import { scriptMethods } from './json-scripts.ts'
import { count, identifier, line, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

const made = z.strictObject({ id: identifier })
const note = z.strictObject({
  id: identifier,
  title: line,
  text: z.string().max(2000),
  attachments: z.boolean(),
  locked: z.boolean(),
})

export function createMacNotes(runScript: ScriptRunner): NotesPort {
  const ask = scriptMethods(runScript, 'notes')
  return {
    create: (wanted, signal) => ask('create', { ...wanted }, made, signal),
    search(query, signal) {
      const answer = z.strictObject({ notes: z.array(note).max(query.limit), total: count })
      return ask('search', { ...query }, answer, signal)
    },
    async append(id, text, signal) {
      await ask('append', { id, text }, nothing, signal)
    },
    takeBack: (id, text, signal) => ask('takeBack', { id, text }, z.boolean(), signal),
    async remove(id, signal) {
      await ask('remove', { id }, nothing, signal)
    },
  }
}
