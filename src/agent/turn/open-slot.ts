import type { Command } from '../../core/events.ts'
import type { ToolRunner } from '../../tools/ports.ts'

/** What a missing slot is asked for; the tool's own question comes first. */
const questions: Record<string, string> = {
  durationSeconds: 'For how long?',
  at: 'For what time?',
  level: 'How loud, from zero to a hundred?',
  app: 'Which application?',
  person: 'Who?',
  phone: 'What is the number or the mail address?',
  text: 'What shall it say?',
  body: 'What shall I write?',
  title: 'What is it called?',
  list: 'Which list?',
  query: 'What shall I look for?',
  expression: 'What shall I work out?',
  'reminders.create text': 'What shall I remind you of?',
  'reminders.complete text': 'Which reminder?',
  'memory.remember text': 'What shall I remember?',
  'notes.append title': 'Which note?',
  'media.add-to-playlist list': 'Which playlist?',
  'phone.call person': 'Whom shall I call?',
  'messages.send person': 'To whom?',
  'mail.send person': 'To whom?',
}

export function questionFor(intent: string, slot: string): string {
  return questions[`${intent} ${slot}`] ?? questions[slot] ?? 'I need to know more for that.'
}

/**
 * The slot that must be asked for before a command can run: the one the router found open, or one that the tool cannot do
 * without.
 */
export function openSlot(
  tools: ToolRunner,
  { intent, slots }: Command,
  routed: string | undefined,
): string | undefined {
  if (routed !== undefined) return routed
  const required = tools.list().find(({ name }) => name === intent)?.inputSchema['required']
  if (!Array.isArray(required)) return undefined
  return required.find((name): name is string => typeof name === 'string' && slots[name] === undefined)
}
