import { describe, expect, test } from 'vitest'
import { createEventHistory } from '../../../src/app/server/event-history.ts'

const at = { atMs: 1 }

describe('the recent events', () => {
  test('what a later event replaced is gone, other turns are not touched', () => {
    const history = createEventHistory()
    history.add({ type: 'transcript-partial', turnId: 'a', text: 'o', audioMs: 1, ...at })
    history.add({ type: 'transcript-partial', turnId: 'b', text: 'p', audioMs: 1, ...at })
    history.add({ type: 'transcript-partial', turnId: 'a', text: 'open', audioMs: 1, ...at })
    history.add({ type: 'transcript-final', turnId: 'a', text: 'Open.', audioMs: 1, ...at })
    history.add({ type: 'reply-delta', turnId: 'a', text: 'O', ...at })
    history.add({ type: 'reply-final', turnId: 'a', text: 'OK', model: 'local', ...at })
    history.add({ type: 'session-state', state: 'idle', ...at })
    history.add({ type: 'session-state', state: 'listening', ...at })
    expect(history.recent().map((event) => event.type)).toEqual([
      'transcript-partial',
      'transcript-final',
      'reply-final',
      'session-state',
    ])
  })

  test('old turns go as a whole', () => {
    const history = createEventHistory({ turns: 3, bytes: 1e9 })
    for (let i = 0; i < 10; i++) {
      history.add({ type: 'transcript-final', turnId: `t${i}`, text: 'x', audioMs: 1, ...at })
      history.add({ type: 'reply-final', turnId: `t${i}`, text: 'y', model: 'local', ...at })
    }
    const turns = history.recent().map((event) => ('turnId' in event ? event.turnId : ''))
    expect(turns).toEqual(['t7', 't7', 't8', 't8', 't9', 't9'])
  })

  test('a day of talk stays within its bytes', () => {
    const history = createEventHistory({ turns: 1000, bytes: 10_000 })
    for (let i = 0; i < 500; i++) {
      history.add({ type: 'notice', code: 'n', message: 'm'.repeat(50), ...at })
      history.add({ type: 'reply-final', turnId: `t${i}`, text: 'y'.repeat(200), model: 'local', ...at })
      history.add({ type: 'wake-detected', phrase: 'hey', score: 1, audioMs: 1, ...at })
    }
    expect(JSON.stringify(history.recent()).length).toBeLessThan(12_000)
    expect(history.recent().at(-1)).toMatchObject({ turnId: 't499' })
  })

  test('one event larger than all is kept: it is the newest', () => {
    const history = createEventHistory({ turns: 10, bytes: 100 })
    history.add({ type: 'reply-final', turnId: 'a', text: 'short', model: 'local', ...at })
    history.add({ type: 'reply-final', turnId: 'b', text: 'y'.repeat(1000), model: 'local', ...at })
    expect(history.recent()).toHaveLength(1)
  })
})
