import type { ToolDescription } from '../../tools/ports.ts'
import type { OfferedTool } from '../ports.ts'

/** Names that every model's interface takes: letters, digits, underscores. */
export function offeredName(tool: string): string {
  return tool.replace(/[^A-Za-z0-9]/g, '_')
}

/** Tools whose results are the user's own affairs, by the first part of their names; Claude sees them only when shared. */
export const privateRooms = [
  'audit',
  'briefing',
  'browser',
  'calendar',
  'clipboard',
  'contacts',
  'files',
  'finder',
  'lists',
  'mail',
  'memory',
  'messages',
  'notes',
  'reminders',
  'screen',
  'shell',
  'windows',
] as const

/** What a person asks of a helper in their own words. The rest is said in few ways, which the fast path knows. */
const localRooms = [
  'apps',
  'calendar',
  'contacts',
  'files',
  'lists',
  'mail',
  'math',
  'media',
  'memory',
  'news',
  'notes',
  'reminders',
  'sound',
  'system',
  'time',
  'units',
  'weather',
  'web',
]

/** `mail.send` is in the room `mail`. */
export const roomOf = (tool: string) => tool.split('.', 1)[0] ?? ''

/** For a local model: few enough to fit into its context, and nothing that needs the strongest consent. */
export function toolsForLocal(tools: readonly ToolDescription[]): OfferedTool[] {
  return offer(tools.filter(({ name, tier }) => localRooms.includes(roomOf(name)) && tier !== 'strong-confirm'))
}

/** Rooms whose tools and results Claude does not see. */
export function hiddenRooms(shared: readonly string[]): readonly string[] {
  return privateRooms.filter((room) => !shared.includes(room))
}

/** For Claude: whatever shows it nothing private, and the rooms that the user shares. */
export function toolsForClaude(tools: readonly ToolDescription[], shared: readonly string[]): OfferedTool[] {
  const hidden = hiddenRooms(shared)
  return offer(tools.filter(({ name }) => !hidden.includes(roomOf(name))))
}

/** The tools as a model is told of them. */
function offer(tools: readonly ToolDescription[]): OfferedTool[] {
  return tools.map(({ name, summary, inputSchema }) => {
    const { $schema: _, ...schema } = inputSchema
    return { name: offeredName(name), description: summary, inputSchema: schema }
  })
}
