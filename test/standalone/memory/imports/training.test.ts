import { describe, expect, it } from 'vitest'
import { parseTrainingExample } from '../../../../src/memory/imports/formats/training.ts'
import { freshHome } from './exports.ts'

const ask = { role: 'user', content: 'what is 2 + 2' }
const answer = { role: 'assistant', content: '4' }

describe('a training example', () => {
  it.each<[string, unknown]>([
    ['chat messages', { messages: [ask, answer] }],
    [
      'from and value',
      {
        conversations: [
          { from: 'human', value: ask.content },
          { from: 'gpt', value: '4' },
        ],
      },
    ],
    ['prompt and completion', { prompt: ask.content, completion: '4' }],
    ['instruction and output', { instruction: ask.content, input: '', output: '4' }],
    ['blocks', { messages: [{ role: 'user', content: [{ type: 'text', text: ask.content }] }, answer] }],
  ])('may be %s', (_, value) => {
    expect(parseTrainingExample(value).messages).toEqual([ask, answer])
  })

  it('keeps the calls of tools, the system message, and what its file says of it', () => {
    const call = { role: 'assistant', content: null, tool_calls: [{ id: '1', type: 'function' }] }
    const messages = [{ role: 'system', content: 'be brief' }, ask, call, { role: 'tool', content: '' }, answer]
    const metadata = {
      source: 'claude_distillation',
      category: 'coding',
      quality: 0.95,
      createdAt: '2025-01-01T00:00:00Z',
      origin: 'o',
      license: 'MIT',
    }
    expect(parseTrainingExample({ messages, metadata })).toMatchObject({
      messages: [messages[0], ask, { ...call, content: '' }, messages[3], answer],
      source: 'claude_distillation',
      category: 'coding',
      quality: 0.95,
      createdMs: Date.UTC(2025, 0),
      origin: 'o',
      licence: 'MIT',
    })
    const odd = parseTrainingExample({
      messages: [ask, answer],
      metadata: { source: 'elsewhere', quality: 7, category: 3 },
    })
    expect(odd).toMatchObject({ source: 'imported', quality: undefined, category: undefined })
  })

  it.each<[string, unknown]>([
    ['not-an-object', [ask, answer]],
    ['no-messages', {}],
    ['no-messages', { messages: [] }],
    ['no-messages', { prompt: 'a question without an answer' }],
    ['no-answer', { messages: [ask] }],
    ['no-answer', { messages: [ask, answer, ask] }],
    ['no-user-message', { messages: [answer] }],
    ['unknown-role', { messages: [ask, { role: 'ghost', content: 'boo' }] }],
    ['unknown-role', { messages: [ask, 'text'] }],
    ['empty-message', { messages: [ask, { role: 'assistant', content: '  ' }] }],
  ])('is refused: %s', (reason, value) => {
    expect(() => parseTrainingExample(value)).toThrow(reason)
  })
})

it('imports the good lines of a file, sets the others aside, and knows them again', async () => {
  const home = freshHome()
  const good = [
    { messages: [ask, answer] },
    { messages: [{ role: 'user', content: 'fix this python function please' }, answer] },
  ]
  const lines = [...good, { messages: [ask] }].map((one) => JSON.stringify(one))
  const text = [lines[0], '{"messages": [', lines[1], lines[2], lines[0]].join('\n')
  const first = await home.bring('training', text, 'examples.jsonl')
  expect(first.report).toMatchObject({ conversations: 3, messages: 6, added: 4, unchanged: 2, quarantined: 2 })
  expect(home.quarantine('training').map(({ reason }) => reason)).toEqual(['not-json', 'no-answer'])
  const again = await home.bring('training', text, 'examples.jsonl')
  expect(again.report).toMatchObject({ added: 0, unchanged: 6, quarantined: 2 })
  const rows = home.rows<{ category: string; origin: string; messages: string }>(
    'SELECT * FROM training_examples ORDER BY id',
  )
  expect(rows.map(({ category, origin }) => [category, origin])).toEqual([
    ['general', 'examples.jsonl'],
    ['coding', 'examples.jsonl'],
  ])
  expect(JSON.parse(rows[0]?.messages ?? '')).toEqual([ask, answer])
  // The same examples as one list.
  expect((await home.bring('training', good, 'list.json')).report).toMatchObject({ added: 0, unchanged: 4 })
})
