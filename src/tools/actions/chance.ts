import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'

const coinInput = z.strictObject({
  count: z.number().int().min(1).max(10).default(1).describe('How many times'),
})
const diceInput = z.strictObject({
  count: z.number().int().min(1).max(10).default(1).describe('How many dice'),
  sides: z.number().int().min(2).max(1000).default(6).describe('How many sides each has'),
})
const largest = 1_000_000_000
const numberInput = z.strictObject({
  from: z.number().int().min(-largest).max(largest).default(1).describe('The lowest number'),
  to: z.number().int().min(-largest).max(largest).default(10).describe('The highest number'),
})
const timeoutMs = 1000

/**
 * chance.coin, chance.dice, chance.number.
 * @param draw a whole number from the first to below the second, each as likely
 */
export function createChanceTools(draw: (from: number, below: number) => number = randomInt): Tool[] {
  const coin: Tool<z.infer<typeof coinInput>> = {
    name: 'chance.coin',
    tier: 'read',
    summary: 'Flips a coin.',
    schema: coinInput,
    timeoutMs,
    describe: ({ count }) => (count === 1 ? 'Flip a coin.' : `Flip a coin ${count} times.`),
    async run({ count }) {
      const sides = Array.from({ length: count }, () => (draw(0, 2) === 0 ? 'heads' : 'tails'))
      const each = spokenList(sides)
      return done(`${each.charAt(0).toUpperCase()}${each.slice(1)}.`, { output: { sides } })
    },
  }

  const dice: Tool<z.infer<typeof diceInput>> = {
    name: 'chance.dice',
    tier: 'read',
    summary: 'Rolls dice.',
    schema: diceInput,
    timeoutMs,
    describe: ({ count }) => (count === 1 ? 'Roll a die.' : `Roll ${count} dice.`),
    async run({ count, sides }) {
      const rolled = Array.from({ length: count }, () => draw(1, sides + 1))
      const total = rolled.reduce((sum, one) => sum + one, 0)
      const each = spokenList(rolled.map(String))
      return done(count === 1 ? `${each}.` : `${each}: ${total} together.`, { output: { rolled, total } })
    },
  }

  const number: Tool<z.infer<typeof numberInput>> = {
    name: 'chance.number',
    tier: 'read',
    summary: 'Picks a whole number at random.',
    schema: numberInput,
    timeoutMs,
    describe: ({ from, to }) => `Pick a number from ${from} to ${to}.`,
    async run({ from, to }) {
      // "Between ten and one" is one to ten.
      const picked = draw(Math.min(from, to), Math.max(from, to) + 1)
      return done(`${picked}.`, { output: { number: picked } })
    },
  }

  return [coin, dice, number]
}
