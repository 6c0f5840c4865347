import path from 'node:path'
import type { Category } from '../categories/category.ts'
import type { Connection, SamDatabase } from '../database.ts'
import { removeFact } from '../facts.ts'
import { removeSets } from '../learning/remove-sets.ts'
import { recountSignals } from '../patterns/signal-rows.ts'
import type { Forgettable, Forgetter, Forgotten } from '../ports.ts'
import { cleanFreePages } from './clean-free-pages.ts'
import { emptyJournal } from './empty-journal.ts'
import { forgetElsewhere } from './forget-elsewhere.ts'
import { forgetSent } from './forget-sent.ts'
import { countInQuarantine, purgeQuarantine } from './purge-quarantine.ts'
import { phraseOf, type Sought, shortestPhrase, wordsIn } from './traces.ts'

const rowsAtOnce = 500

/**
 * Takes things out for good. Rows, index entries, vectors, what waits, facts made of them, training examples that hold their words, and
 * words that stand elsewhere go in one transaction; pages are overwritten, and the journal is emptied. What lies in the quarantine files,
 * and every set that was put together to train on, goes before that. Errors: `database-*`, `forget-journal-busy`.
 */
export function createForgetter(database: SamDatabase): Forgetter {
  const home = path.dirname(database.file)
  const quarantine = path.join(home, 'quarantine')
  return {
    async forget(what) {
      const connection = database.connection()
      // The files first: where SAM is killed in between, the rows still tell what is to be looked for.
      const tried = triedOn(connection, what)
      const setAside = await purgeQuarantine(quarantine, tried.sought)
      if (tried.turns + tried.facts + tried.examples + tried.elsewhere > 0) removeSets(home)
      const { sought, ...forgotten } = connection.transaction(() => forgetRows(connection, what)).immediate()
      emptyJournal(connection)
      if (await cleanFreePages(connection, database.file, sought.texts)) emptyJournal(connection)
      return { ...forgotten, elsewhere: forgotten.elsewhere + setAside }
    },
    async wouldForget(what) {
      const { sought, ...forgotten } = triedOn(database.connection(), what)
      return { ...forgotten, elsewhere: forgotten.elsewhere + (await countInQuarantine(quarantine, sought)) }
    },
  }
}

/** What would be removed. */
function triedOn(connection: Connection, what: Forgettable): Removed {
  const tried: Removed[] = []
  try {
    connection.transaction(() => {
      tried.push(forgetRows(connection, what))
      throw undone
    })()
  } catch (thrown) {
    const [removed] = tried
    if (thrown === undone && removed !== undefined) return removed
    throw thrown
  }
  throw undone
}

const undone = new Error('a trial that is rolled back')

/** With what must not stand anywhere any more. */
type Removed = Forgotten & { sought: Sought }

function forgetRows(connection: Connection, { turns = [], facts: told = [], words = '' }: Forgettable): Removed {
  const rows = new Set(turns)
  for (const id of told) {
    const text = textOf(connection, id)
    if (text !== undefined) for (const row of turnsThatHold(connection, text)) rows.add(row)
    const turn = connection.prepare('SELECT turn_id FROM facts WHERE id = ?').pluck().get(id) as number | null
    if (turn !== null && turn !== undefined) rows.add(turn)
  }
  const learned = connection.prepare('SELECT id FROM facts WHERE turn_id = ?').pluck()
  const facts = new Set(told)
  for (const row of rows) for (const id of learned.all(row) as number[]) facts.add(id)
  const known = [...facts].flatMap((id) => textOf(connection, id) ?? [])
  let removedFacts = 0
  for (const id of facts) if (removeFact(connection, id)) removedFacts += 1
  const removed = removeTurns(connection, [...rows])
  let { examples } = removed
  for (const text of known) examples += removeExamples(connection, text)
  const sought = { texts: known, words: wordsIn(words) }
  const links = { turnIds: removed.turnIds, facts: [...facts] }
  const all = { ...sought, texts: [...known, ...removed.texts] }
  const elsewhere =
    forgetElsewhere(connection, sought, removed.texts, links) +
    forgetSent(connection, all, [...removed.turnIds, ...removed.laterTurnIds])
  return { turns: removed.turns, facts: removedFacts, examples, elsewhere, sought: all }
}

