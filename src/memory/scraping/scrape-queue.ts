import type { Statement } from 'better-sqlite3'
import type { Connection, SamDatabase } from '../database.ts'
import type { DescribedExample, TrainingStore } from '../imports/store/training-store.ts'

export type DocumentState = 'discovered' | 'fetched' | 'extracted' | 'skipped' | 'failed'

/** A document of a source, somewhere on its way from its address to examples. */
export interface ScrapeDocument {
  id: number
  source: string
  /** URL, or a path on this machine. */
  address: string
  state: DocumentState
  /** Where it really was found, after redirects; or how its origin is called, for a file. */
  location: string | undefined
  licence: string | undefined
  etag: string | undefined
  lastModified: string | undefined
  contentType: string | undefined
  fetchedMs: number | undefined
  /** How far its examples are taken out; 0 is the start. */
  position: number
  /** Failures in a row. */
  attempts: number
  /** How often in a row it was put off: its host was busy, or had given enough for a day. */
  delays: number
}

export interface FoundDocument {
  address: string
  location?: string
  licence?: string
  /** What changes when the content changes, where that is known without fetching it. */
  stamp?: string
}

export interface FetchedContent {
  location?: string
  /** Kept until the examples are taken out; absent for what lies on this machine anyway. */
  body?: Uint8Array
  contentType?: string
  etag?: string
  lastModified?: string
}

/** What was taken out of a document in one go. */
export interface ExtractedBatch {
  examples: readonly DescribedExample[]
  found: readonly FoundDocument[]
  /** Texts to look up later in the same source, by name. */
  notes: readonly { name: string; text: string }[]
  /** Where the next batch begins. */
  position: number
  /** The document is finished; it is looked at again at this time if given. */
  finished?: { againMs?: number }
}

export interface ScrapeCounts {
  indexed: number
  downloaded: number
  trainingReady: number
  /** Still to be worked on, those that wait for their time too. */
  waiting: number
}

/**
 * The documents of all sources, in SQLite. Each step is one transaction: a process that is killed loses nothing that was
 * done and does nothing of it again. Errors: `database-*`.
 */
export interface ScrapeQueue {
  /** Takes up what is not known yet, and again what changed; answers how many those are. */
  discover(source: string, found: readonly FoundDocument[]): number
  /** The next document that is due. */
  next(source: string, nowMs: number): ScrapeDocument | undefined
  /** When the next one will be due. */
  nextDueMs(source: string): number | undefined
  /** It is here, and new: examples of its former content go when the new one has been read and did not give them again. */
  fetched(id: number, content: FetchedContent, atMs: number): void
  body(id: number): Buffer | undefined
  /** Answers how many of the examples are new. */
  extracted(document: ScrapeDocument, batch: ExtractedBatch): number
  note(source: string, name: string): string | undefined
  /** It has not changed since it was fetched. */
  unchanged(id: number, againMs: number): void
  /** It is not to be learned from: its content and its examples go. */
  skip(id: number, reason: string, againMs?: number): void
  fail(id: number, reason: string, againMs: number): void
  /** It could not be asked for now, whatever it is. */
  delay(id: number, reason: string, againMs: number): void
  /** Nothing of these addresses is due before this time. */
  postpone(source: string, addressStart: string, untilMs: number): void
  counts(): Map<string, ScrapeCounts>
  /** Documents that gave nothing, by reason, the most frequent first. */
  troubles(source: string): { reason: string; state: 'failed' | 'skipped'; count: number; example: string }[]
}

type Row = { [Key in keyof ScrapeDocument]: Exclude<ScrapeDocument[Key], undefined> | null }

const columns = `id, source, address, state, location, licence, etag, last_modified AS lastModified,
  content_type AS contentType, fetched_ms AS fetchedMs, position, attempts, delays`

