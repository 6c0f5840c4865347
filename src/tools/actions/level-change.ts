import { z } from 'zod'

export interface LevelInput {
  level?: number | undefined
  delta?: number | undefined
}

/** A level from 0 to 100, or a change of it, never both. */
export function levelInput(description: string): z.ZodType<LevelInput> {
  return z
    .strictObject({
      level: z.number().min(0).max(100).optional().describe(description),
      delta: z.number().min(-100).max(100).optional().describe('Percent points more (above 0) or less (below 0)'),
    })
    .refine(({ level, delta }) => (level === undefined) !== (delta === undefined), {
      message: 'Give either a level or a change.',
    })
}

export function levelChange({ level, delta = 0 }: LevelInput): { level: number } | { delta: number } {
  return level === undefined ? { delta: Math.round(delta) } : { level: Math.round(level) }
}

/** What takes a change back; a level that nobody knew by the opposite change, which at the ends of the scale is about right. */
export const levelReceipt = z.union([z.object({ level: z.number() }), z.object({ delta: z.number() })])

/** @param before the level before the change, where it is known */
export function receiptOf(change: ReturnType<typeof levelChange>, before: number | undefined) {
  const back = before !== undefined ? { level: before } : 'delta' in change ? { delta: -change.delta } : undefined
  return back === undefined ? {} : { receipt: back }
}
