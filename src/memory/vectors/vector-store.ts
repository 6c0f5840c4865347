import type { SamDatabase } from '../database.ts'
import { toBytes } from './quantise.ts'

export interface WaitingTurn {
  id: number
  text: string
}

/** Vectors of turns on disk, and the turns that wait for one. Errors: `database-*`. */
export interface VectorStore {
  /** Makes every turn wait whose vector is of another model. Old vectors stay until the new ones are there. */
  adopt(modelId: string): void
  /** Row of the adopted model, 0 before there is one. */
  readonly model: number
  /** Takes other models off the list once no vector is theirs: while one is on it, every start looks for what it left. */
  dropOthers(): void
  waiting(): number
  /** The newest first: what was just said is asked for before what lies years back. */
  next(limit: number): WaitingTurn[]
  /** Writes vectors of the adopted model and takes their turns off the list; turns that are gone meanwhile are passed over. */
  write(turns: readonly WaitingTurn[], vectors: readonly Float32Array[]): void
  /** Vectors of the adopted model for the turns among these that have one. */
  read(ids: readonly number[]): Map<number, Int8Array>
}

interface StoredVector {
  turn_id: number
  vector: Buffer
}

const asBytes = (blob: Buffer) => new Int8Array(blob.buffer, blob.byteOffset, blob.length)

export function createVectorStore(database: SamDatabase): VectorStore {
  let model = 0
  return {
    get model() {
      return model
    },
    adopt(modelId) {
      const connection = database.connection()
      connection.prepare('INSERT OR IGNORE INTO embedding_models (name) VALUES (?)').run(modelId)
      const known = connection.prepare('SELECT id FROM embedding_models WHERE name = ?').pluck().get(modelId)
      model = known as number
      const others = connection.prepare('SELECT 1 FROM embedding_models WHERE id <> ?').get(model)
      // Reading every vector for this would take long, and there is one model as a rule.
      if (others === undefined) return
      connection
        .prepare('INSERT OR IGNORE INTO embedding_queue SELECT turn_id FROM turn_vectors WHERE model_id <> ?')
        .run(model)
    },
    dropOthers() {
      const connection = database.connection()
      const others = connection.prepare('SELECT id FROM embedding_models WHERE id <> ?').pluck().all(model) as number[]
      const used = connection.prepare('SELECT 1 FROM turn_vectors WHERE model_id = ?')
      const drop = connection.prepare('DELETE FROM embedding_models WHERE id = ?')
      for (const other of others) if (used.get(other) === undefined) drop.run(other)
    },
    waiting: () => database.connection().prepare('SELECT count(*) FROM embedding_queue').pluck().get() as number,
    next: (limit) =>
      database
        .connection()
        .prepare(
          `SELECT turns.id, turns.text FROM embedding_queue JOIN turns ON turns.id = embedding_queue.turn_id
           ORDER BY embedding_queue.turn_id DESC LIMIT ?`,
        )
        .all(limit) as WaitingTurn[],
    write(turns, vectors) {
      const connection = database.connection()
      const insert = connection.prepare(
        `INSERT OR REPLACE INTO turn_vectors (turn_id, model_id, vector)
         SELECT id, ?, ? FROM turns WHERE id = ? AND text = ?`,
      )
      const done = connection.prepare(
        'DELETE FROM embedding_queue WHERE turn_id = ? AND EXISTS (SELECT 1 FROM turns WHERE id = turn_id AND text = ?)',
      )
      connection
        .transaction(() => {
          for (const [index, { id, text }] of turns.entries()) {
            const vector = toBytes(vectors[index] as Float32Array)
            insert.run(model, Buffer.from(vector.buffer), id, text)
            done.run(id, text)
          }
        })
        .immediate()
    },
    read(ids) {
      const found = database
        .connection()
        .prepare(`SELECT turn_id, vector FROM json_each(?) JOIN turn_vectors ON turn_id = value WHERE model_id = ?`)
        .all(JSON.stringify(ids), model) as StoredVector[]
      return new Map(found.map(({ turn_id, vector }) => [turn_id, asBytes(vector)]))
    },
  }
}
