import type { ConsentSubject } from '../../../core/events.ts'
import { describeCommand } from './understood.ts'

/** What would be done, piece by piece: the whole text, the recipient. Nothing is shortened. */
export function consentLines({ input }: Pick<ConsentSubject, 'input'>): { name: string; value: string }[] {
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([key, value]) => {
    if (value === undefined || value === null || value === '') return []
    const name = key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value, null, 1) }]
  })
}

/** What "always" would be for, in a few words: an application, a folder, a person, or everything this tool does. */
export function alwaysFor({ tool, input, always }: ConsentSubject): string {
  const { target } = always ?? {}
  if (target === undefined) return `“${describeCommand(tool, {})}”`
  const { app, person } = Object(input) as { app?: unknown; person?: unknown }
  // Applications and people are known by their names, and a folder by its last one.
  for (const name of [app, person]) if (typeof name === 'string') return name
  return target.startsWith('/') ? (target.split('/').findLast(Boolean) ?? target) : target
}
