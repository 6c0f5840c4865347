import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { SamError } from '../../../src/core/errors.ts'
import { createPolicy } from '../../../src/tools/policy.ts'
import { createToolRegistry } from '../../../src/tools/registry.ts'
import { createToolRunner } from '../../../src/tools/runner.ts'
import { done, type Tool } from '../../../src/tools/tool.ts'
import { callContext, createTestClock, createTestLogger, openMemory, testTool } from './fixtures.ts'

function runnerOf(...tools: Tool[]) {
  const memory = openMemory()
  const logger = createTestLogger()
  const { clock } = createTestClock()
  const runner = createToolRunner({
    registry: createToolRegistry(tools),
    policy: createPolicy(memory.grants),
    audit: memory.audit,
    clock,
    logger,
  })
  const rows = () => memory.audit.list().filter((row) => row.type === 'action')
  return { runner, logger, memory, rows }
}

const call = (input: Record<string, unknown> = { what: 'this' }, tool = 'test.act') => ({
  callId: 'call-1',
  tool,
  input,
})
const never = () => new Promise<never>(() => undefined)

describe('running a tool', () => {
  test('does what was asked and writes one row about it', async () => {
    const run = vi.fn(async () => done('I did it.', { output: { level: 3 }, receipt: { before: 1 } }))
    const { runner, rows } = runnerOf(testTool({ run, describe: () => 'Do this thing.' }))
    const result = await runner.run(call(), callContext({ origin: 'voice' }))
    expect(result).toEqual({ ok: true, code: 'ok', spoken: 'I did it.', output: { level: 3 }, receipt: { before: 1 } })
    expect(run).toHaveBeenCalledOnce()
    expect(rows()).toMatchObject([
      {
        turnId: 'turn-1',
        callId: 'call-1',
        origin: 'voice',
        tainted: false,
        tool: 'test.act',
        tier: 'reversible',
        input: { what: 'this' },
        summary: 'Do this thing.',
        decision: 'allowed',
        by: 'policy',
        result: 'ok',
        receipt: { before: 1 },
      },
    ])
  })

  test('a tool of the memory leaves no words in the log, whether its call fits or not', async () => {
    const describe = () => 'Remember: the code is 4711.'
    const { runner, rows } = runnerOf(testTool({ describe, auditedAs: 'Remember something.' }))
    await runner.run(call({ what: 'the code is 4711' }), callContext())
    await runner.run(call({ what: 'x', 'the code is 4711': ['4711'] }), callContext())
    expect(rows()).toMatchObject([
      { summary: 'Remember something.', input: { what: '[16 characters]' }, result: 'ok' },
      { summary: 'Remember something.', input: { what: '[1 characters]', 'argument 2': ['[4 characters]'] } },
    ])
    expect(JSON.stringify(rows())).not.toContain('4711')
  })

  test('arguments that do not fit are never run, and the row says so', async () => {
    const run = vi.fn(async () => done('Done.'))
    const { runner, rows } = runnerOf(testTool({ run }))
    for (const input of [{}, { what: 3 }, { what: 'x', more: 1 }]) {
      expect(await runner.run(call(input), callContext())).toMatchObject({ ok: false, code: 'invalid-arguments' })
    }
    expect(await runner.run(call({}, 'test.unknown'), callContext())).toMatchObject({ ok: false, code: 'unknown-tool' })
    expect(run).not.toHaveBeenCalled()
    expect(rows().map((row) => row.decision)).toEqual(['invalid', 'invalid', 'invalid', 'invalid'])
  })

  test('the tool gets the checked input, with its defaults', async () => {
    const run = vi.fn(async (_input: { muted: boolean }) => done('Done.'))
    const schema = z.strictObject({ muted: z.boolean().default(true) })
    const { runner } = runnerOf(testTool({ schema, run }))
    await runner.run(call({}), callContext())
    expect(run.mock.calls[0]?.[0]).toEqual({ muted: true })
  })

  test('without anybody to ask, consent is refused and nothing runs', async () => {
    const run = vi.fn(async () => done('Done.'))
    const { runner, rows } = runnerOf(testTool({ tier: 'confirm', run }))
    const result = await runner.run(call(), callContext())
    expect(result).toMatchObject({
      ok: false,
      code: 'consent-impossible',
      refused: true,
      remedy: expect.stringMatching(/--approve/),
    })
    expect(run).not.toHaveBeenCalled()
    expect(rows()).toMatchObject([{ decision: 'refused', by: 'nobody', result: 'consent-impossible' }])
  })

  test('a yes lets it run and names who said it; a no does not', async () => {
    const run = vi.fn(async () => done('Done.'))
    const { runner, rows } = runnerOf(testTool({ tier: 'confirm', run, describe: () => 'Delete the draft.' }))
    const events: unknown[] = []
    const asked: unknown[] = []
    const answering = (approved: boolean) =>
      callContext({
        ask: async (prompt, tier) => {
          asked.push([prompt, tier])
          expect(run).toHaveBeenCalledTimes(0)
          return { approved, by: 'panel' }
        },
        onApproval: (event) => events.push(event),
      })
    expect(await runner.run(call(), answering(false))).toMatchObject({ code: 'consent-refused', refused: true })
    expect(run).not.toHaveBeenCalled()
    expect(await runner.run(call(), answering(true))).toMatchObject({ ok: true })
    expect(run).toHaveBeenCalledOnce()
    expect(asked).toEqual([
      ['Delete the draft.', 'confirm'],
      ['Delete the draft.', 'confirm'],
    ])
    const about = { tool: 'test.act', input: { what: 'this' }, always: { days: 30 } }
    expect(events).toEqual([
      { type: 'tool-approval-request', callId: 'call-1', prompt: 'Delete the draft.', about },
      { type: 'tool-approval-response', callId: 'call-1', approved: false, by: 'panel' },
      { type: 'tool-approval-request', callId: 'call-1', prompt: 'Delete the draft.', about },
      { type: 'tool-approval-response', callId: 'call-1', approved: true, by: 'panel' },
    ])
    expect(rows().map(({ decision, by }) => [decision, by])).toEqual([
      ['refused', 'panel'],
      ['allowed', 'panel'],
    ])
  })

  test('an "always" by hand holds for that target, is written as a rule with an end, and asks no more', async () => {
    const prepare = async (input: unknown) => ({ input, target: (input as { what: string }).what })
    const { runner, memory } = runnerOf(testTool({ tier: 'confirm', prepare }))
    const asked: string[] = []
    const always = callContext({
      ask: async (prompt) => {
        asked.push(prompt)
        return { approved: true, by: 'panel', always: true }
      },
    })
    for (const what of ['notes', 'notes', 'mail']) await runner.run(call({ what }), always)
    expect(asked).toHaveLength(2)
    const now = createTestClock().clock.wallTime()
    expect(memory.grants.list(now)).toMatchObject([
      { effect: 'allow', tool: 'test.act', target: 'notes', expiresAt: new Date(now.getTime() + 30 * 86_400_000) },
      { target: 'mail' },
    ])
  })

  test.each([
    ['what needs the strongest consent', { tier: 'strong-confirm' as const }, {}],
    ['a turn that read what others wrote', { tier: 'confirm' as const }, { tainted: true }],
    ['what is gone for good', { tier: 'confirm' as const, asksEachTime: true as const }, {}],
  ])('"always" is neither offered for %s nor taken from a page that says it', async (_, tool, context) => {
    const { runner, memory } = runnerOf(testTool(tool))
    const offered: unknown[] = []
    const result = await runner.run(
      call(),
      callContext({
        ...context,
        ask: async () => ({ approved: true, by: 'panel', always: true }),
        onApproval: (event) => event.type === 'tool-approval-request' && offered.push(event.about?.always),
      }),
    )
    expect(result.ok).toBe(true)
    expect(offered).toEqual([undefined])
    expect(memory.grants.list(new Date(0))).toEqual([])
  })

  test('a voice alone is not enough for the strongest tier', async () => {
    const { runner } = runnerOf(testTool({ tier: 'strong-confirm' }))
    const by = (who: string) => callContext({ ask: async () => ({ approved: true, by: who }) })
    expect(await runner.run(call(), by('voice'))).toMatchObject({ ok: false, code: 'consent-refused' })
    expect(await runner.run(call(), by('panel'))).toMatchObject({ ok: true })
  })

  test('"stop" while the question is open is a no', async () => {
    const { runner } = runnerOf(testTool({ tier: 'confirm' }))
    const stop = new AbortController()
    const running = runner.run(call(), callContext({ ask: never, signal: stop.signal }))
    setTimeout(() => stop.abort(), 10)
    expect(await running).toMatchObject({ ok: false, refused: true })
  })

  test('a question that fails is a no', async () => {
    const { runner } = runnerOf(testTool({ tier: 'confirm' }))
    const ask = async () => {
      throw new Error('the panel went away')
    }
    expect(await runner.run(call(), callContext({ ask }))).toMatchObject({ ok: false, refused: true })
  })

  test('preparing may raise the tier and put the circumstances into the question, and never lower it', async () => {
    const asked: string[] = []
    const ask = async (prompt: string) => {
      asked.push(prompt)
      return { approved: true, by: 'panel' }
    }
    const raised = testTool<{ what: string }>({
      prepare: async ({ what }) => ({ input: { what: `${what}!` }, tier: 'confirm', sentence: 'Lose two documents.' }),
      run: async ({ what }) => done(what),
    })
    const lowered = testTool<{ what: string }>({
      name: 'test.lowered',
      tier: 'confirm',
      prepare: async (input) => ({ input, tier: 'read' }),
    })
    const { runner, rows } = runnerOf(raised, lowered)
    expect(await runner.run(call(), callContext({ ask }))).toMatchObject({ ok: true, spoken: 'this!' })
    await runner.run(call({ what: 'x' }, 'test.lowered'), callContext({ ask }))
    expect(asked).toEqual(['Lose two documents.', 'Act in a test.'])
    expect(rows()).toMatchObject([{ tier: 'confirm', input: { what: 'this!' } }, { tier: 'confirm' }])
  })

  test('a tool that takes too long is ended, and never said to have found nothing', async () => {
    let cancelled = false
    const run = (_input: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise<never>(() => signal.addEventListener('abort', () => (cancelled = true)))
    const { runner, rows } = runnerOf(testTool({ tier: 'read', run, timeoutMs: 30 }))
    const result = await runner.run(call(), callContext())
    expect(result).toMatchObject({
      ok: false,
      code: 'timed-out',
      retryable: true,
      spoken: expect.stringMatching(/cannot say/),
    })
    expect(cancelled).toBe(true)
    expect(rows()).toMatchObject([{ decision: 'allowed', result: 'timed-out' }])
  })

  test('a lookup that takes too long ends the call before anything is done', async () => {
    const run = vi.fn(async () => done('Done.'))
    const { runner } = runnerOf(testTool({ prepare: never, run, timeoutMs: 30 }))
    expect(await runner.run(call(), callContext())).toMatchObject({ ok: false, code: 'timed-out' })
    expect(run).not.toHaveBeenCalled()
  })

  test('"stop" ends a tool that does not listen', async () => {
    const { runner, rows } = runnerOf(testTool({ run: never }))
    const stop = new AbortController()
    const running = runner.run(call(), callContext({ signal: stop.signal }))
    setTimeout(() => stop.abort(), 10)
    expect(await running).toMatchObject({ ok: false, code: 'cancelled' })
    expect(rows()).toMatchObject([{ result: 'cancelled' }])
  })

  test('a failure that a tool foresaw is told in its own words, with its cure', async () => {
    const run = async () => {
      throw new SamError('no-player', 'No media player is running.', { remedy: 'Open Music.' })
    }
    const { runner, logger } = runnerOf(testTool({ run }))
    const result = await runner.run(call(), callContext())
    expect(result).toEqual({
      ok: false,
      code: 'no-player',
      spoken: 'No media player is running. Open Music.',
      remedy: 'Open Music.',
      retryable: false,
    })
    expect(logger.lines).toEqual([])
  })

  test('a bug is said to be one, logged in full, and recorded', async () => {
    const run = async () => {
      throw new TypeError('level is undefined')
    }
    const { runner, logger, rows } = runnerOf(testTool({ run }))
    const result = await runner.run(call(), callContext())
    expect(result).toMatchObject({ ok: false, code: 'tool-failed', spoken: expect.stringMatching(/bug/) })
    expect(logger.lines.join()).toMatch(/test\.act failed unexpectedly.*level is undefined/)
    expect(rows()).toMatchObject([{ result: 'tool-failed' }])
  })

  test('a dry run looks nothing up, does nothing, tells the plan and leaves no row', async () => {
    const prepare = vi.fn(async (input: unknown) => ({ input }))
    const run = vi.fn(async () => done('Done.'))
    const { runner, rows } = runnerOf(testTool({ prepare, run, describe: () => 'Quit Safari.', tier: 'confirm' }))
    const result = await runner.run(call(), callContext({ dryRun: true }))
    expect(result).toMatchObject({
      ok: true,
      spoken: expect.stringMatching(/I would do this: Quit Safari\./),
      output: { dryRun: true },
    })
    expect(prepare).not.toHaveBeenCalled()
    expect(run).not.toHaveBeenCalled()
    expect(rows()).toEqual([])
  })

  test('content from outside in the turn turns a reversible action into a question', async () => {
    const { runner, rows } = runnerOf(testTool({}))
    expect(await runner.run(call(), callContext({ tainted: true }))).toMatchObject({ ok: false, refused: true })
    expect(rows()).toMatchObject([{ tier: 'confirm', tainted: true, decision: 'refused' }])
  })

  test('a tool that reads what others wrote taints the turn, once it has read', async () => {
    const tool = testTool({ tier: 'read', taints: true })
    const failing = testTool({
      name: 'test.fails',
      taints: true,
      run: async () => Promise.reject(new SamError('not-found', 'Not found.')),
    })
    const { runner } = runnerOf(tool, failing)
    expect(await runner.run(call(), callContext())).toMatchObject({ taints: true })
    expect(await runner.run(call({ what: 'x' }, 'test.fails'), callContext())).not.toHaveProperty('taints')
  })

  test('an action that could not be recorded says so', async () => {
    const { runner, memory, logger } = runnerOf(testTool({}))
    await runner.run(call(), callContext())
    memory.database.connection().exec('DROP TABLE audit_actions')
    expect(await runner.run(call(), callContext())).toMatchObject({
      ok: true,
      spoken: expect.stringMatching(/could not write it/),
    })
    expect(logger.lines.join()).toMatch(/audit log/)
  })

  test('a rule against it is told as one', async () => {
    const { runner, memory } = runnerOf(testTool({}))
    memory.grants.add({ effect: 'deny', tool: 'test.act', createdAt: new Date(2025, 1, 1) })
    expect(await runner.run(call(), callContext())).toMatchObject({ ok: false, code: 'denied-by-rule', refused: true })
  })
})

describe('the registry', () => {
  test('two tools of one name are refused at start', () => {
    expect(() => createToolRegistry([testTool(), testTool()])).toThrowError(
      expect.objectContaining({ code: 'tool-twice' }),
    )
  })

  test('describes each tool with its schema', () => {
    const registry = createToolRegistry([testTool({ tier: 'confirm' })])
    expect(registry.list()).toEqual([
      {
        name: 'test.act',
        tier: 'confirm',
        summary: 'Acts in a test.',
        inputSchema: expect.objectContaining({ type: 'object', required: ['what'], additionalProperties: false }),
      },
    ])
    expect(registry.get('test.act')?.tier).toBe('confirm')
    expect(registry.get('test.none')).toBeUndefined()
  })
})
