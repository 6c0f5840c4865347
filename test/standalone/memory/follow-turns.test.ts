import { describe, expect, it, vi } from 'vitest'
import { createDatabase } from '../../../src/memory/database.ts'
import { followTurns } from '../../../src/memory/recall/follow-turns.ts'
import { speakerKey } from '../../../src/memory/recall/turn-block.ts'
import { createTurnStore } from '../../../src/memory/turns.ts'
import { createVectorStore } from '../../../src/memory/vectors/vector-store.ts'
import { seededNoise } from '../../../src/tts/rvc/excitation.ts'
import { openMemory, temporaryFolder } from './fixtures.ts'

const noise = seededNoise(5)
const vector = () => Float32Array.from({ length: 384 }, noise)
const at = new Date(2025, 10, 22)
const said = (number: number, text = `turn ${number}`) => ({
  source: 'file',
  conversation: 'one',
  id: String(number),
  speaker: 'Ana',
  text,
  at,
  origin: 'import' as const,
})
const turns = (count: number, from = 1) => Array.from({ length: count }, (_, index) => said(from + index))

/** A memory of 600 turns, of which the last hundred wait for their meaning. */
function filled() {
  const home = temporaryFolder()
  const memory = openMemory(home)
  memory.turns.addMany(turns(600))
  const vectors = createVectorStore(memory.database)
  vectors.adopt('small')
  const meanings = new Map<number, Float32Array>()
  const write = (from: number, to: number) => {
    const waiting = Array.from({ length: to - from + 1 }, (_, index) => ({
      id: from + index,
      text: `turn ${from + index}`,
    }))
    for (const { id } of waiting) meanings.set(id, vector())
    vectors.write(
      waiting,
      waiting.map(({ id }) => meanings.get(id) as Float32Array),
    )
  }
  write(1, 500)
  const followed = followTurns(memory.database)
  followed.follow(vectors.model)
  const nearest = (id: number, index = followed.index) => index.nearest(meanings.get(id) as Float32Array, 1)
  const blocksOnDisk = () =>
    memory.database.connection().prepare('SELECT count(*) FROM turn_blocks WHERE bytes IS NOT NULL').pluck().get()
  return { home, memory, vectors, meanings, write, followed, nearest, blocksOnDisk }
}

describe('an index that follows its memory', () => {
  it('knows what ranking needs of each turn', () => {
    const { followed, memory } = filled()
    memory.turns.addMany([
      { ...said(601, `Is it ${'far '.repeat(100)}? [shares a photo: a road]`), conversation: 'two', speaker: 'Ben' },
    ])
    followed.follow(1)
    expect(followed.index.turn(600)).toEqual({
      conversation: 1,
      speaker: speakerKey('Ana'),
      atMs: at.getTime(),
      length: 8,
      asks: false,
    })
    expect(followed.index.turn(601)).toMatchObject({ conversation: 2, speaker: speakerKey('Ben'), asks: true })
    expect(followed.index.turn(602)).toBeUndefined()
  })

  it('takes in what another process says, changes and forgets, also below what it has', async () => {
    const { home, memory, write, followed, nearest, vectors, meanings } = filled()
    expect(nearest(300)).toEqual([300])
    const other = createDatabase(home)
    createTurnStore(other).addMany([said(7, 'something else now')])
    other.close()
    // Meanings come the newest first: 600 is there before 501.
    write(551, 600)
    followed.follow(vectors.model)
    write(501, 550)
    await memory.forgetter.forget({ turns: [300] })
    followed.follow(vectors.model)
    expect([nearest(600), nearest(501), nearest(299)]).toEqual([[600], [501], [299]])
    expect(nearest(300)).not.toEqual([300])
    expect(followed.index.turn(300)).toBeUndefined()
    expect(nearest(7)).not.toEqual([7])
    expect(followed.index.turn(7)?.length).toBe('something else now'.length)
    const moved = vector()
    vectors.write([{ id: 7, text: 'something else now' }], [moved])
    followed.follow(vectors.model)
    meanings.set(7, moved)
    expect(nearest(7)).toEqual([7])
  })

  it('is read from disk by the next process, and made again only where something changed', async () => {
    const { memory, followed, nearest, vectors, blocksOnDisk } = filled()
    expect(blocksOnDisk()).toBe(0)
    followed.keep()
    expect(blocksOnDisk()).toBe(3)
    const again = followTurns(memory.database)
    again.follow(vectors.model)
    expect([nearest(1, again.index), nearest(500, again.index)]).toEqual([[1], [500]])
    expect(again.index.turn(600)).toEqual(followed.index.turn(600))
    await memory.forgetter.forget({ turns: [300] })
    expect(blocksOnDisk()).toBe(2)
  })

  it('does not put on disk what changed since it was read', async () => {
    const { memory, followed, blocksOnDisk } = filled()
    await memory.forgetter.forget({ turns: [300] })
    followed.keep()
    expect(blocksOnDisk()).toBe(2)
  })

  it('waits for another that writes once, not with every few blocks', () => {
    const { home, memory, vectors } = filled()
    memory.turns.addMany(turns(7700, 601))
    const followed = followTurns(memory.database)
    const connection = memory.database.connection()
    connection.pragma('busy_timeout = 20')
    const other = createDatabase(home)
    other.connection().exec('BEGIN IMMEDIATE')
    const transaction = vi.spyOn(connection, 'transaction')
    followed.follow(vectors.model)
    expect(transaction).toHaveBeenCalledOnce()
    expect(followed.index.turn(8300)).toBeDefined()
    other.connection().exec('ROLLBACK')
    other.close()
  })

  it('makes again what is damaged, and what another model meant', () => {
    const { memory, followed, nearest, vectors } = filled()
    followed.keep()
    memory.database.connection().exec("UPDATE turn_blocks SET bytes = x'00' WHERE block = 0")
    const again = followTurns(memory.database)
    again.follow(vectors.model)
    expect(nearest(17, again.index)).toEqual([17])
    vectors.adopt('another')
    again.follow(vectors.model)
    expect(again.index.nearest(vector(), 10)).toEqual([])
    expect(again.index.turn(17)).toMatchObject({ length: 7 })
  })
})
