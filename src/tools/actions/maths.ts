import { z } from 'zod'
import { convert } from '../maths/convert.ts'
import { evaluate } from '../maths/evaluate.ts'
import { spokenNumber } from '../maths/spoken-number.ts'
import { done, type Tool } from '../tool.ts'

const evaluateInput = z.strictObject({
  expression: z.string().trim().min(1).max(200).describe('For example "12.5 * (3 + 4)", "sqrt(144)", "20% of 80"'),
})
const convertInput = z.strictObject({
  value: z.number().default(1).describe('How much of it'),
  from: z.string().trim().min(1).max(40).describe('The unit it is in, for example "miles" or "degF"'),
  to: z.string().trim().min(1).max(40).describe('The unit it is wanted in'),
})

/** math.evaluate, units.convert. */
export function createMathsTools(): Tool[] {
  const calculate: Tool<z.infer<typeof evaluateInput>> = {
    name: 'math.evaluate',
    tier: 'read',
    summary: 'Works out an arithmetic expression; better than reckoning in words.',
    schema: evaluateInput,
    timeoutMs: 5000,
    describe: ({ expression }) => `Work out ${expression}.`,
    async run({ expression }) {
      const value = await evaluate(expression)
      const { text, exact } = spokenNumber(value)
      return done(`That's ${exact ? '' : 'about '}${text}.`, { output: { expression, value } })
    },
  }

  const conversion: Tool<z.infer<typeof convertInput>> = {
    name: 'units.convert',
    tier: 'read',
    summary:
      'Converts an amount from one unit into another: lengths, weights, volumes, temperatures, speeds, data, time.',
    schema: convertInput,
    timeoutMs: 5000,
    describe: ({ value, from, to }) => `Convert ${value} ${from} into ${to}.`,
    async run({ value, from, to }) {
      const result = await convert(value, from, to)
      const { text, exact } = spokenNumber(Number(result.value.toPrecision(5)))
      const whole = Math.abs(result.value - Number(result.value.toPrecision(5))) < Math.abs(result.value) * 1e-9
      const given = `${spokenNumber(value).text} ${value === 1 ? result.from.one : result.from.many}`
      const answer = `${text} ${text === '1' ? result.to.one : result.to.many}`
      return done(`${given} ${value === 1 ? 'is' : 'are'} ${exact && whole ? '' : 'about '}${answer}.`, {
        output: { value: result.value, unit: result.to.unit },
      })
    },
  }

  return [calculate, conversion]
}
