import { describe, expect, it } from 'vitest'
import { messageCount } from '../../../../src/memory/imports/conversation.ts'
import { parseChatGpt } from '../../../../src/memory/imports/formats/chatgpt.ts'
import { longTextMark } from '../../../../src/memory/imports/read/intake.ts'
import { chat, node } from './exports.ts'

const said = (value: unknown) => parseChatGpt(value).messages.map(({ speaker, text }) => `${speaker}: ${text}`)

describe('the branch that the user saw', () => {
  const branched = (extra = {}) =>
    chat(
      'c',
      [
        node('q', null, 'user', 'question', 1),
        node('a1', 'q', 'assistant', 'given up', 2),
        node('a2', 'q', 'assistant', 'kept', 3),
        node('t', 'a2', 'tool', 'tool output', 4),
        node('q2', 't', 'user', 'more', 5),
      ],
      extra,
    )

  it('is what is remembered; the other answer is kept beside it with what it answers', () => {
    const { messages, alternatives, skipped } = parseChatGpt(branched())
    expect(messages.map(({ id }) => id)).toEqual(['q', 'a2', 'q2'])
    expect(alternatives).toMatchObject([{ id: 'a1', text: 'given up', parent: 'q' }])
    expect(skipped).toEqual({ tool: 1, 'other-branch': 1 })
  })

  it.each([
    ['missing', { current_node: undefined }],
    ['null', { current_node: null }],
    ['not there', { current_node: 'nowhere' }],
  ])('is the one with the newest message where current_node is %s', (_, extra) => {
    expect(parseChatGpt(branched(extra)).messages.map(({ id }) => id)).toEqual(['q', 'a2', 'q2'])
  })

  it('ends at a circle, and at a parent that is not there', () => {
    const circle = {
      mapping: { a: node('a', 'b', 'user', 'one'), b: node('b', 'a', 'assistant', 'two') },
      current_node: 'a',
    }
    expect(said(circle).sort()).toEqual(['assistant: two', 'user: one'])
    expect(said({ ...circle, current_node: null })).toHaveLength(2)
    expect(said(chat('d', [node('a', 'gone', 'user', 'still here')]))).toEqual(['user: still here'])
  })

  it('goes on where only the parent knows its child', () => {
    const parent = { ...node('p', null, 'user', 'first'), children: ['c'] }
    const child = { ...node('c', 'lost', 'assistant', 'second') }
    expect(said({ mapping: { p: parent, c: child }, current_node: 'c' })).toEqual(['user: first', 'assistant: second'])
  })

  it('may be a hundred thousand messages long', () => {
    const nodes = Array.from({ length: 100_000 }, (_, at) =>
      node(`n${at}`, at === 0 ? null : `n${at - 1}`, 'user', `m${at}`),
    )
    expect(said(chat('long', nodes))).toHaveLength(100_000)
  })
})

