import { describe, expect, it } from 'vitest'
import type { NewTurn } from '../../../src/memory/ports.ts'
import { openMemory } from './fixtures.ts'

function turn(changes: Partial<NewTurn> = {}): NewTurn {
  return {
    source: 'file',
    conversation: 'one',
    speaker: 'user',
    text: 'the locker is 42',
    at: new Date(2025, 10, 22, 12),
    origin: 'import',
    ...changes,
  }
}

function rows(memory: ReturnType<typeof openMemory>, sql: string, ...values: unknown[]) {
  return memory.database
    .connection()
    .prepare(sql)
    .all(...values)
}

describe('adding what was said', () => {
  it('adds a row once, by its id or, without one, by what was said and when', () => {
    const { turns } = openMemory()
    const named = turn({ id: 'a' })
    const nameless = turn({ text: 'no id here' })
    expect(turns.addMany([named, nameless])).toEqual({ added: 2, changed: 0, unchanged: 0 })
    expect(turns.addMany([named, nameless, turn({ id: 'b' })])).toEqual({ added: 1, changed: 0, unchanged: 2 })
    expect(turns.addMany([turn({ text: 'no id here', at: new Date(0) })])).toMatchObject({ added: 1 })
    expect(turns.addMany([turn({ id: 'a', conversation: 'two' }), turn({ id: 'a', source: 'other' })])).toMatchObject({
      added: 2,
    })
  })

  it('lets the newer words of an id stand, and finds only them', () => {
    const memory = openMemory()
    memory.turns.addMany([turn({ id: 'a', text: 'the zebra is tame' })])
    expect(memory.turns.addMany([turn({ id: 'a', text: 'the giraffe is tame' })])).toEqual({
      added: 0,
      changed: 1,
      unchanged: 0,
    })
    const found = (word: string) => rows(memory, 'SELECT rowid FROM turns_text WHERE turns_text MATCH ?', word)
    expect(found('zebra')).toEqual([])
    expect(found('giraffes')).toHaveLength(1)
  })

  it('writes a batch whole or not at all', () => {
    const memory = openMemory()
    const broken = turn({ id: 'b', speaker: null as unknown as string })
    expect(() => memory.turns.addMany([turn({ id: 'a' }), broken])).toThrow()
    expect(rows(memory, 'SELECT * FROM turns')).toEqual([])
    expect(rows(memory, 'SELECT * FROM conversations')).toEqual([])
  })

  it('takes secrets out before anything is written', () => {
    const memory = openMemory()
    memory.turns.addMany([turn({ text: 'my password is hunter2 and the card is 4111 1111 1111 1111' })])
    expect(rows(memory, 'SELECT text FROM turns')).toEqual([
      { text: 'my password is [secret] and the card is [secret]' },
    ])
  })

  it('keeps the conversation with its title, kind and first moment', () => {
    const memory = openMemory()
    memory.turns.addMany([
      turn({ conversation: 'manual', kind: 'document', at: new Date(5) }),
      turn({ conversation: 'manual', kind: 'document', text: 'second passage', at: new Date(9) }),
    ])
    memory.turns.addMany([turn({ conversation: 'manual', title: 'The manual', text: 'third' })])
    expect(rows(memory, 'SELECT source, name, kind, title, at_ms FROM conversations')).toEqual([
      { source: 'file', name: 'manual', kind: 'document', title: 'The manual', at_ms: 5 },
    ])
  })
})
