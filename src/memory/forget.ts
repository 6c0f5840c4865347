import path from 'node:path'
import type { Category } from './categories/category.ts'
import type { Connection, SamDatabase } from './database.ts'
import { removeFact } from './facts.ts'
import { purgeQuarantine } from './imports/purge-quarantine.ts'
import { recountSignals } from './patterns/signal-rows.ts'
import type { Forgettable, Forgetter, Forgotten } from './ports.ts'

/** Shorter words stand in too many places to be looked for as a whole. */
const shortestPhrase = 8
const rowsAtOnce = 500

/**
 * Takes things out for good. Rows, index entries, vectors, what waits, facts made of them, and training examples that hold their
 * words go in one transaction; pages are overwritten, and the journal is emptied. What lies in the quarantine files with their words
 * goes after that. Errors: `database-*`.
 */
export function createForgetter(database: SamDatabase): Forgetter {
  return {
    forget(what) {
      const connection = database.connection()
      connection.pragma('secure_delete = ON')
      const { texts, ...forgotten } = connection.transaction(() => forgetRows(connection, what))()
      connection.pragma('wal_checkpoint(TRUNCATE)')
      purgeQuarantine(path.join(path.dirname(database.file), 'quarantine'), texts)
      return forgotten
    },
    wouldForget(what) {
      const connection = database.connection()
      let forgotten: Forgotten = { turns: 0, facts: 0, examples: 0 }
      try {
        connection.transaction(() => {
          const { turns, facts, examples } = forgetRows(connection, what)
          forgotten = { turns, facts, examples }
          throw undone
        })()
      } catch (thrown) {
        if (thrown !== undone) throw thrown
      }
      return forgotten
    },
  }
}

const undone = Symbol('a trial that is rolled back')

/** With the texts that are gone, as far as they are long enough to be looked for. */
type Removed = Forgotten & { texts: string[] }

function forgetRows(connection: Connection, { turns = [], facts: told = [] }: Forgettable): Removed {
  const texts = told.flatMap((id) => textOf(connection, 'facts', id) ?? [])
  const rows = new Set(turns)
  for (const text of texts) for (const row of turnsThatHold(connection, text)) rows.add(row)
  for (const id of told) {
    const turn = connection.prepare('SELECT turn_id FROM facts WHERE id = ?').pluck().get(id) as number | null
    if (turn !== null && turn !== undefined) rows.add(turn)
  }
  const learned = connection.prepare('SELECT id FROM facts WHERE turn_id = ?').pluck()
  const facts = new Set(told)
  for (const row of rows) for (const id of learned.all(row) as number[]) facts.add(id)
  let removedFacts = 0
  for (const id of facts) if (removeFact(connection, id)) removedFacts += 1
  return { facts: removedFacts, ...removeTurns(connection, [...rows]) }
}

function textOf(connection: Connection, table: 'facts' | 'turns', id: number): string | undefined {
  return connection.prepare(`SELECT text FROM ${table} WHERE id = ?`).pluck().get(id) as string | undefined
}

/** Turns that say the same words, the one in which they were told and those that repeated them. */
function turnsThatHold(connection: Connection, text: string): number[] {
  const phrase = text.trim().replace(/[.!]$/, '')
  if (phrase.length < shortestPhrase) return []
  return connection
    .prepare('SELECT rowid FROM turns_text WHERE turns_text MATCH ? LIMIT ?')
    .pluck()
    .all(`"${phrase.replaceAll('"', '""')}"`, rowsAtOnce) as number[]
}

function removeTurns(connection: Connection, rows: readonly number[]): Omit<Removed, 'facts'> {
  const read = connection.prepare(
    'SELECT text, conversation_id AS conversation, external_id AS id FROM turns WHERE id = ?',
  )
  const ofTurn = ['training_examples', 'preferences'].map((table) =>
    connection.prepare(`DELETE FROM ${table} WHERE turn_id = ?`),
  )
  const remove = connection.prepare('DELETE FROM turns WHERE id = ?')
  const example = connection.prepare('DELETE FROM training_examples WHERE instr(messages, ?) > 0')
  const pair = connection.prepare(
    'DELETE FROM preferences WHERE instr(prompt, @text) > 0 OR instr(chosen, @text) > 0 OR instr(rejected, @text) > 0',
  )
  const emptied = connection.prepare(
    'DELETE FROM conversations WHERE id = ? AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation_id = conversations.id)',
  )
  let [turns, examples] = [0, 0]
  const texts: string[] = []
  const conversations = new Set<number>()
  for (const row of rows) {
    const found = read.get(row) as { text: string; conversation: number; id: string | null } | undefined
    if (found === undefined) continue
    turns += remove.run(row).changes
    conversations.add(found.conversation)
    if (found.text.length >= shortestPhrase) texts.push(found.text)
    // As it stands inside a JSON string.
    const text = JSON.stringify(found.text).slice(1, -1)
    if (found.text.length >= shortestPhrase) examples += example.run(text).changes + pair.run({ text }).changes
    // What was captured of a turn has private words hidden: it is known by the turn.
    const turnId = /^(.+)\/(?:asked|answered)$/.exec(found.id ?? '')?.[1]
    if (turnId !== undefined) for (const captured of ofTurn) examples += captured.run(turnId).changes
    emptied.run(found.conversation)
  }
  for (const conversation of conversations) forgetBeside(connection, conversation)
  return { turns, examples, texts }
}

/** What a conversation that lost a turn says of it besides: its title tells what it was about, and its patterns may rest on that turn. */
function forgetBeside(connection: Connection, conversation: number): void {
  connection.prepare("UPDATE conversations SET title = NULL WHERE id = ? AND kind = 'conversation'").run(conversation)
  const imported = connection
    .prepare(
      `UPDATE imported_conversations SET title = NULL
       WHERE (source, name) = (SELECT source, name FROM conversations WHERE id = ?) RETURNING id, category`,
    )
    .get(conversation) as { id: number; category: Category } | undefined
  if (imported !== undefined) recountSignals(connection, imported.id, imported.category)
}
