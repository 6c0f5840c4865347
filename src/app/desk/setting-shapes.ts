import { z } from 'zod'
import { configSchema } from '../../core/config.ts'
import type { SettingShape } from '../server/requests/settings-requests.ts'

/** What the schema of a setting says, as far as a form needs it. */
const nodeSchema = z.object({
  type: z.string(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  items: z.object({ enum: z.array(z.string()).optional() }).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})

const choicesOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

function shapeOf(node: z.infer<typeof nodeSchema>): SettingShape {
  const { type, enum: values, minimum, maximum, maxLength, items } = node
  if (type === 'boolean') return { kind: 'switch' }
  if (type === 'array')
    return items?.enum === undefined ? { kind: 'list' } : { kind: 'choices', choices: choicesOf(items.enum) }
  if (values !== undefined) return { kind: 'choice', choices: choicesOf(values) }
  if (type === 'string') return { kind: 'text', ...(maxLength === undefined ? {} : { longest: maxLength }) }
  return {
    kind: 'number',
    whole: type === 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  }
}

/** How each setting can be entered, by its dotted key, read from the core's own schema. */
export function settingShapes(): Map<string, SettingShape> {
  const shapes = new Map<string, SettingShape>()
  const walk = (given: unknown, prefix: string) => {
    const node = nodeSchema.parse(given)
    if (node.properties === undefined) return void shapes.set(prefix, shapeOf(node))
    for (const [name, child] of Object.entries(node.properties)) walk(child, prefix === '' ? name : `${prefix}.${name}`)
  }
  walk(z.toJSONSchema(configSchema, { io: 'input' }), '')
  return shapes
}
