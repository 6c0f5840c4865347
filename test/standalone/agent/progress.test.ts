import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { Progress } from '../../../src/agent/turn/progress.ts'
import { createTurnRunner } from '../../../src/agent/turn.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import { finalOf, ScriptedModel, ScriptedTools } from './turn-harness.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What is said of progress, with the second it is said at. */
function listening() {
  const said: [number, string][] = []
  const startedAtMs = Date.now()
  const progress = new Progress((sentence) => said.push([(Date.now() - startedAtMs) / 1000, sentence]))
  const seconds = () => said.map(([at]) => at)
  return { progress, said, seconds, pass: (passed: number) => vi.advanceTimersByTime(passed * 1000) }
}
const delta: SamEvent = { type: 'reply-delta', turnId: 't', text: 'Well, ' }
const request: SamEvent = { type: 'tool-approval-request', turnId: 't', callId: 'c', prompt: 'Send it?' }
const response: SamEvent = { type: 'tool-approval-response', turnId: 't', callId: 'c', approved: true, by: 'voice' }
const call: SamEvent = { type: 'tool-call', turnId: 't', callId: 'c', tool: 'mail.unread', input: {}, tier: 'read' }
const result: SamEvent = { type: 'tool-result', turnId: 't', callId: 'c', ok: true }

describe('long work', () => {
  it('is told after five seconds, and then every six', () => {
    const { progress, seconds, said, pass } = listening()
    pass(4.9)
    expect(progress.spoke).toBe(false)
    pass(20)
    expect(seconds()).toEqual([5, 11, 17, 23])
    expect(said[0]?.[1]).not.toBe(said[1]?.[1])
    expect(progress.spoke).toBe(true)
  })

  it('is not told of while the answer is coming, nor at once when it stops', () => {
    const { progress, seconds, pass } = listening()
    for (let second = 0; second < 20; second += 2) {
      pass(2)
      progress.observe(delta)
    }
    expect(seconds()).toEqual([])
    pass(6)
    expect(seconds()).toEqual([26])
  })

  it('says whether it thinks or works', () => {
    const { progress, said, pass } = listening()
    progress.observe(call)
    pass(5)
    progress.observe(result)
    pass(12)
    expect(said.map(([, sentence]) => sentence.includes('work'))).toEqual([true, false, false])
  })

  it('is quiet while the user is asked, also while one of two questions is open', () => {
    const { progress, seconds, pass } = listening()
    progress.observe(request)
    progress.observe(request)
    pass(60)
    progress.observe(response)
    pass(60)
    progress.observe(delta)
    pass(60)
    expect(seconds()).toEqual([])
    progress.observe(response)
    pass(6)
    expect(seconds()).toEqual([186])
  })

  it('is over when it is over', () => {
    const { progress, seconds, pass } = listening()
    progress.stop()
    for (const event of [delta, request, response]) progress.observe(event)
    pass(60)
    expect(seconds()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a long turn', () => {
  const run = async (text: string, origin: 'voice' | 'text', toolSeconds: number) => {
    const tools = new ScriptedTools()
    const original = tools.run.bind(tools)
    tools.run = async (...parts) => {
      await new Promise((resolve) => setTimeout(resolve, toolSeconds * 1000))
      return original(...parts)
    }
    const runner = createTurnRunner({
      router: createRouter({ applications: createApplicationIndex() }),
      tools,
      model: new ScriptedModel(),
    })
    const events: SamEvent[] = []
    const signal = new AbortController().signal
    const turn = runner.run(
      { turnId: 't', text, origin, dryRun: false, approveConfirm: false, signal },
      { emit: (event) => events.push(event) },
    )
    await vi.advanceTimersByTimeAsync(toolSeconds * 1000 + 1)
    await turn
    await vi.advanceTimersByTimeAsync(60_000)
    const deltas = events.flatMap((event) => (event.type === 'reply-delta' ? [event.text] : []))
    return { deltas, reply: finalOf(events).text, last: events.at(-1)?.type }
  }

  it('that is heard says that it goes on, then how it ended, and then nothing more', async () => {
    const { deltas, reply, last } = await run('mute the sound', 'voice', 8)
    expect(deltas).toEqual(['I am still working on it. ', reply])
    expect(last).toBe('turn-finished')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that is read, or is quick, says nothing of it', async () => {
    expect((await run('mute the sound', 'text', 8)).deltas).toEqual([])
    expect((await run('mute the sound', 'voice', 4)).deltas).toEqual([])
  })
})
