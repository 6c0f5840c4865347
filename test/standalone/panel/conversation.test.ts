import { describe, expect, test } from 'vitest'
import {
  applyEvent,
  applyMessage,
  applyProgress,
  type Conversation,
  emptyConversation,
  pendingConsent,
  undoableCall,
} from '../../../src/app/panel/model/conversation.ts'
import { displayState } from '../../../src/app/panel/model/display-state.ts'
import type { Snapshot } from '../../../src/app/server/messages.ts'
import type { SamEvent } from '../../../src/core/events.ts'

const turnId = 'turn'
const fold = (events: SamEvent[], from: Conversation = emptyConversation) =>
  events.reduce((conversation, event) => applyEvent(conversation, { ...event, atMs: 10 }), from)

describe('folding events into a conversation', () => {
  test('partials grow until the final text, and a late partial does not undo it', () => {
    const heard = (events: SamEvent[]) => fold(events).turns[0]?.heard
    const partial: SamEvent = { type: 'transcript-partial', turnId, text: 'open', audioMs: 1 }
    const final: SamEvent = { type: 'transcript-final', turnId, text: 'Open Safari', audioMs: 2 }
    expect(heard([partial])).toMatchObject({ text: 'open', final: false })
    expect(heard([partial, final])).toMatchObject({ text: 'Open Safari', final: true })
    expect(heard([final, partial])).toMatchObject({ text: 'Open Safari', final: true })
  })

  test('one command and several are both understood; a question has none', () => {
    const decided = { type: 'route-decided', turnId, confidence: 1, reason: 'r' } as const
    const understood = (event: SamEvent) => fold([event]).turns[0]?.understood
    expect(understood({ ...decided, route: 'local' })).toEqual([])
    expect(understood({ ...decided, route: 'command', intent: 'time.now' })).toEqual([
      { intent: 'time.now', slots: {} },
    ])
    const commands = [
      { intent: 'apps.open', slots: { app: 'Safari' } },
      { intent: 'sound.mute', slots: {} },
    ]
    expect(understood({ ...decided, route: 'command', intent: 'apps.open', commands })).toEqual(commands)
  })

  test('a result belongs to its call', () => {
    const call = (callId: string): SamEvent => ({
      type: 'tool-call',
      turnId,
      callId,
      tool: 'apps.open',
      input: {},
      tier: 'reversible',
    })
    const error = { code: 'not-found', message: 'No such app.' }
    const actions = fold([call('1'), call('2'), { type: 'tool-result', turnId, callId: '2', ok: false, error }])
      .turns[0]?.actions
    expect(actions?.map((action) => action.result)).toEqual([undefined, { ok: false, error }])
  })

  test('what "undo that" would take back is the newest thing that can be, and what was taken back is none', () => {
    const done = (callId: string, tool: string, receipt?: unknown): SamEvent[] => [
      { type: 'tool-call', turnId: `turn of ${callId}`, callId, tool, input: {}, tier: 'reversible' },
      {
        ...{ type: 'tool-result', turnId: `turn of ${callId}`, callId, ok: true },
        ...(receipt === undefined ? {} : { receipt }),
      },
    ]
    const undoableIn = (...events: SamEvent[][]) => undoableCall(fold(events.flat()))
    const first = done('1', 'sound.volume', { before: 50 })
    const second = done('2', 'apps.open', { quit: 'Safari' })
    expect(undoableIn()).toBeUndefined()
    expect(undoableIn(first, second, done('3', 'time.now'))).toBe('2')
    expect(undoableIn(first, second, done('3', 'undo.last'))).toBe('1')
    expect(undoableIn(first, done('2', 'undo.last'), done('3', 'undo.last'))).toBeUndefined()
    const failed: SamEvent = { type: 'tool-result', turnId: 'turn of 2', callId: '2', ok: false }
    expect(undoableIn(first, second.slice(0, 1), [failed])).toBe('1')
  })

  test('deltas become the reply, the final text replaces them, late deltas are ignored', () => {
    const events: SamEvent[] = [
      { type: 'reply-delta', turnId, text: 'It is ' },
      { type: 'reply-delta', turnId, text: 'nine' },
      { type: 'reply-final', turnId, text: 'It is nine.', model: 'local' },
      { type: 'reply-delta', turnId, text: ' late' },
    ]
    expect(fold(events.slice(0, 2)).turns[0]?.reply.text).toBe('It is nine')
    expect(fold(events).turns[0]?.reply).toEqual({ text: 'It is nine.', final: true, model: 'local' })
  })

  test('the open question is the newest unanswered one of a turn that still runs', () => {
    const ask = (callId: string): SamEvent => ({ type: 'tool-approval-request', turnId, callId, prompt: callId })
    const answer: SamEvent = { type: 'tool-approval-response', turnId, callId: '1', approved: true, by: 'voice' }
    expect(pendingConsent(fold([ask('1')]))?.callId).toBe('1')
    expect(pendingConsent(fold([ask('1'), answer]))).toBeUndefined()
    expect(pendingConsent(fold([ask('1'), answer, ask('2')]))?.callId).toBe('2')
    const finished: SamEvent = {
      type: 'turn-finished',
      turnId,
      outcome: 'cancelled',
      timings: { routeMs: 1, totalMs: 1 },
    }
    expect(pendingConsent(fold([ask('1'), finished]))).toBeUndefined()
  })

  test('sixty minutes of talk stay bounded', () => {
    const many = Array.from({ length: 2000 }, (_, i): SamEvent[] => [
      { type: 'transcript-final', turnId: `t${i}`, text: 'x', audioMs: i },
      { type: 'notice', code: 'n', message: `m${i}` },
    ]).flat()
    const conversation = fold(many)
    expect(conversation.turns.length).toBeLessThanOrEqual(40)
    expect(conversation.notices.length).toBeLessThanOrEqual(3)
    expect(conversation.turns.at(-1)?.id).toBe('t1999')
  })

  test('the same notice twice is shown once', () => {
    const notice: SamEvent = { type: 'notice', code: 'n', message: 'No network.', remedy: 'Wait.' }
    expect(fold([notice, notice]).notices).toHaveLength(1)
  })

  test('a snapshot starts afresh: earlier turns again, the state of now, no old notices', () => {
    const snapshot: Snapshot = {
      type: 'snapshot',
      protocol: 1,
      state: 'listening',
      wakePhrases: ['alexa'],
      suggestions: ['Open Xcode'],
      startedAtEpochMs: 1000,
      recent: [
        { type: 'session-state', state: 'thinking', reason: 'old', atMs: 1 },
        { type: 'request-typed', turnId, text: 'hello', atMs: 2 },
        { type: 'notice', code: 'n', message: 'old news', atMs: 3 },
        { type: 'reply-final', turnId, text: 'Hi.', model: 'local', atMs: 4 },
      ],
      role: { microphone: false, speaker: false },
      microphoneProblem: 'silent',
    }
    const before = fold([{ type: 'reply-final', turnId: 'gone', text: 'x', model: 'local' }])
    const conversation = applyMessage(before, snapshot)
    expect(conversation.turns.map((turn) => [turn.heard.text, turn.reply.text])).toEqual([['hello', 'Hi.']])
    expect(conversation.turns[0]?.heard.typed).toBe(true)
    expect(conversation).toMatchObject({ state: 'listening', notices: [], microphoneProblem: 'silent' })
    expect(conversation.stateReason).toBeUndefined()
  })

  test('progress moves only its own sentence, and never backwards', () => {
    const clip = { turnId, sentence: 'Hi.', sampleRateHz: 1000, sampleCount: 2000 }
    let conversation = applyMessage(emptyConversation, { type: 'speech-clip', clipId: 1, ...clip })
    conversation = applyMessage(conversation, { type: 'speech-clip', clipId: 2, ...clip })
    conversation = applyProgress(conversation, { clipId: 1, playedMs: 900, finished: false })
    conversation = applyProgress(conversation, { clipId: 1, playedMs: 300, finished: false })
    expect(conversation.turns[0]?.spoken.map(({ playedMs, durationMs }) => [playedMs, durationMs])).toEqual([
      [900, 2000],
      [0, 2000],
    ])
    conversation = applyMessage(conversation, { type: 'speech-flush', throughClipId: 1 })
    expect(conversation.turns[0]?.spoken.map((spoken) => spoken.finished)).toEqual([true, false])
  })

  test('events of a later version change nothing', () => {
    const event = { type: 'from-the-future', turnId, atMs: 1 } as unknown as Parameters<typeof applyEvent>[1]
    expect(applyEvent(emptyConversation, event)).toBe(emptyConversation)
  })
})

describe('the state that is shown', () => {
  const connected = true
  test('never promises to hear while nothing is delivered', () => {
    for (const engineState of ['idle', 'listening', 'hearing'] as const) {
      expect(displayState({ connected, engineState, problem: 'silent' })).toBe('no-signal')
      expect(displayState({ connected, engineState, problem: null })).toBe(engineState)
    }
  })

  test('what SAM does itself is shown all the same', () => {
    for (const engineState of ['thinking', 'speaking', 'needs-you', 'muted'] as const) {
      expect(displayState({ connected, engineState, problem: 'missing' })).toBe(engineState)
    }
    expect(displayState({ connected: false, engineState: 'speaking', problem: null })).toBe('no-signal')
  })
})
