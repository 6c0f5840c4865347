import { z } from 'zod'
import { SamError } from '../core/errors.ts'
import type { ToolDescription } from './ports.ts'
import type { Tool } from './tool.ts'

export interface ToolRegistry {
  get(name: string): Tool | undefined
  list(): ToolDescription[]
}

/** All tools by name. Two tools of one name are a mistake of the program, found at start (error `tool-twice`). */
export function createToolRegistry(tools: readonly Tool[]): ToolRegistry {
  const byName = new Map<string, Tool>()
  for (const tool of tools) {
    if (byName.has(tool.name)) throw new SamError('tool-twice', `Two tools are called ${tool.name}.`)
    byName.set(tool.name, tool)
  }
  let descriptions: ToolDescription[] | undefined
  return {
    get: (name) => byName.get(name),
    list() {
      descriptions ??= tools.map(describe)
      return descriptions
    },
  }
}

/** The schema is written when it is first asked for: a single command needs one of a hundred. */
function describe({ name, tier, summary, schema }: Tool): ToolDescription {
  let inputSchema: Record<string, unknown> | undefined
  return {
    name,
    tier,
    summary,
    get inputSchema() {
      inputSchema ??= z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>
      return inputSchema
    },
  }
}
