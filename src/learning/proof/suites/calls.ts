import { z } from 'zod'
import type { TrainingMessage } from '../../../memory/ports.ts'
import type { WrittenCall } from './suite.ts'

/** How every written call begins. */
export const callOpening = '{"name":"'

/** A call as it stands in the examples that are trained on and in the questions that test it. */
export function callText({ name, arguments: given }: WrittenCall): string {
  return `${callOpening}${name}","arguments":${JSON.stringify(given)}}`
}

/** Each value of a call with what stands before it, from the beginning of the call. */
export function argumentSteps({ name, arguments: given }: WrittenCall): { before: string; value: string }[] {
  let before = `${callOpening}${name}","arguments":{`
  return Object.entries(given).map(([key, value]) => {
    const lead = `${before}${JSON.stringify(key)}:`
    const text = JSON.stringify(value)
    before = `${lead}${text},`
    // The mark that opens a string is no achievement.
    return text.startsWith('"') ? { before: `${lead}"`, value: text.slice(1) } : { before: lead, value: text }
  })
}

const writtenCall = z.strictObject({ name: z.string().min(1).max(100), arguments: z.record(z.string(), z.unknown()) })
const standardCall = z.looseObject({
  function: z.looseObject({
    name: z.string().min(1).max(100),
    arguments: z.union([z.string(), z.record(z.string(), z.unknown())]),
  }),
})

/** The call that a message makes, as a call of the chat format or in its words; undefined for words alone, or several calls. */
export function callOf({
  content,
  tool_calls: calls = [],
}: Pick<TrainingMessage, 'content' | 'tool_calls'>): WrittenCall | undefined {
  if (calls.length > 1) return undefined
  const standard = standardCall.safeParse(calls[0])
  if (standard.success) {
    const { name, arguments: given } = standard.data.function
    const parsed = typeof given === 'string' ? parse(given) : given
    const checked = writtenCall.safeParse({ name, arguments: parsed })
    return checked.success ? checked.data : undefined
  }
  if (!content.startsWith(callOpening)) return undefined
  const written = writtenCall.safeParse(parse(content))
  return written.success ? written.data : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
