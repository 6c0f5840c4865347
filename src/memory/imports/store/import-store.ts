import type { Category } from '../../categories/category.ts'
import type { Connection, SamDatabase } from '../../database.ts'
import type { NewTurn, TurnStore } from '../../ports.ts'
import { redactText } from '../../redaction.ts'
import type { ParsedConversation, SkipReason } from '../conversation.ts'
import { instructionKey } from './instruction-key.ts'
import { prepareStatements, type Statements } from './statements.ts'
import { areRelated, type Merged, mergeVersions, type StoredVersion, withoutForgotten } from './versions.ts'

/** What is known about a conversation besides its words. */
export interface Described {
  category: Category
  /** How sure that is, 0 to 1. */
  share: number
  /** What the words say of each category; see categories/classify.ts. */
  evidence?: readonly number[]
  signals: readonly { facet: string; value: string }[]
}

export interface PendingConversation {
  parsed: ParsedConversation
  /** Hash of its bytes in the export; absent where a conversation has no bytes of its own. */
  raw: Buffer | undefined
  described: Described
}

/** How a conversation was counted. */
export interface Outcome {
  /** Row of the conversation. */
  row: number
  skipped: Partial<Record<SkipReason, number>>
  category: Category
}

export interface BatchOutcome {
  /** In the order of the batch. */
  conversations: Outcome[]
  /** Messages: new ones, and those whose words changed. */
  added: number
  unchanged: number
}

/** Conversations of other programs in SQLite. Errors: `database-*`. */
export interface ImportStore {
  /** How the conversation with these bytes was counted when it was imported; undefined when it never was. */
  known(source: string, raw: Buffer): (Outcome & { messages: number }) | undefined
  /** Writes a batch in one transaction: all of it or nothing. */
  put(source: string, batch: readonly PendingConversation[]): BatchOutcome
  /** True when bytes with this hash were not set aside before; they count as set aside from now on. */
  claimQuarantine(hash: Buffer): boolean
  /** What conversations are for, by their rows, as it is known now. */
  categoriesOf(rows: readonly number[]): Map<number, Category>
  /** Conversation of each message of a source, by the message's id. */
  owners(source: string): Map<string, string>
}

interface ImportedRow {
  id: number
  updated_ms: number | null
  category: Category
  forgotten: number
}

