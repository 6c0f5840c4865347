import type { Connection, SamDatabase } from '../database.ts'
import { signsOf } from '../vectors/quantise.ts'
import { halfBytes } from '../vectors/sign-instructions.ts'
import { blockBytes, codesIn, factsIn, flag, speakerKey, turnsABlock } from './turn-block.ts'

export interface ReadBlock {
  block: number
  version: number
  bytes: Uint8Array
  /** It was not on disk, or is one of another model. */
  isNew: boolean
}

interface BlockRow {
  block: number
  version: number
  bytes: Buffer | null
}

interface TurnRow {
  id: number
  conversation: number
  document: number
  speaker: string
  atMs: number | null
  length: number
  ending: string
  vector: Buffer | null
}

/**
 * Blocks that changed after a version, in the order of their versions; those that are empty or of another model are made of the turns.
 * A block that changes meanwhile has a higher version, so that the next call gives it again.
 * @param model row of the model whose vectors count; 0 where none is there and only words are searched
 */
export function* blocksSince(database: SamDatabase, version: number, model: number): Generator<ReadBlock> {
  const connection = database.connection()
  const changed = connection
    .prepare('SELECT block, version FROM turn_blocks WHERE version > ? ORDER BY version, block')
    .all(version) as Omit<BlockRow, 'bytes'>[]
  const kept = connection
    .prepare('SELECT bytes FROM turn_blocks WHERE block = ? AND version = ? AND model_id = ?')
    .pluck()
  for (const row of changed) {
    const bytes = kept.get(row.block, row.version, model) as Buffer | undefined
    const isWhole = bytes?.length === blockBytes
    yield { ...row, bytes: isWhole ? bytes : makeBlock(connection, row.block, model), isNew: !isWhole }
  }
}

/** Puts blocks on disk that were made, unless they changed since. Errors: `SQLITE_BUSY` while another process writes for long. */
export function keepBlocks(database: SamDatabase, blocks: readonly Omit<ReadBlock, 'isNew'>[], model: number): void {
  const connection = database.connection()
  const keep = connection.prepare('UPDATE turn_blocks SET model_id = ?, bytes = ? WHERE block = ? AND version = ?')
  connection
    .transaction(() => {
      for (const { block, version, bytes } of blocks) keep.run(model, bytes, block, version)
    })
    .immediate()
}

function makeBlock(connection: Connection, block: number, model: number): Uint8Array {
  const bytes = new Uint8Array(blockBytes)
  const facts = factsIn(bytes)
  const codes = codesIn(bytes)
  const first = block * turnsABlock
  const rows = connection
    .prepare(
      `SELECT turns.id, conversation_id AS conversation, kind = 'document' AS document, speaker, turns.at_ms AS atMs,
         length(text) AS length, substr(text, -200) AS ending, vector
       FROM turns JOIN conversations ON conversations.id = conversation_id
       LEFT JOIN turn_vectors ON turn_id = turns.id AND model_id = ?
       WHERE turns.id BETWEEN ? AND ?`,
    )
    .all(model, first, first + turnsABlock - 1) as TurnRow[]
  for (const { id, conversation, document, speaker, atMs, length, ending, vector } of rows) {
    const row = id - first
    facts.atMs[row] = atMs ?? Number.NaN
    facts.conversation[row] = conversation
    facts.speaker[row] = speakerKey(speaker)
    facts.length[row] = Math.min(length, 0xffff)
    facts.flags[row] =
      flag.there |
      (vector === null ? 0 : flag.meaning) |
      (asks.test(ending) ? flag.asks : 0) |
      (document === 1 ? flag.document : 0)
    if (vector !== null) {
      const signs = signsOf(new Int8Array(vector.buffer, vector.byteOffset, vector.length))
      codes.set(signs.subarray(0, halfBytes), row * halfBytes)
      codes.set(signs.subarray(halfBytes), (turnsABlock + row) * halfBytes)
    }
  }
  return bytes
}

/** A note in brackets at the end (a picture that was shown) is no part of what was said. */
const asks = /\?\s*(?:\[[^\]]*\]\s*)?$/
