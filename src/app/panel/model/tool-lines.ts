import type { permissionWords } from '../strings/settings.ts'

export type ToolGroup = keyof typeof permissionWords.groups

/** Where each tool stands, by the room its name begins with; the others are SAM's own. */
const rooms: Record<Exclude<ToolGroup, 'sam'>, readonly string[]> = {
  apps: ['apps', 'windows'],
  files: ['files', 'finder', 'disks'],
  web: ['web', 'browser', 'weather', 'news'],
  day: ['calendar', 'reminders', 'lists', 'notes', 'time', 'briefing'],
  people: ['mail', 'messages', 'contacts', 'phone'],
  sound: ['sound', 'media'],
  mac: ['system', 'display', 'focus', 'power', 'screen', 'clipboard', 'keyboard', 'shortcuts', 'shell'],
}

export const toolGroups: readonly ToolGroup[] = ['apps', 'files', 'web', 'day', 'people', 'sound', 'mac', 'sam']

export function toolGroup(tool: string): ToolGroup {
  const room = tool.replace(/\..*$/s, '')
  return toolGroups.find((group) => group !== 'sam' && rooms[group].includes(room)) ?? 'sam'
}

/** What a tool does, without what is meant for a model that chooses among tools ("files.open can then ..."). */
export function plainSummary(summary: string): string {
  return summary.replace(/;[^;]*\b[a-z]+\.[a-z][^;]*$/, '.')
}
