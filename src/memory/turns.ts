import { createHash } from 'node:crypto'
import type { Connection, SamDatabase } from './database.ts'
import type { NewTurn, TurnStore, TurnsAdded } from './ports.ts'
import { redactText } from './redaction.ts'
import { withdrawTurn } from './withdraw-turn.ts'

const separator = '\u0000'

/** 128 bits: enough that two different turns of one conversation never share a key, and half the index of a whole digest. */
function key(...parts: string[]): Buffer {
  return createHash('sha256').update(parts.join(separator)).digest().subarray(0, 16)
}

/** Turns in SQLite; the migrations say how the full-text index follows them. */
export function createTurnStore(database: SamDatabase): TurnStore {
  return {
    addMany(turns) {
      if (turns.length === 0) return { added: 0, changed: 0, unchanged: 0 }
      const connection = database.connection()
      return connection.transaction(() => writeTurns(connection, turns)).immediate()
    },
    withdraw(turnId, conversation) {
      const connection = database.connection()
      connection.transaction(() => withdrawTurn(connection, turnId, conversation)).immediate()
    },
  }
}

function writeTurns(connection: Connection, turns: readonly NewTurn[]): TurnsAdded {
  const conversationOf = conversationFinder(connection)
  const stored = connection.prepare('SELECT id, content FROM turns WHERE conversation_id = ? AND identity = ?')
  const insert = connection.prepare(
    `INSERT INTO turns (conversation_id, external_id, speaker, text, at_ms, origin, identity, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const change = connection.prepare('UPDATE turns SET speaker = ?, text = ?, at_ms = ?, content = ? WHERE id = ?')
  const result: TurnsAdded = { added: 0, changed: 0, unchanged: 0 }
  for (const turn of turns) {
    const conversation = conversationOf(turn)
    const text = redactText(turn.text)
    const atMs = turn.at?.getTime() ?? null
    const content = key(turn.speaker, String(atMs), text)
    const identity = turn.id === undefined ? content : key(turn.id)
    const found = stored.get(conversation, identity) as { id: number; content: Buffer } | undefined
    if (found === undefined) {
      insert.run(conversation, turn.id ?? null, turn.speaker, text, atMs, turn.origin, identity, content)
      result.added++
    } else if (content.equals(found.content)) {
      result.unchanged++
    } else {
      change.run(turn.speaker, text, atMs, content, found.id)
      result.changed++
    }
  }
  return result
}

/** The row of a turn's conversation, made at its first turn. */
function conversationFinder(connection: Connection): (turn: NewTurn) => number {
  const known = new Map<string, number>()
  const upsert = connection.prepare(
    `INSERT INTO conversations (source, name, kind, title, at_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (source, name) DO UPDATE SET title = coalesce(excluded.title, title), at_ms = coalesce(at_ms, excluded.at_ms)
     RETURNING id`,
  )
  return (turn) => {
    const { source, conversation, kind = 'conversation', title = null, at } = turn
    const name = source + separator + conversation
    const cached = known.get(name)
    if (cached !== undefined) return cached
    const row = upsert.get(source, conversation, kind, title, at?.getTime() ?? null) as { id: number }
    known.set(name, row.id)
    return row.id
  }
}
