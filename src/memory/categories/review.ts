import { z } from 'zod'
import type { Connection, SamDatabase } from '../database.ts'
import { recountSignals } from '../patterns/signal-rows.ts'
import { type Embedder, userSpeaker } from '../ports.ts'
import type { Category } from './category.ts'
import type { CategoryClassifier } from './classify.ts'
import { meantWordsOf, type Opening, openingMessages, wordsOf } from './opening.ts'

/** Conversations whose meaning is read together, and written in one transaction. */
const conversationsABatch = 64

export interface ReviewOptions {
  signal?: AbortSignal
  onProgress?(done: number, total: number): void
}

interface WaitingRow {
  id: number
  source: string
  name: string
  title: string | null
  category: Category
  evidence: string
}

const evidenceSchema = z.array(z.number())

/** So many turns are looked through where words are read again. */
const turnsWithSigns = 40

/** Stands where the words are to be read anew. */
const unread = '[]'

/** Lets every conversation be judged anew but those of which the user said what they are for; answers how many. Errors: `database-*`. */
export function reviewAllAgain(database: SamDatabase): number {
  return database
    .connection()
    .prepare('UPDATE imported_conversations SET evidence = ? WHERE corrected = 0 AND forgotten = 0')
    .run(unread).changes
}

/** Conversations that were told apart by their words only. Errors: `database-*`. */
export function conversationsToReview(database: SamDatabase): number {
  return database.connection().prepare(`SELECT count(*) ${waiting}`).pluck().get() as number
}

/**
 * Judges imported conversations by their meaning that were told apart by their words only. What the user said of a conversation stays.
 * May be stopped at any moment and run again: what is judged stays judged. Errors: `classifier-*`, `embedding-failed`, `database-*`; the
 * signal's reason.
 */
export async function reviewCategories(
  { database, classifier, embedder }: { database: SamDatabase; classifier: CategoryClassifier; embedder: Embedder },
  { signal, onProgress }: ReviewOptions = {},
): Promise<void> {
  const connection = database.connection()
  const total = conversationsToReview(database)
  const next = connection.prepare(
    `SELECT id, source, name, title, category, evidence ${waiting} AND id > ? ORDER BY id LIMIT ?`,
  )
  let [done, last] = [0, 0]
  for (;;) {
    signal?.throwIfAborted()
    const rows = next.all(last, conversationsABatch) as WaitingRow[]
    if (rows.length === 0) return
    const openings = rows.map((row) => openingOf(connection, row))
    const vectors = await embedder.embed(
      openings.map((opening) => meantWordsOf(wordsOf(opening))),
      signal,
    )
    connection
      .transaction(() => {
        for (const [index, row] of rows.entries()) {
          const vector = vectors[index] ?? new Float32Array()
          const kept = evidenceSchema.parse(JSON.parse(row.evidence))
          const byWords = kept.length > 0 ? { evidence: kept } : classifier.guess(openings[index] ?? nothingSaid)
          const guess =
            byWords.evidence === undefined
              ? { category: 'general' as const, share: 0 }
              : classifier.guessByMeaning(byWords.evidence, vector, embedder.modelId)
          settle(connection, row, guess)
        }
      })
      .immediate()
    last = rows.at(-1)?.id ?? last
    done += rows.length
    onProgress?.(done, Math.max(total, done))
  }
}

const waiting = 'FROM imported_conversations WHERE evidence IS NOT NULL AND corrected = 0 AND forgotten = 0'

const nothingSaid: Opening = { title: undefined, messages: [], custom: false }

/** Where words were not read yet, with the answers to the first messages, which may show signs. */
function openingOf(connection: Connection, { source, name, title, evidence }: WaitingRow): Opening {
  const isUnread = evidence === unread
  const said = connection.prepare(
    `SELECT speaker, text FROM turns JOIN conversations ON conversations.id = conversation_id
     WHERE source = ? AND name = ? AND (speaker = ? OR ?) ORDER BY turns.id LIMIT ?`,
  )
  const limit = isUnread ? turnsWithSigns : openingMessages
  const messages = said.all(source, name, userSpeaker, isUnread ? 1 : 0, limit) as { speaker: string; text: string }[]
  // Whether it was made with an assistant of its own is not kept.
  return { title: title ?? undefined, messages, custom: false }
}

/** Unless a newer version of the conversation, or a word of the user's, came meanwhile. */
function settle(
  connection: Connection,
  row: WaitingRow,
  { category, share }: ReturnType<CategoryClassifier['guessByMeaning']>,
): void {
  const { changes } = connection
    .prepare(
      `UPDATE imported_conversations SET category = ?, share = ?, evidence = NULL
       WHERE id = ? AND evidence = ? AND corrected = 0`,
    )
    .run(category, share, row.id, row.evidence)
  if (changes === 1 && category !== row.category) recountSignals(connection, row.id, category)
}
