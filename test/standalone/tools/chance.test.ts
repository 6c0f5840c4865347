import { describe, expect, test } from 'vitest'
import { createChanceTools } from '../../../src/tools/actions/chance.ts'
import { callContext, createTestClock } from './fixtures.ts'

const context = {
  ...callContext(),
  callId: 'call-1',
  tainted: false,
  now: createTestClock().clock.wallTime(),
  signal: AbortSignal.timeout(5000),
}

/** The tool with its input as the schema leaves it. */
function runWith(draw?: (from: number, below: number) => number) {
  const tools = createChanceTools(draw)
  return (name: string, input: Record<string, unknown> = {}) => {
    const tool = tools.find((one) => one.name === name)
    if (tool === undefined) throw new Error(`no ${name}`)
    return tool.run(tool.schema.parse(input), context)
  }
}

describe('chance', () => {
  test('says what fell', async () => {
    const lowest = runWith((from) => from)
    const highest = runWith((_, below) => below - 1)
    expect((await lowest('chance.coin')).spoken).toBe('Heads.')
    expect((await highest('chance.coin')).spoken).toBe('Tails.')
    expect((await lowest('chance.coin', { count: 3 })).spoken).toBe('Heads, heads and heads.')
    expect((await highest('chance.dice')).spoken).toBe('6.')
    expect((await highest('chance.dice', { count: 2, sides: 20 })).spoken).toBe('20 and 20: 40 together.')
    expect((await lowest('chance.number', { from: 5, to: 9 })).spoken).toBe('5.')
    expect((await highest('chance.number', { from: 5, to: 9 })).spoken).toBe('9.')
    expect((await lowest('chance.number', { from: 9, to: 5 })).spoken).toBe('5.')
  })

  test('each number comes, and no other', async () => {
    const run = runWith()
    const seen = new Set<unknown>()
    for (let round = 0; round < 400; round += 1) seen.add((await run('chance.number', { from: -1, to: 2 })).spoken)
    expect([...seen].sort()).toEqual(['-1.', '0.', '1.', '2.'])
  })
})
