import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { done, type Tool } from '../tool.ts'

/** More is a minute and a half of numbers, which nobody means. */
const mostNumbers = 100
const largest = 1_000_000_000
const number = z.number().int().min(-largest).max(largest)
const countInput = z.strictObject({
  from: number.default(1).describe('The first number that is said'),
  to: number.describe('The last one; below the first it is a countdown'),
})

/** numbers.count: counts aloud. */
export function createCountingTools(): Tool[] {
  const count: Tool<z.infer<typeof countInput>> = {
    name: 'numbers.count',
    tier: 'read',
    summary: 'Counts aloud, up or down.',
    schema: countInput,
    timeoutMs: 1000,
    describe: ({ from, to }) => `Count from ${from} to ${to}.`,
    async run({ from, to }) {
      const length = Math.abs(to - from) + 1
      if (length > mostNumbers)
        throw new SamError('count-too-long', `Those are ${length} numbers. I count ${mostNumbers} at a time.`)
      const step = Math.sign(to - from)
      const numbers = Array.from({ length }, (_, index) => from + index * step)
      return done(`${numbers.join(', ')}.`, { output: { from, to } })
    },
  }
  return [count]
}
