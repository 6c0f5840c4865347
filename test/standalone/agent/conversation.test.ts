import { beforeEach, describe, expect, it } from 'vitest'
import { Conversation } from '../../../src/agent/conversation.ts'
import { now } from './routing.ts'

describe('Conversation', () => {
  let conversation: Conversation
  beforeEach(() => {
    conversation = new Conversation()
  })

  const exchange = (turnId: string, user: string, reply: string) => {
    conversation.begin(turnId, user)
    conversation.finish(turnId, { reply, model: 'local' })
  }

  it('tells a model what was said, oldest first, the request last', () => {
    exchange('1', 'who was Ada Lovelace', 'A mathematician.')
    conversation.begin('2', 'when did she live')
    expect(conversation.messages('be brief')).toEqual([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'who was Ada Lovelace' },
      { role: 'assistant', content: 'A mathematician.' },
      { role: 'user', content: 'when did she live' },
    ])
  })

  it('keeps of a reply only what was heard', () => {
    exchange('1', 'tell me a story', 'Once upon a time there was a fox. It lived in a wood.')
    conversation.truncateReply('1', 'Once upon a time ')
    expect(conversation.lastReply()).toBe('Once upon a time')
    expect(conversation.messages('')).toContainEqual({ role: 'assistant', content: 'Once upon a time' })
  })

  it('forgets a reply of which nothing was heard, and keeps the one before', () => {
    exchange('1', 'hello', 'Hello!')
    exchange('2', 'tell me a story', 'Once upon a time.')
    conversation.truncateReply('2', '')
    expect(conversation.lastReply()).toBe('Hello!')
    expect(conversation.messages('').at(-1)).toEqual({ role: 'user', content: 'tell me a story' })
  })

  it('does not take what was heard of an unknown or unfinished turn', () => {
    conversation.truncateReply('nobody', 'words')
    conversation.begin('1', 'hello')
    conversation.truncateReply('1', 'words')
    expect(conversation.lastReply()).toBeUndefined()
  })

  it('forgets the oldest exchanges in one go', () => {
    for (let turn = 0; turn < 200; turn++) exchange(String(turn), `question ${turn}`, `answer ${turn}`)
    const messages = conversation.messages('system')
    expect(messages.length).toBeLessThanOrEqual(1 + 2 * 24)
    expect(messages[0]).toEqual({ role: 'system', content: 'system' })
    expect(messages[1]?.role).toBe('user')
    expect(messages.at(-1)).toEqual({ role: 'assistant', content: 'answer 199' })
    const first = messages[1]?.content
    exchange('next', 'one more', 'yes')
    // A beginning that changed with every turn would make the model compute everything again.
    expect(conversation.messages('system')[1]?.content).toBe(first)
  })

  it('remembers the last application across turns without one', () => {
    conversation.remember([{ intent: 'apps.open', slots: { app: 'Safari' } }])
    conversation.remember([{ intent: 'sound.mute', slots: { muted: true } }])
    conversation.remember([])
    expect(conversation.context(now)).toMatchObject({
      lastApp: 'Safari',
      lastCommands: [{ intent: 'sound.mute', slots: { muted: true } }],
    })
  })

  it('begins anew', () => {
    exchange('1', 'hello', 'Hello!')
    conversation.remember([{ intent: 'apps.open', slots: { app: 'Safari' } }])
    conversation.expect({ command: { intent: 'time.timer', slots: {} }, slot: 'durationSeconds' })
    conversation.clear()
    expect(conversation.context(now)).toEqual({ now })
    expect(conversation.messages('s')).toEqual([{ role: 'system', content: 's' }])
  })
})