export function createScrapeQueue(database: SamDatabase, training: TrainingStore): ScrapeQueue {
  // A statement takes memory outside of the heap until it is collected: each is made once, not once a row.
  const made = new WeakMap<Connection, Map<string, Statement<unknown[]>>>()
  function prepare(sql: string): Statement<unknown[]> {
    const connection = database.connection()
    const statements = made.get(connection) ?? new Map<string, Statement<unknown[]>>()
    made.set(connection, statements)
    const statement = statements.get(sql) ?? connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const run = (sql: string, ...values: unknown[]) => prepare(sql).run(...values)
  const together = <Result>(work: () => Result): Result => database.connection().transaction(work).immediate()
  /** Which of a document's examples go; those without a row in scraped_examples are not counted as forgotten by the user. */
  function dropExamples(id: number, which: 'all' | 'stale'): void {
    const sql = `DELETE FROM scraped_examples WHERE document_id = ? ${which === 'stale' ? 'AND stale = 1' : ''} RETURNING example_id`
    const dropped = prepare(sql).pluck().all(id) as number[]
    // What the user wrote anew stays, whatever became of the document.
    const remove = prepare('DELETE FROM training_examples WHERE id = ? AND edited_ms IS NULL')
    for (const example of dropped) remove.run(example)
  }

  function take(source: string, found: readonly FoundDocument[]): number {
    return found.filter(({ address, location, licence, stamp }) => {
      const values = [source, address, location ?? null, licence ?? null, stamp ?? null]
      const { changes } = run(
        `INSERT INTO scrape_documents (source, address, location, licence, stamp, state, due_ms) VALUES (?, ?, ?, ?, ?, 'discovered', 0)
         ON CONFLICT (source, address) DO UPDATE SET location = excluded.location, licence = excluded.licence, stamp = excluded.stamp,
           state = 'discovered', due_ms = 0, attempts = 0, delays = 0 WHERE excluded.stamp IS NOT NULL AND excluded.stamp IS NOT stamp`,
        ...values,
      )
      return changes === 1
    }).length
  }

  return {
    discover: (source, found) => together(() => take(source, found)),
    next(source, nowMs) {
      const sql = `SELECT ${columns} FROM scrape_documents WHERE source = ? AND due_ms <= ? ORDER BY due_ms, id LIMIT 1`
      const row = prepare(sql).get(source, nowMs) as Row | undefined
      if (row === undefined) return undefined
      return Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value ?? undefined]),
      ) as unknown as ScrapeDocument
    },
    nextDueMs(source) {
      const row = prepare('SELECT min(due_ms) AS dueMs FROM scrape_documents WHERE source = ?').get(source)
      return (row as { dueMs: number | null }).dueMs ?? undefined
    },
    fetched(id, { location, body, contentType, etag, lastModified }, atMs) {
      together(() => {
        run('UPDATE scraped_examples SET stale = 1 WHERE document_id = ?', id)
        run(
          `UPDATE scrape_documents SET state = 'fetched', due_ms = 0, reason = NULL, attempts = 0, delays = 0, position = 0, body = ?, etag = ?,
             last_modified = ?, content_type = ?, location = coalesce(?, location), fetched_ms = ? WHERE id = ?`,
          ...[body ?? null, etag ?? null, lastModified ?? null, contentType ?? null, location ?? null, atMs, id],
        )
      })
    },
    body(id) {
      const row = prepare('SELECT body FROM scrape_documents WHERE id = ?').get(id) as
        | { body: Buffer | null }
        | undefined
      return row?.body ?? undefined
    },
    extracted({ id, source }, { examples, found, notes, position, finished }) {
      return together(() => {
        const isForgotten = prepare('SELECT 1 FROM scrape_forgotten WHERE content = ?')
        const wanted = examples.filter(({ content }) => isForgotten.get(content) === undefined)
        const news = training.put(wanted)
        const own = prepare(
          'INSERT INTO scraped_examples (example_id, document_id) SELECT id, ? FROM training_examples WHERE content = ?',
        )
        const again = prepare(
          'UPDATE scraped_examples SET stale = 0 WHERE document_id = ? AND example_id = (SELECT id FROM training_examples WHERE content = ?)',
        )
        for (const [index, { content }] of wanted.entries()) (news[index] === true ? own : again).run(id, content)
        for (const { name, text } of notes)
          run('INSERT OR REPLACE INTO scrape_notes VALUES (?, ?, ?)', source, name, text)
        take(source, found)
        const state = finished === undefined ? '' : `, state = 'extracted', body = NULL, due_ms = @againMs`
        prepare(`UPDATE scrape_documents SET position = @position${state} WHERE id = @id`).run({
          ...{ id, position },
          ...(finished === undefined ? {} : { againMs: finished.againMs ?? null }),
        })
        if (finished !== undefined) dropExamples(id, 'stale')
        return news.filter(Boolean).length
      })
    },
    note(source, name) {
      const row = prepare('SELECT text FROM scrape_notes WHERE source = ? AND name = ?').get(source, name)
      return (row as { text: string } | undefined)?.text
    },
    unchanged(id, againMs) {
      run(
        `UPDATE scrape_documents SET state = 'extracted', due_ms = ?, attempts = 0, delays = 0 WHERE id = ?`,
        againMs,
        id,
      )
    },
    skip(id, reason, againMs) {
      together(() => {
        dropExamples(id, 'all')
        run(
          `UPDATE scrape_documents SET state = 'skipped', reason = ?, due_ms = ?, body = NULL, etag = NULL, last_modified = NULL,
             -- What is found again after it was gone is taken up at once.
             stamp = CASE WHEN ? = 'gone' THEN NULL ELSE stamp END WHERE id = ?`,
          ...[reason, againMs ?? null, reason, id],
        )
      })
    },
    fail(id, reason, againMs) {
      run(
        `UPDATE scrape_documents SET state = 'failed', reason = ?, due_ms = ?, attempts = attempts + 1 WHERE id = ?`,
        ...[reason, againMs, id],
      )
    },
    delay(id, reason, againMs) {
      run(
        `UPDATE scrape_documents SET state = 'failed', reason = ?, due_ms = ?, delays = delays + 1 WHERE id = ?`,
        ...[reason, againMs, id],
      )
    },
    postpone(source, addressStart, untilMs) {
      run(
        `UPDATE scrape_documents SET due_ms = ? WHERE source = ? AND due_ms < ? AND state <> 'fetched' AND substr(address, 1, ?) = ?`,
        ...[untilMs, source, untilMs, addressStart.length, addressStart],
      )
    },
    troubles(source) {
      return prepare(
        `SELECT reason, state, count(*) AS count, max(address) AS example FROM scrape_documents
         WHERE source = ? AND state IN ('failed', 'skipped') AND reason IS NOT NULL GROUP BY reason, state ORDER BY count(*) DESC, reason`,
      ).all(source) as ReturnType<ScrapeQueue['troubles']>
    },
    counts() {
      const documents = prepare(
        `SELECT source, count(*) AS indexed, count(fetched_ms) AS downloaded,
           sum(state IN ('discovered', 'fetched', 'failed') AND due_ms IS NOT NULL) AS waiting FROM scrape_documents GROUP BY source`,
      ).all() as (Omit<ScrapeCounts, 'trainingReady'> & { source: string })[]
      const ready = prepare(
        `SELECT source, count(*) AS trainingReady FROM scraped_examples
         JOIN scrape_documents ON scrape_documents.id = document_id GROUP BY source`,
      ).all() as { source: string; trainingReady: number }[]
      const readyOf = new Map(ready.map(({ source, trainingReady }) => [source, trainingReady]))
      return new Map(
        documents.map(({ source, ...counts }) => [source, { ...counts, trainingReady: readyOf.get(source) ?? 0 }]),
      )
    },
  }
}