function textOf(connection: Connection, fact: number): string | undefined {
  return connection.prepare('SELECT text FROM facts WHERE id = ?').pluck().get(fact) as string | undefined
}
/** Turns that say the same words, the one in which they were told and those that repeated them. */
function turnsThatHold(connection: Connection, text: string): number[] {
  const phrase = phraseOf(text)
  if (phrase === undefined) return []
  return connection
    .prepare('SELECT rowid FROM turns_text WHERE turns_text MATCH ? LIMIT ?')
    .pluck()
    .all(`"${phrase.replaceAll('"', '""')}"`, rowsAtOnce) as number[]
}

interface RemovedTurns {
  turns: number
  examples: number
  texts: string[]
  turnIds: string[]
  /** Turns of the same conversations that came after: what was sent in them carried the earlier ones along. */
  laterTurnIds: Set<string>
}

function removeTurns(connection: Connection, rows: readonly number[]): RemovedTurns {
  const read = connection.prepare(
    'SELECT text, conversation_id AS conversation, external_id AS id FROM turns WHERE id = ?',
  )
  const ofTurn = ['training_examples', 'preferences'].map((table) =>
    connection.prepare(`DELETE FROM ${table} WHERE turn_id = ?`),
  )
  const remove = connection.prepare('DELETE FROM turns WHERE id = ?')
  const later = connection
    .prepare("SELECT external_id FROM turns WHERE conversation_id = ? AND id > ? AND external_id LIKE '%/asked'")
    .pluck()
  const emptied = connection.prepare(
    'DELETE FROM conversations WHERE id = ? AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation_id = conversations.id)',
  )
  const removed: RemovedTurns = { turns: 0, examples: 0, texts: [], turnIds: [], laterTurnIds: new Set() }
  const conversations = new Set<number>()
  for (const row of rows) {
    const found = read.get(row) as { text: string; conversation: number; id: string | null } | undefined
    if (found === undefined) continue
    const turnId = turnIdIn(found.id)
    if (turnId !== undefined)
      for (const next of later.all(found.conversation, row) as string[]) removed.laterTurnIds.add(turnIdIn(next) ?? '')
    removed.turns += remove.run(row).changes
    conversations.add(found.conversation)
    removed.texts.push(found.text)
    removed.examples += removeExamples(connection, found.text)
    // What was captured of a turn has private words hidden: it is known by the turn.
    if (turnId !== undefined) {
      removed.turnIds.push(turnId)
      for (const captured of ofTurn) removed.examples += captured.run(turnId).changes
    }
    emptied.run(found.conversation)
  }
  for (const conversation of conversations) forgetBeside(connection, conversation)
  return removed
}

/** Name of the turn in which SAM was asked or answered. */
function turnIdIn(externalId: string | null): string | undefined {
  return /^(.+)\/(?:asked|answered)$/.exec(externalId ?? '')?.[1]
}

/** Examples and pairs that hold this text, as it stands inside a JSON string. Answers how many there were. */
function removeExamples(connection: Connection, said: string): number {
  if (said.length < shortestPhrase) return 0
  const text = JSON.stringify(said).slice(1, -1)
  const examples = connection.prepare('DELETE FROM training_examples WHERE instr(messages, ?) > 0').run(text)
  const pairs = connection
    .prepare(
      'DELETE FROM preferences WHERE instr(prompt, @text) > 0 OR instr(chosen, @text) > 0 OR instr(rejected, @text) > 0',
    )
    .run({ text })
  return examples.changes + pairs.changes
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
