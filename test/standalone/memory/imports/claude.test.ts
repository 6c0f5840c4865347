import { describe, expect, it } from 'vitest'
import { messageCount } from '../../../../src/memory/imports/conversation.ts'
import { parseClaude } from '../../../../src/memory/imports/formats/claude.ts'
import { ClaudeCodeSessions } from '../../../../src/memory/imports/formats/claude-code.ts'

describe("Claude's export", () => {
  const message = (uuid: string, sender: string, extra: object) => ({
    uuid,
    sender,
    created_at: '2024-12-01T10:00:00Z',
    ...extra,
  })
  const words = (list: unknown[], extra = {}) =>
    parseClaude({ uuid: 'c', name: 'n', chat_messages: list, ...extra }).messages.map(({ text }) => text)

  it('reads texts, and blocks where there is no text', () => {
    const blocks = [
      { type: 'text', text: 'one' },
      { type: 'tool_use', name: 'x', input: {} },
      { type: 'text', text: 'two' },
    ]
    expect(
      words([message('a', 'human', { text: 'hi' }), message('b', 'assistant', { text: '', content: blocks })]),
    ).toEqual(['hi', 'one\ntwo'])
  })

  it('leaves out thinking and tools, and counts them', () => {
    const conversation = parseClaude({
      uuid: 'c',
      chat_messages: [
        message('a', 'human', { text: '', content: [], attachments: [{ extracted_content: 'x' }] }),
        message('b', 'assistant', { text: '', content: [{ type: 'thinking', thinking: 'hm' }] }),
        message('c', 'assistant', { text: '', content: [{ type: 'tool_use' }] }),
        'damaged',
      ],
    })
    expect(conversation.messages).toEqual([])
    expect(conversation.skipped).toEqual({ 'no-text': 1, thinking: 1, tool: 1, unreadable: 1 })
  })

  it('follows the branch that was kept', () => {
    const root = '00000000-0000-4000-8000-000000000000'
    const list = [
      message('a', 'human', { text: 'first', parent_message_uuid: root }),
      message('b', 'assistant', { text: 'given up', parent_message_uuid: 'a' }),
      message('c', 'assistant', { text: 'kept', parent_message_uuid: 'a' }),
    ]
    expect(words(list, { current_leaf_message_uuid: 'c' })).toEqual(['first', 'kept'])
    expect(words(list, { current_leaf_message_uuid: 'b' })).toEqual(['first', 'given up'])
  })

  it('keeps two messages that share an id', () => {
    expect(words([message('a', 'human', { text: 'one' }), message('a', 'human', { text: 'two' })])).toEqual([
      'one',
      'two',
    ])
  })

  it('refuses a project or a user', () => {
    expect(() => parseClaude({ uuid: 'u', full_name: 'Ada' })).toThrow('no-messages')
  })
})

describe('session logs', () => {
  const entry = (uuid: string, type: string, content: unknown, extra = {}) => ({
    type,
    uuid,
    sessionId: 's',
    timestamp: '2025-06-01T10:00:00Z',
    message: { role: type, content },
    ...extra,
  })
  const read = (entries: unknown[], owners = new Map<string, string>()) => {
    const sessions = new ClaudeCodeSessions('file', owners)
    return [...entries.flatMap((one) => sessions.add(one)), ...sessions.end()]
  }

  it('takes what was said, not tools, the program’s own words, or what models say to each other', () => {
    const [said, ...others] = read([
      { type: 'summary', summary: 'Fix the parser', leafUuid: 'x' },
      { type: 'file-history-snapshot', snapshot: {} },
      entry('1', 'user', 'please fix it'),
      entry('2', 'assistant', [{ type: 'thinking', thinking: 'hm' }]),
      entry('3', 'assistant', [{ type: 'tool_use', name: 'Bash', input: {} }]),
      entry('4', 'user', [{ type: 'tool_result', content: 'ok' }]),
      entry('5', 'user', 'go', { isMeta: true }),
      entry('6', 'user', '<command-name>/clear</command-name>'),
      entry('7', 'assistant', [{ type: 'text', text: 'sub' }], { isSidechain: true }),
      entry('8', 'assistant', [{ type: 'text', text: 'Done.' }]),
    ])
    expect(others).toEqual([])
    expect(said?.title).toBe('Fix the parser')
    expect(said?.messages.map(({ text }) => text)).toEqual(['please fix it', 'Done.'])
    expect(said?.skipped).toEqual({ thinking: 1, tool: 3, system: 2 })
    expect(said === undefined ? 0 : messageCount(said)).toBe(8)
  })

  it('counts the messages that a resumed session repeats as copies', () => {
    const owners = new Map<string, string>()
    read([entry('1', 'user', 'hello')], owners)
    const [resumed] = read(
      [entry('1', 'user', 'hello', { sessionId: 't' }), entry('2', 'user', 'again', { sessionId: 't' })],
      owners,
    )
    expect(resumed?.messages.map(({ text }) => text)).toEqual(['again'])
    expect(resumed?.skipped).toEqual({ copy: 1 })
    const [same] = read([entry('1', 'user', 'hello')], owners)
    expect(same?.messages).toHaveLength(1)
  })

  it('reads the streams of other programs: other names, or all entries in one object', () => {
    const entries = [
      { type: 'user', session_id: 's', message: { role: 'user', content: 'hi' }, parent_tool_use_id: null },
    ]
    expect(read(entries)[0]?.messages).toHaveLength(1)
    expect(read([{ loglines: entries }])[0]?.messages).toHaveLength(1)
    expect(read([{ messages: [{ role: 'user', content: 'hi' }] }])[0]?.messages).toHaveLength(1)
  })

  it('hands a very long session on in parts, and loses nothing of it', () => {
    const parts = read(Array.from({ length: 40 }, (_, at) => entry(String(at), 'user', 'x'.repeat(1 << 20))))
    expect(parts.map(({ name }) => name)).toEqual(['s', 's#2', 's#3'])
    expect(parts.reduce((sum, { messages }) => sum + messages.length, 0)).toBe(40)
  })
})
