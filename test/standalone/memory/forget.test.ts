import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createVectorStore } from '../../../src/memory/vectors/vector-store.ts'
import { openMemory, temporaryFolder } from './fixtures.ts'

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
