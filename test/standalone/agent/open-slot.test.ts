import { describe, expect, it } from 'vitest'
import { Conversation } from '../../../src/agent/conversation.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { openSlot, questionFor } from '../../../src/agent/turn/open-slot.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import type { ToolRunner } from '../../../src/tools/ports.ts'

const router = createRouter({ applications: createApplicationIndex() })
const now = new Date('2026-11-23T08:00')

function answer(words: string, slot: string, intent = 'reminders.create', slots = {}) {
  const conversation = new Conversation()
  conversation.expect({ command: { intent, slots }, slot })
  return router.route(words, conversation.context(now))
}

const tools: ToolRunner = {
  list: () => [
    { name: 'notes.append', tier: 'reversible', summary: '', inputSchema: { required: ['text', 'title'] } },
    { name: 'time.now', tier: 'read', summary: '', inputSchema: {} },
  ],
  tierOf: () => 'read',
  run: async () => ({ ok: true, code: 'ok', spoken: '' }),
}

describe('a command that lacks something', () => {
  it('is asked for what its tool cannot do without, in order', () => {
    expect(openSlot(tools, { intent: 'notes.append', slots: {} }, undefined)).toBe('text')
    expect(openSlot(tools, { intent: 'notes.append', slots: { text: 'milk' } }, undefined)).toBe('title')
    expect(
      openSlot(tools, { intent: 'notes.append', slots: { text: 'milk', title: 'home' } }, undefined),
    ).toBeUndefined()
    expect(openSlot(tools, { intent: 'time.now', slots: {} }, undefined)).toBeUndefined()
    expect(questionFor('notes.append', 'title')).toBe('Which note?')
  })

  it.each([
    ['call the dentist', 'call the dentist'],
    ['Buy milk, please.', 'Buy milk'],
    ['open the window', 'open the window'],
  ])('takes %j as its text, whatever it would mean alone', (words, text) => {
    expect(answer(words, 'text')).toMatchObject({ route: 'command', intent: 'reminders.create', slots: { text } })
  })

  it('finds the time in an answer', () => {
    expect(answer('to call the dentist tomorrow at nine', 'text')).toMatchObject({
      slots: { text: 'call the dentist', at: '2026-11-24T09:00:00' },
    })
  })

  it.each(['never mind', 'stop', 'cancel that'])('does not take %j as a text', (words) => {
    expect(answer(words, 'text').intent).toMatch(/^control\./)
  })

  it.each([
    ['what time is it in Tokyo', 'time.now'],
    ['tell me the date please', 'time.date'],
    ['set a timer for five minutes', 'time.timer'],
  ])('does not take %j for a sum', (words, intent) => {
    expect(answer(words, 'expression', 'math.evaluate')).toMatchObject({ route: 'command', intent })
  })

  it.each([
    ['seven times eight', 'seven times eight'],
    ['the cube of nine', 'the cube of nine'],
  ])('takes %j for the sum that it asked for', (words, expression) => {
    expect(answer(words, 'expression', 'math.evaluate')).toMatchObject({ slots: { expression } })
  })

  it('keeps what was said before', () => {
    expect(answer('Ana', 'person', 'messages.send', { text: 'I am late' })).toMatchObject({
      slots: { person: 'Ana', text: 'I am late' },
    })
  })
})
