import { describe, expect, it } from 'vitest'
import type { SamEvent } from '../../../src/core/events.ts'
import { deltasOf, finalOf, stage, typesOf } from './turn-harness.ts'

describe('a turn with commands', () => {
  it('tells what happens in its order', async () => {
    const { run, tools, model } = stage()
    const events = await run('open Safari')
    expect(typesOf(events)).toEqual(['route-decided', 'tool-call', 'tool-result', 'reply-final', 'turn-finished'])
    expect(events[1]).toEqual({
      type: 'tool-call',
      turnId: 't1',
      callId: 't1-1',
      tool: 'apps.open',
      input: { app: 'Safari' },
      tier: 'reversible',
    })
    expect(finalOf(events)).toMatchObject({ text: 'Did apps.open.', model: 'fast-path', outcome: 'done' })
    expect(tools.calls[0]?.context).toMatchObject({ turnId: 't1', origin: 'text', tainted: false, dryRun: false })
    expect(model.requests).toEqual([])
  })

  it('keeps out of the event what only the turn needs', async () => {
    const { run } = stage()
    const [decided] = await run('set a timer')
    expect(decided).toEqual({
      type: 'route-decided',
      turnId: 't1',
      route: 'command',
      intent: 'time.timer',
      slots: {},
      confidence: expect.any(Number),
      reason: expect.any(String),
    })
  })

  it('speaks the first result while the next command runs', async () => {
    const { run } = stage()
    const events = await run('open Safari and mute the sound')
    expect(typesOf(events)).toEqual([
      'route-decided',
      'tool-call',
      'tool-result',
      'reply-delta',
      'tool-call',
      'tool-result',
      'reply-delta',
      'reply-final',
      'turn-finished',
    ])
    expect(deltasOf(events)).toBe('Did apps.open. Did sound.mute.')
    expect(finalOf(events).text).toBe('Did apps.open. Did sound.mute.')
  })

  it('stops at the first failure and says what is left undone', async () => {
    const { run, tools } = stage()
    tools.results.set('apps.open', {
      ok: false,
      code: 'app-not-found',
      spoken: 'Safari is not here.',
      retryable: false,
    })
    const events = await run('open Safari, mute the sound and pause the music')
    expect(tools.calls).toHaveLength(1)
    expect(finalOf(events)).toMatchObject({ text: 'Safari is not here. I left the other 2 undone.', outcome: 'failed' })
    expect(events).toContainEqual({
      type: 'tool-result',
      turnId: 't1',
      callId: 't1-1',
      ok: false,
      error: { code: 'app-not-found', message: 'Safari is not here.' },
    })
  })

  it('is refused when the policy or the user says no', async () => {
    const { run, tools } = stage()
    tools.results.set('apps.quit', {
      ok: false,
      code: 'not-approved',
      spoken: 'Then I leave it.',
      retryable: false,
      refused: true,
    })
    expect(finalOf(await run('quit Safari'))).toMatchObject({ text: 'Then I leave it.', outcome: 'refused' })
  })

  it('admits a command that has no tool', async () => {
    const { run, tools } = stage()
    tools.unknown.add('apps.open')
    expect(finalOf(await run('open Safari'))).toMatchObject({ text: "I can't do that yet.", outcome: 'failed' })
    expect(tools.calls).toEqual([])
  })

  it('does nothing in a dry run, and does not remember it as done', async () => {
    const { run, tools } = stage()
    const events = await run('open Safari', { dryRun: true })
    expect(tools.calls).toEqual([])
    expect(finalOf(events)).toMatchObject({ text: 'I would use apps.open with app Safari.', outcome: 'done' })
    expect(finalOf(await run('close it')).text).toBe('Which application?')
  })

  it('hands the question of consent on, with its turn', async () => {
    const asked: string[] = []
    const { run, tools } = stage({
      ask: async (prompt) => {
        asked.push(prompt)
        return { approved: true, by: 'test' }
      },
    })
    const events: SamEvent[] = []
    tools.during = () => {
      const context = tools.calls[0]?.context
      void context?.ask?.('Really?', 'confirm')
      context?.onApproval?.({ type: 'tool-approval-request', callId: 't1-1', prompt: 'Really?' })
    }
    events.push(...(await run('quit Safari', { approveConfirm: true })))
    expect(asked).toEqual(['Really?'])
    expect(events).toContainEqual({ type: 'tool-approval-request', turnId: 't1', callId: 't1-1', prompt: 'Really?' })
    expect(tools.calls[0]?.context.approveConfirm).toBe(true)
  })

  it('has nobody to ask where the caller gives no way', async () => {
    const { run, tools } = stage()
    await run('quit Safari')
    expect(tools.calls[0]?.context.ask).toBeUndefined()
  })

  it('asks for what is missing and takes the answer', async () => {
    const { run, tools } = stage()
    expect(finalOf(await run('Set a timer.'))).toMatchObject({ text: 'For how long?', outcome: 'done' })
    expect(tools.calls).toEqual([])
    await run('five minutes')
    expect(tools.calls.map(({ call }) => call.input)).toEqual([{ durationSeconds: 300 }])
    // The question is answered: the next number is none for the timer.
    await run('ten minutes')
    expect(tools.calls).toHaveLength(1)
  })

  it('drops its question when something else is said', async () => {
    const { run, tools } = stage()
    await run('Set a timer.')
    await run('who was Ada Lovelace')
    await run('five minutes')
    expect(tools.calls).toEqual([])
  })

  it('carries "it" and "again" from turn to turn', async () => {
    const { run, tools } = stage()
    await run('open Safari')
    await run('turn the volume up')
    await run('do that again')
    await run('close it')
    expect(tools.calls.map(({ call }) => [call.tool, call.input])).toEqual([
      ['apps.open', { app: 'Safari' }],
      ['sound.volume', { delta: 10 }],
      ['sound.volume', { delta: 10 }],
      ['apps.quit', { app: 'Safari' }],
    ])
  })

  it('does not repeat what failed', async () => {
    const { run, tools } = stage()
    tools.results.set('apps.open', { ok: false, code: 'app-not-found', spoken: 'No.', retryable: false })
    await run('open Safari')
    expect(finalOf(await run('close it')).text).toBe('Which application?')
  })

  it('says its notes after the results', async () => {
    const { run } = stage()
    expect(finalOf(await run('mute the sound for an hour')).text).toBe(
      'Did sound.mute. Say "unmute" when you want sound again.',
    )
  })
})