describe('messages', () => {
  it.each([
    ['system', node('x', null, 'system', 'be nice')],
    ['tool', node('x', null, 'tool', '{"result": 1}')],
    ['tool', node('x', null, 'assistant', 'print(1)', 1, { recipient: 'python' })],
    ['hidden', node('x', null, 'user', 'x', 1, { metadata: { is_visually_hidden_from_conversation: true } })],
    [
      'thinking',
      node('x', null, 'assistant', '', 1, { content: { content_type: 'thoughts', thoughts: [{ content: 'hm' }] } }),
    ],
    ['thinking', node('x', null, 'assistant', '', 1, { content: { content_type: 'reasoning_recap', content: '4 s' } })],
    ['no-text', node('x', null, 'user', ' \n ')],
    [
      'no-text',
      node('x', null, 'user', '', 1, {
        content: {
          content_type: 'multimodal_text',
          parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'file://x' }, null],
        },
      }),
    ],
    ['too-long', node('x', null, 'user', longTextMark)],
    ['unreadable', node('x', null, 'ghost', 'boo')],
    ['unreadable', { ...node('x', null, 'user', ''), message: 'not an object' }],
    ['unreadable', { ...node('x', null, 'user', ''), message: {} }],
  ])('leaves out what nobody said: %s', (reason, one) => {
    const conversation = parseChatGpt({ mapping: { x: one }, current_node: 'x' })
    expect(conversation.messages).toEqual([])
    expect(conversation.skipped).toEqual({ [reason]: 1 })
    expect(messageCount(conversation)).toBe(1)
  })

  it.each<[string, unknown, string]>([
    [
      'spoken words',
      {
        content_type: 'multimodal_text',
        parts: [
          { content_type: 'audio_transcription', text: 'spoken', direction: 'in' },
          { content_type: 'audio_asset_pointer' },
        ],
      },
      'spoken',
    ],
    [
      'words beside a picture',
      { content_type: 'multimodal_text', parts: [{ content_type: 'image_asset_pointer' }, 'what is this?', null, 7] },
      'what is this?',
    ],
    ['a plain text', 'plain', 'plain'],
    [
      'a list of blocks',
      [
        { type: 'text', text: 'block' },
        { type: 'image_url', image_url: 'x' },
      ],
      'block',
    ],
    ['code', { content_type: 'code', text: 'let x = 1' }, 'let x = 1'],
    ['marks of sources', { parts: ['true\uE200cite\uE202turn0search1\uE201.'] }, 'true.'],
    ['half a letter, and a zero', { parts: ['a\uD800b\u0000c'] }, 'a\uFFFDbc'],
  ])('reads %s', (_, content, text) => {
    expect(said({ mapping: { x: node('x', null, 'user', '', 1, { content }) } })).toEqual([`user: ${text}`])
  })

  it('keeps custom instructions apart, today’s and the older ones', () => {
    const content = { content_type: 'user_editable_context', user_profile: 'I am Ada', user_instructions: 'Be brief' }
    const older = {
      metadata: { is_user_system_message: true, user_context_message_data: { about_user_message: 'I bake' } },
    }
    const conversation = parseChatGpt(
      chat('c', [
        node('i', null, 'user', '', 1, { content }),
        node('o', 'i', 'system', '', 2, older),
        node('q', 'o', 'user', 'hi', 3),
      ]),
    )
    expect(conversation.instructions).toEqual(['I am Ada\nBe brief', 'I bake'])
    expect(conversation.messages).toHaveLength(1)
    expect(conversation.skipped).toEqual({ 'custom-instructions': 2 })
  })

  it.each([
    [1.7e9, 1.7e12],
    [1.7e12, 1.7e12],
    ['1700000000.5', 1.7e12 + 500],
    ['2023-11-14T22:13:20Z', 1.7e12],
    [-5, undefined],
    ['soon', undefined],
    // The year 56000, and more years than a date can hold.
    [1.7e15, 1.7e12],
    ['+056000-01-01T00:00:00Z', undefined],
    ['56000-01-01T00:00:00Z', undefined],
    ['9'.repeat(400), undefined],
    [1e30, undefined],
    [null, undefined],
  ])('takes %s for the moment %s', (moment, ms) => {
    const at = parseChatGpt(chat('c', [node('q', null, 'user', 'hi')], { create_time: moment })).atMs
    expect(at).toBe(ms)
  })

  it('keeps nothing of a conversation that must not be remembered but its count', () => {
    const conversation = parseChatGpt(chat('c', [node('q', null, 'user', 'secret')], { is_do_not_remember: true }))
    expect(JSON.stringify(conversation)).not.toMatch(/secret|chat c/)
    expect(conversation).toMatchObject({ remember: false, skipped: { 'do-not-remember': 1 } })
  })
})

describe('layouts of other programs', () => {
  it.each<[string, unknown]>([
    [
      'a list of role and content',
      {
        title: 't',
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: 'ho' },
        ],
      },
    ],
    [
      'prompt and response',
      {
        messages: [
          { role: 'Prompt', say: 'hi' },
          { role: 'Response', say: 'ho' },
        ],
      },
    ],
    [
      'from and value',
      {
        conversations: [
          { from: 'human', value: 'hi' },
          { from: 'gpt', value: 'ho' },
        ],
      },
    ],
    [
      'author as a word',
      {
        messages: [
          { author: 'user', content: { parts: ['hi'] } },
          { author: { role: 'assistant' }, content: { parts: ['ho'] } },
        ],
      },
    ],
    [
      'nodes in a list, and messages without their node',
      {
        mapping: [
          { id: 'a', author: { role: 'user' }, content: { parts: ['hi'] } },
          { id: 'b', parent: 'a', message: { author: { role: 'assistant' }, content: { parts: ['ho'] } } },
        ],
      },
    ],
    [
      'the role beside the content',
      {
        mapping: {
          a: { id: 'a', message: { role: 'user', content: 'hi' } },
          b: { id: 'b', parent: 'a', message: { role: 'assistant', content: 'ho' } },
        },
      },
    ],
  ])('reads %s', (_, value) => {
    expect(said(value)).toEqual(['user: hi', 'assistant: ho'])
  })

  it('gives a conversation without an id a name that stays the same', () => {
    const value = { title: 't', mapping: { a: node('a', null, 'user', 'hi') } }
    expect(parseChatGpt(value).name).toBe(parseChatGpt(structuredClone(value)).name)
    expect(parseChatGpt({ ...value, title: 'u' }).name).not.toBe(parseChatGpt(value).name)
  })

  it.each([null, 5, 'text', [], {}, { mapping: null }, { mapping: 'x' }, { messages: 3 }])('refuses %j', (value) => {
    expect(() => parseChatGpt(value)).toThrow(expect.objectContaining({ reason: expect.any(String) }))
  })
})
