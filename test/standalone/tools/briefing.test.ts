import { expect, it } from 'vitest'
import { z } from 'zod'
import { briefingSections } from '../../../src/core/config.ts'
import { SamError } from '../../../src/core/errors.ts'
import { createBriefingTools } from '../../../src/tools/actions/briefing.ts'
import { createPolicy } from '../../../src/tools/policy.ts'
import type { ToolRunner } from '../../../src/tools/ports.ts'
import { createToolRegistry } from '../../../src/tools/registry.ts'
import { createToolRunner } from '../../../src/tools/runner.ts'
import { done, type Tool } from '../../../src/tools/tool.ts'
import { callContext, createTestClock, createTestLogger, openMemory } from './fixtures.ts'

type Answers = Record<string, string | Error | ((input: Record<string, unknown>) => string)>

/** The real runner, policy and audit; the sections' tools answer from a table. */
function briefing(answers: Answers) {
  const { clock } = createTestClock(new Date('2026-11-23T07:30'))
  const { audit, grants } = openMemory()
  const section = (name: string): Tool => ({
    name,
    tier: 'read',
    summary: 'A section.',
    schema: z.record(z.string(), z.unknown()) as z.ZodType<unknown>,
    timeoutMs: 1000,
    describe: () => `Read ${name}.`,
    async run(input) {
      const answer = answers[name]
      if (answer instanceof Error) throw answer
      return done(typeof answer === 'function' ? answer(input as Record<string, unknown>) : (answer ?? ''))
    },
  })
  const registry = createToolRegistry([
    ...Object.keys(answers).map(section),
    ...createBriefingTools(
      () => briefingSections,
      () => runner,
    ),
  ])
  const runner: ToolRunner = createToolRunner({
    registry,
    policy: createPolicy(grants),
    audit,
    clock,
    logger: createTestLogger(),
  })
  const ask = (input: Record<string, unknown> = {}) =>
    runner.run({ callId: 'call-1', tool: 'briefing.now', input }, callContext({ origin: 'schedule' }))
  return { ask, audit }
}

const missing = (code: string) => new SamError(code, 'It is not there.')

it('tells its sections in order, with a greeting and the day, each look in the audit log', async () => {
  const { ask, audit } = briefing({
    'weather.now': 'It is cloudy.',
    'calendar.list': 'You have one event.',
    'mail.unread': 'You have no mail.',
  })
  const result = await ask()
  expect(result).toMatchObject({
    ok: true,
    spoken: "Good morning. It's Monday, November 23. You have one event. You have no mail. It is cloudy.",
    taints: true,
  })
  const tools = audit.list().map((row) => (row.type === 'action' ? row.tool : ''))
  expect(tools).toEqual(expect.arrayContaining(['calendar.list', 'mail.unread', 'weather.now', 'briefing.now']))
})

it('a section that fails is one sentence, not a failed briefing', async () => {
  const { ask } = briefing({
    'calendar.list': new SamError('timed-out', 'Calendar did not answer.'),
    'weather.now': 'It is cloudy.',
  })
  expect(await ask()).toMatchObject({
    ok: true,
    spoken: expect.stringMatching(/Your calendar is missing: Calendar did not answer\. It is cloudy\.$/),
  })
})

it('what is not set up is left out', async () => {
  const { ask } = briefing({
    'calendar.list': missing('not-on-this-platform'),
    'weather.now': missing('weather-not-set-up'),
    'news.headlines': 'From the Post: A ferry opens.',
  })
  expect(await ask()).toMatchObject({ spoken: expect.not.stringMatching(/missing|not there/) })
})

it('with nothing to tell it says how to get something', async () => {
  const { ask } = briefing({ 'weather.now': missing('weather-not-set-up') })
  expect(await ask()).toMatchObject({
    ok: false,
    code: 'briefing-empty',
    remedy: expect.stringMatching(/weather\.place/),
  })
})

it('goes on from a section, gives more on one, and knows its end', async () => {
  const { ask } = briefing({
    'calendar.list': ({ day }) => `Events of ${String(day)}.`,
    'weather.now': ({ day }) => (day === undefined ? 'Cloudy now.' : `Weather of ${String(day)}.`),
  })
  await ask()
  expect(await ask({ position: 2 })).toMatchObject({ spoken: 'Cloudy now.', output: { first: 2 } })
  expect(await ask({ position: 2, detail: true })).toMatchObject({ spoken: 'Weather of 2026-11-24.' })
  expect(await ask({ position: 3 })).toMatchObject({ spoken: 'That was the whole briefing.' })
})
