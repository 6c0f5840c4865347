import { expect, test } from 'vitest'
import { createCountingTools } from '../../../src/tools/actions/counting.ts'
import { callContext, createTestClock } from './fixtures.ts'

const context = {
  ...callContext(),
  callId: 'call-1',
  tainted: false,
  now: createTestClock().clock.wallTime(),
  signal: AbortSignal.timeout(5000),
}

function count(input: Record<string, unknown>) {
  const [tool] = createCountingTools()
  if (tool === undefined) throw new Error('no tool')
  return tool.run(tool.schema.parse(input), context)
}

test('counts up and down, and not for minutes', async () => {
  expect((await count({ to: 4 })).spoken).toBe('1, 2, 3, 4.')
  expect((await count({ from: 3, to: -1 })).spoken).toBe('3, 2, 1, 0, -1.')
  expect((await count({ from: 7, to: 7 })).spoken).toBe('7.')
  expect((await count({ to: 100 })).spoken).toMatch(/ 100\.$/)
  await expect(count({ from: 1000, to: 1 })).rejects.toMatchObject({ code: 'count-too-long' })
})
