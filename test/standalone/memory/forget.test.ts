import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createVectorStore } from '../../../src/memory/vectors/vector-store.ts'
import { openMemory, temporaryFolder } from './fixtures.ts'
import { chat, freshHome, node } from './imports/exports.ts'

const secret = 'zanzibar-kumquat'
const said = `my locker is ${secret}`
const at = new Date(2025, 10, 22)

it('forgets for good: rows, index, vector, derived facts, training examples; no file holds the words', () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const connection = memory.database.connection()
  const live = { source: 'live', conversation: 'one', origin: 'voice' as const, at }
  memory.turns.addMany([
    ...Array.from({ length: 200 }, (_, index) => ({ ...live, speaker: 'user', text: `filler number ${index}` })),
    { ...live, speaker: 'user', text: said },
    { ...live, conversation: 'two', speaker: 'assistant', text: `You told me that ${said}, today.` },
  ])
  const row = connection.prepare('SELECT id FROM turns WHERE text = ?').pluck().get(said) as number
  const [fact] = memory.facts.learn({ text: said, at, turn: row })
  expect(fact).toMatchObject({ attribute: 'locker', turn: row })
  const vectors = createVectorStore(memory.database)
  vectors.adopt('small')
  vectors.write([{ id: row, text: said }], [Float32Array.from([0.6, 0.8])])
  connection
    .prepare(
      "INSERT INTO training_examples (content, source, category, origin, messages) VALUES (x'00', 'imported', 'general', 'x', ?)",
    )
    .run(JSON.stringify([{ role: 'user', content: said }]))

  const held = () => fs.readdirSync(home).filter((name) => fs.readFileSync(path.join(home, name)).includes('kumquat'))
  expect(held()).not.toEqual([])
  expect(memory.forgetter.forget({ facts: [fact?.id ?? 0] })).toEqual({ turns: 2, facts: 1, examples: 1 })
  expect(held()).toEqual([])
  const count = (table: string) => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect(count("turns_text WHERE turns_text MATCH 'kumquat'")).toBe(0)
  expect(count('turn_vectors')).toBe(0)
  expect(count('facts')).toBe(0)
  expect(count('conversations')).toBe(1)
  expect(count('turns')).toBe(200)
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
})

it('forgets the fact with the turn it was taken from', () => {
  const memory = openMemory()
  memory.turns.addMany([
    { source: 'live', conversation: 'one', origin: 'voice', at, speaker: 'user', text: 'I live in Porto' },
  ])
  memory.facts.learn({ text: 'I live in Porto', at, turn: 1 })
  expect(memory.forgetter.forget({ turns: [1, 77] })).toMatchObject({ turns: 1 })
  expect(memory.facts.list({ history: true })).toEqual([])
})

it('forgets imported history wherever its words lie: messages, other versions, title, patterns, quarantine, examples', async () => {
  const home = freshHome()
  const words = `my swift project ${secret} does not compile`
  const asked = node('q', null, 'user', words, 1)
  const conversation = chat(
    'c',
    [
      asked,
      node('x', 'q', 'assistant', `an older answer on ${secret}`, 2),
      node('a', 'q', 'assistant', 'I see.', 3),
      node('more', 'a', 'user', 'thank you for the help', 4),
    ],
    { title: `About ${secret}` },
  )
  const damaged = JSON.stringify({ ...conversation, id: 'broken' }).slice(0, -40)
  await home.bring('chatgpt', `[${JSON.stringify(conversation)},${damaged}`)
  const line = (content: string) =>
    JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: 'I see.' },
      ],
    })
  await home.bring(
    'training',
    `${line(words)}\n${line('something else')}\n{"messages": [${line(words)}`,
    'examples.jsonl',
  )
  const folder = path.join(home.home, 'exports')
  fs.rmSync(folder, { recursive: true })
  const held = () =>
    (fs.readdirSync(home.home, { recursive: true, withFileTypes: true }) as fs.Dirent[])
      .filter((entry) => entry.isFile())
      .filter((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name)).includes('kumquat'))
      .map(({ name }) => name)
  expect(held()).toContain('chatgpt.jsonl')
  const memory = openMemory(home.home)
  const signals = () => memory.database.connection().prepare('SELECT value FROM conversation_signals').pluck().all()
  expect(signals()).toContain('Swift')
  const { turns } = memory.log.find({ words: 'kumquat' })
  expect(memory.forgetter.forget({ turns })).toEqual({ turns: 1, facts: 0, examples: 1 })
  expect(held()).toEqual([])
  expect(signals()).not.toContain('Swift')
  expect(memory.log.newest(9).map(({ text }) => text)).toEqual(['thank you for the help', 'I see.'])
  memory.database.close()
  // The same export brings neither the message nor the title back.
  await home.bring('chatgpt', [conversation])
  fs.rmSync(folder, { recursive: true })
  expect(held()).toEqual([])
})
