import { describe, expect, it } from 'vitest'
import type { GenerationRequest, LanguageModel } from '../../../src/agent/ports.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { createTurnRunner } from '../../../src/agent/turn.ts'
import { SamError } from '../../../src/core/errors.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import type { ToolRunner } from '../../../src/tools/ports.ts'

const hard =
  'compare the trade-offs of event sourcing and plain tables for a company of fifty people, recommend one, and explain in detail how to migrate step by step'

/** Says these pieces, then fails where an error is given; keeps what it was asked. */
function scripted(id: string, pieces: string[], error?: SamError) {
  const asked: GenerationRequest[] = []
  const model: LanguageModel = {
    id,
    callsTools: false,
    async generate(request) {
      asked.push(request)
      for (const piece of pieces) request.onText(piece)
      if (error !== undefined) throw error
      const none = { promptTokens: 0, reusedTokens: 0, outputTokens: 0, firstTokenMs: 0 }
      return { text: pieces.join(''), stoppedBy: 'end', ...none }
    },
  }
  return { model, asked }
}

const mailTool: ToolRunner = {
  list: () => [],
  tierOf: () => 'read',
  run: async () => ({ ok: true, code: 'ok', spoken: 'Ana writes: the code is 1234.', taints: true }),
}

function turns(claude: ReturnType<typeof scripted>, barrier?: string) {
  const local = scripted('local', ['A small answer.'])
  const runner = createTurnRunner({
    router: createRouter({ applications: createApplicationIndex() }),
    tools: mailTool,
    model: local.model,
    escalation: { model: claude.model, barrier: () => barrier },
  })
  const ask = async (text: string) => {
    const events: SamEvent[] = []
    const signal = new AbortController().signal
    await runner.run(
      { turnId: text.slice(0, 20), text, origin: 'text', dryRun: false, approveConfirm: false, signal },
      { emit: (event) => events.push(event) },
    )
    const final = events.find((event) => event.type === 'reply-final')
    const finished = events.find((event) => event.type === 'turn-finished')
    return { text: final?.text, model: final?.model, outcome: finished?.outcome }
  }
  return { ask, local }
}

describe('hard questions', () => {
  it('go to the strong model, which is named', async () => {
    const { ask, local } = turns(scripted('claude', ['Use ', 'plain tables.']))
    expect(await ask(hard)).toEqual({ text: 'Use plain tables.', model: 'claude', outcome: 'done' })
    expect(local.asked).toEqual([])
  })

  it('stay here while something stands against it, and the answer says what', async () => {
    const claude = scripted('claude', ['never'])
    const { ask } = turns(claude, 'I am offline.')
    expect(await ask(hard)).toEqual({ text: 'I am offline. A small answer.', model: 'local', outcome: 'done' })
    expect(claude.asked).toEqual([])
  })

  it('are answered here when the strong model does not answer', async () => {
    const { ask } = turns(scripted('claude', [], new SamError('claude-busy', 'Claude is too busy.')))
    expect(await ask(hard)).toMatchObject({
      text: expect.stringMatching(/^Claude is too busy\. .*A small answer\.$/),
      model: 'local',
    })
  })

  it('that break off in the middle say so, and keep what was said', async () => {
    const broken = new SamError('claude-unreachable', 'The connection to Claude did not hold.')
    const { ask, local } = turns(scripted('claude', ['Use plain tables. And'], broken))
    const reply = await ask(hard)
    expect(reply).toMatchObject({ model: 'claude', outcome: 'failed' })
    expect(reply.text).toMatch(/^Use plain tables\..*did not hold\. That is as far as I got\.$/)
    expect(local.asked).toEqual([])
  })

  it('take nothing along that others wrote', async () => {
    const claude = scripted('claude', ['Fine.'])
    const { ask, local } = turns(claude)
    await ask('do I have unread mail')
    await ask(hard)
    expect(JSON.stringify(claude.asked[0]?.messages)).not.toMatch(/1234/)
    expect(JSON.stringify(claude.asked[0]?.messages)).toMatch(/event sourcing/)
    await ask('why is the sky blue')
    expect(JSON.stringify(local.asked[0]?.messages)).toMatch(/1234/)
  })

  it('everyday questions never leave', async () => {
    const claude = scripted('claude', ['never'])
    const { ask } = turns(claude)
    expect(await ask('why is the sky blue')).toMatchObject({ model: 'local' })
    expect(claude.asked).toEqual([])
  })
})
