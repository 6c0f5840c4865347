import { z } from 'zod'

/** Sections of a briefing from the position `first` on. */
export interface BriefingPart {
  first: number
  sections: readonly string[]
}

const outputSchema = z.object({
  first: z.number().int().min(1),
  sections: z.array(z.object({ spoken: z.string() })).min(1),
})

/** Reads the output of the tool `briefing.now`; undefined when it told no sections (more on one of them, or the end). */
export function briefingOf(output: unknown): BriefingPart | undefined {
  const parsed = outputSchema.safeParse(output)
  if (!parsed.success) return undefined
  const { first, sections } = parsed.data
  return { first, sections: sections.map(({ spoken }) => spoken) }
}