export function createImportStore(database: SamDatabase, turns: TurnStore): ImportStore {
  let prepared: { connection: Connection; statements: Statements } | undefined
  // Once for a connection: each holds memory outside of JavaScript's, which its collector does not see.
  const statementsOf = (connection: Connection) => {
    if (prepared?.connection !== connection) prepared = { connection, statements: prepareStatements(connection) }
    return prepared.statements
  }
  return {
    known(source, raw) {
      const row = statementsOf(database.connection()).known.get(raw, source) as
        | { id: number; messages: number; skipped: string; category: Category }
        | undefined
      if (row === undefined) return undefined
      const { id, messages, skipped, category } = row
      return { row: id, messages, skipped: JSON.parse(skipped), category }
    },
    put(source, batch) {
      const connection = database.connection()
      return connection
        .transaction(() => new BatchWriter(statementsOf(connection), turns, source).write(batch))
        .immediate()
    },
    claimQuarantine: (hash) =>
      database.connection().prepare('INSERT OR IGNORE INTO quarantined VALUES (?)').run(hash).changes === 1,
    categoriesOf(rows) {
      const found = database
        .connection()
        .prepare(`SELECT imported.id, category FROM json_each(?) AS wanted
           JOIN imported_conversations AS imported ON imported.id = wanted.value`)
        .all(JSON.stringify(rows)) as { id: number; category: Category }[]
      return new Map(found.map(({ id, category }) => [id, category]))
    },
    owners(source) {
      const rows = database
        .connection()
        .prepare(
          `SELECT external_id, name FROM turns JOIN conversations ON conversations.id = conversation_id
           WHERE source = ? AND external_id IS NOT NULL`,
        )
        .all(source) as { external_id: string; name: string }[]
      // A session that was split into parts is one owner.
      return new Map(rows.map((row) => [row.external_id, row.name.replace(/#\d+$/, '')]))
    },
  }
}

class BatchWriter {
  readonly #statements: Statements
  readonly #turns: TurnStore
  readonly #source: string
  readonly #pending: NewTurn[] = []
  /** Conversations whose turns are pending. */
  readonly #names = new Set<string>()
  readonly #outcome: BatchOutcome = { conversations: [], added: 0, unchanged: 0 }

  constructor(statements: Statements, turns: TurnStore, source: string) {
    this.#statements = statements
    this.#turns = turns
    this.#source = source
  }

  write(batch: readonly PendingConversation[]): BatchOutcome {
    for (const conversation of batch) this.#writeOne(conversation)
    this.#flush()
    return this.#outcome
  }

  #writeOne({ parsed, raw, described }: PendingConversation): void {
    // A second version of a conversation must find the first one written.
    if (this.#names.has(parsed.name)) this.#flush()
    this.#names.add(parsed.name)
    const { name, row, version } = this.#find(parsed)
    const merged = mergeVersions(version, withoutForgotten(version, parsed))
    const { conversation } = merged
    if (row !== undefined && !parsed.remember) this.#statements.forgetTurns.run(this.#source, name)
    const saved = merged.keepRow ? row : this.#saveRow(name, conversation, raw, described)
    if (saved === undefined) return
    this.#saveBeside(saved.id, merged, row !== undefined)
    if (!merged.keepRow) this.#saveSignals(saved.id, described.signals, row !== undefined)
    this.#pending.push(...this.#turnsOf(name, conversation))
    const { id, category } = saved
    this.#outcome.conversations.push({ row: id, skipped: conversation.skipped, category })
  }

  #find(parsed: ParsedConversation): {
    name: string
    row: ImportedRow | undefined
    version: StoredVersion | undefined
  } {
    for (let number = 1; ; number++) {
      const name = number === 1 ? parsed.name : `${parsed.name}~${number}`
      const row = this.#statements.find.get(this.#source, name) as ImportedRow | undefined
      if (row === undefined) return { name, row, version: undefined }
      const turns = this.#statements.turns.all(this.#source, name) as { id: number; external_id: string }[]
      const version: StoredVersion = {
        forgotten: row.forgotten === 1,
        updatedMs: row.updated_ms ?? undefined,
        forgottenMessages: new Set(this.#statements.forgotten.all(row.id) as string[]),
        turns: new Map(turns.map(({ id, external_id }) => [external_id, id])),
      }
      if (areRelated(version, parsed)) return { name, row, version }
    }
  }

  #saveRow(
    name: string,
    { title, atMs, updatedMs, messages, skipped }: ParsedConversation,
    raw: Buffer | undefined,
    { category, share, evidence }: Described,
  ): Pick<ImportedRow, 'id' | 'category'> {
    return this.#statements.save.get({
      source: this.#source,
      name,
      title: title === undefined ? null : redactText(title),
      atMs: atMs ?? null,
      updatedMs: updatedMs ?? null,
      raw: raw ?? null,
      messages: messages.length,
      skipped: JSON.stringify(skipped),
      category,
      share,
      evidence: evidence === undefined ? null : JSON.stringify(evidence.map((value) => Number(value.toFixed(3)))),
    }) as Pick<ImportedRow, 'id' | 'category'>
  }

  #saveBeside(id: number, { conversation, demoted }: Merged, known: boolean): void {
    const { demote, replaced, removeTurn, promote, alternative, instructions, forgottenInstructions } = this.#statements
    if (known) for (const message of conversation.messages) promote.run(id, message.id)
    for (const turn of demoted) {
      demote.run(id, turn)
      replaced.run(turn)
      removeTurn.run(turn)
    }
    for (const { id: message, parent, speaker, text, atMs } of conversation.alternatives) {
      alternative.run(id, message, parent ?? null, speaker, redactText(text), atMs ?? null)
    }
    for (const text of conversation.instructions.map(redactText)) {
      const isForgotten = forgottenInstructions.get(instructionKey(this.#source, text)) !== undefined
      if (!isForgotten) instructions.run(this.#source, text)
    }
  }

  #saveSignals(id: number, signals: Described['signals'], known: boolean): void {
    if (known) this.#statements.clearSignals.run(id)
    for (const { facet, value } of signals) this.#statements.signal.run(id, facet, value)
  }

  #turnsOf(name: string, { title, messages, atMs: startMs }: ParsedConversation): NewTurn[] {
    return messages.map(({ id, speaker, text, atMs = startMs }) => ({
      source: this.#source,
      conversation: name,
      ...(title === undefined ? {} : { title: redactText(title) }),
      id,
      speaker,
      text,
      ...(atMs === undefined ? {} : { at: new Date(atMs) }),
      origin: 'import',
    }))
  }

  #flush(): void {
    const { added, changed, unchanged } = this.#turns.addMany(this.#pending)
    this.#outcome.added += added + changed
    this.#outcome.unchanged += unchanged
    this.#pending.length = 0
    this.#names.clear()
  }
}