describe('a turn that is cut', () => {
  it('begins nothing when it was cut before', async () => {
    const { run, tools } = stage()
    const events = await run('open Safari', { signal: AbortSignal.abort() })
    expect(tools.calls).toEqual([])
    expect(typesOf(events)).toEqual(['route-decided', 'reply-final', 'turn-finished'])
    expect(finalOf(events)).toMatchObject({ text: '', outcome: 'cancelled' })
  })

  it.each([
    [undefined, 'cancelled'],
    [new Error('interrupted'), 'interrupted'],
    [new Error('thinking-deadline'), 'failed'],
  ])('leaves the rest of the commands and says nothing more (%s)', async (reason, outcome) => {
    const { run, tools } = stage()
    const cut = new AbortController()
    tools.during = () => cut.abort(reason)
    const events = await run('open Safari, mute the sound and pause the music', { signal: cut.signal })
    expect(tools.calls).toHaveLength(1)
    expect(finalOf(events)).toMatchObject({ text: '', outcome })
  })
})

describe('a tool that was too quick to be cut', () => {
  it('is told as done, and nothing follows', async () => {
    const { run, tools } = stage()
    const cut = new AbortController()
    tools.during = () => cut.abort(new Error('interrupted'))
    tools.results.set('apps.open', { ok: true, code: 'ok', spoken: 'Safari is open.' })
    const events = await run('open Safari and mute the sound', { signal: cut.signal })
    expect(tools.calls).toHaveLength(1)
    expect(events).toContainEqual({ type: 'tool-result', turnId: 't1', callId: 't1-1', ok: true })
    expect(finalOf(events)).toMatchObject({ text: 'Safari is open.', outcome: 'interrupted' })
  })
})

describe('controls', () => {
  it('says the last reply again, as it was heard', async () => {
    const { run, conversation, model } = stage()
    expect(finalOf(await run('say that again')).text).toBe('I have not said anything yet.')
    model.reply = 'Paris is the capital of France. It lies on the Seine.'
    await run('what is the capital of France')
    conversation.truncateReply('t2', 'Paris is the capital')
    expect(finalOf(await run('Pardon?')).text).toBe('Paris is the capital')
  })

  it('is silent after "stop"', async () => {
    const { run } = stage()
    expect(finalOf(await run('Stop.'))).toMatchObject({ text: '', outcome: 'done' })
  })

  it('turns the sound up for "louder"', async () => {
    const { run, tools } = stage()
    await run('louder')
    expect(tools.calls.map(({ call }) => [call.tool, call.input])).toEqual([['sound.volume', { delta: 10 }]])
  })
})
