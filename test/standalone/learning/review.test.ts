import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createTrainingStore } from '../../../src/memory/imports/store/training-store.ts'
import { createExampleReview } from '../../../src/memory/learning/example-review.ts'
import { createPreferenceStore } from '../../../src/memory/learning/preferences.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'
import type { DescribedExample } from '../../../src/memory/ports.ts'
import { createTrainingReader } from '../../../src/memory/training-reader.ts'

function opened() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-review-'))
  const memory = createMemoryStores(home)
  onTestFinished(() => {
    memory.database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const store = createTrainingStore(memory.database)
  const kept = (question: string, answer: string, more: Partial<DescribedExample> = {}) => {
    const messages: DescribedExample['messages'] = [
      { role: 'user', content: question },
      { role: 'assistant', content: answer, reasoning: 'because' },
    ]
    const content = createHash('sha256').update(JSON.stringify(messages)).digest()
    const base = { category: 'coding', createdMs: 5, licence: undefined, quality: 0.95 } as const
    store.put([{ messages, content, source: 'claude_distillation', origin: 'claude', ...base, ...more }])
  }
  const history = () =>
    memory.turns.addMany(
      [
        { id: 'q', speaker: 'user', text: 'what is a monad really' },
        { id: 'a', speaker: 'assistant', text: 'A burrito, they say.' },
      ].map((turn) => ({
        ...turn,
        source: 'chatgpt',
        conversation: 'c',
        origin: 'import' as const,
        at: new Date(1000),
      })),
    )
  const review = createExampleReview(memory.database, () => 77)
  const preferences = createPreferenceStore(memory.database)
  const ready = () => [...createTrainingReader(memory.database).each()]
  return { ...memory, store, kept, history, review, preferences, ready }
}

it('lists what was kept, the newest first, page by page and by its words', () => {
  const { kept, review } = opened()
  for (let index = 1; index <= 5; index += 1) kept(`question ${index}`, `answer ${index}`)
  const page = review.list({ limit: 2 })
  expect(page.map(({ id }) => id)).toEqual(['k5', 'k4'])
  expect(review.list({ limit: 2, before: 'k4' }).map(({ id }) => id)).toEqual(['k3', 'k2'])
  expect(review.list({ limit: 9, words: 'Question 3' }).map(({ id }) => id)).toEqual(['k3'])
  expect(review.list({ limit: 9, source: 'imported' })).toEqual([])
})

it('lets the user rate an answer, and take that back', () => {
  const { kept, review, ready, store } = opened()
  kept('why', 'so')
  expect(review.rate('k1', 'bad')).toMatchObject({ rating: 'bad', quality: 0.1 })
  expect(store.counts().get('claude_distillation')).toEqual({ raw: 1, ready: 0 })
  expect(review.rate('k1', 'good')).toMatchObject({ quality: 1 })
  expect(ready()).toMatchObject([{ quality: 1, rating: 'good' }])
  expect(review.rate('k1', undefined)).toMatchObject({ quality: 0.95 })
  expect(store.counts().get('claude_distillation')).toEqual({ raw: 1, ready: 1 })
})

it('never learns from an excluded example, and can take that back too', () => {
  const { kept, review, ready } = opened()
  kept('why', 'so')
  review.exclude('k1', true)
  expect(ready()).toEqual([])
  expect(review.list({ limit: 9, only: 'excluded' })).toHaveLength(1)
  review.exclude('k1', false)
  expect(ready()).toHaveLength(1)
})

it('puts the user’s words in the place of an answer, and keeps both as a pair', () => {
  const { kept, review, ready, preferences } = opened()
  kept('what is the capital of Australia', 'Sydney.')
  expect(review.edit('k1', { answer: 'Canberra, password: hunter22' })).toMatchObject({ edited: true })
  const [example] = ready()
  expect(example?.messages).toEqual([
    { role: 'user', content: 'what is the capital of Australia' },
    { role: 'assistant', content: 'Canberra, password: [secret]' },
  ])
  expect([...preferences.each()]).toMatchObject([
    { chosen: [{ content: 'Canberra, password: [secret]' }], rejected: [{ content: 'Sydney.' }] },
  ])
  // What comes again from where it came from does not undo it.
  kept('what is the capital of Australia', 'Sydney.')
  expect(ready()).toHaveLength(1)
})

it('judges and edits answers in the history without changing the history', () => {
  const { history, review, ready, log } = opened()
  history()
  expect(review.rate('h2', 'good')).toMatchObject({ source: 'chatgpt_history', quality: 1, origin: 'chatgpt:c' })
  expect(review.exclude('h2', true)).toMatchObject({ excluded: true, rating: 'good' })
  expect(ready()).toEqual([])
  const edited = review.edit('h2', { answer: 'A way to chain steps.' })
  expect(edited).toMatchObject({ id: 'k1', source: 'chatgpt_history', edited: true, origin: 'chatgpt:c' })
  expect(ready().map(({ messages }) => messages.at(-1)?.content)).toEqual(['A way to chain steps.'])
  expect([...log.all()].map(({ text }) => text)).toContain('A burrito, they say.')
})

it('says so where there is no such example', () => {
  const { review, history } = opened()
  history()
  for (const id of ['k9', 'h9', 'h1', 'x1', '1', 'k-1'])
    expect(() => review.exclude(id, true)).toThrow(expect.objectContaining({ code: 'example-unknown', kind: 'usage' }))
})

it('forgets what was captured in a turn, with its pairs and its other wordings, when the turn is forgotten', async () => {
  const { turns, log, forgetter, kept, preferences, ready, store } = opened()
  const said = { source: 'live', conversation: 'c', origin: 'text' as const, at: new Date() }
  turns.addMany([{ ...said, id: 't1/asked', speaker: 'user', text: 'my boss Maria Silva wants a plan' }])
  kept('my boss [PERSON_1] wants a plan', 'Three steps.', { turnId: 't1' })
  const [original] = ready()
  const variation = { role: 'user' as const, content: 'a plan is wanted by my boss [PERSON_1]' }
  store.put([
    {
      messages: [variation, { role: 'assistant', content: 'Three steps.' }],
      ...{ source: 'claude_distillation', category: 'planning', origin: 'x', content: Buffer.from('v') },
      ...{ quality: 0.8, createdMs: 1, licence: undefined, variationOf: original?.group ?? '' },
    },
  ])
  preferences.add({
    ...{ source: 'gap_filling', category: 'planning', createdMs: 1, origin: 'x', turnId: 't1' },
    prompt: [{ role: 'user', content: 'my boss [PERSON_1] wants a plan' }],
    chosen: [{ role: 'assistant', content: 'yes' }],
    rejected: [{ role: 'assistant', content: 'no' }],
  })
  expect(ready()).toHaveLength(2)
  const row = log.rowOf({ source: 'live', conversation: 'c', id: 't1/asked' }) ?? 0
  await forgetter.forget({ turns: [row] })
  expect(ready()).toEqual([])
  expect(preferences.count()).toBe(0)
})
