import { toSamError } from '../../core/errors.ts'
import type { SamDatabase } from '../database.ts'
import { createFactStore } from '../facts.ts'
import type { Embedder, MemoryHit, Recall, RecallQuery } from '../ports.ts'
import { createVectorStore, type WaitingTurn } from '../vectors/vector-store.ts'
import { type Said, searchFacts } from './fact-hits.ts'
import { followTurns } from './follow-turns.ts'
import { searchTurns } from './hybrid-search.ts'

/** Turns that get their meaning together; between two such batches a question is answered. */
const turnsABatch = 64
/** So many are given theirs before a search. */
const fewTurns = 16
const charactersAToken = 4

/**
 * Recall over one database. It works on the thread that calls it, so the application puts it on one of its own.
 * @param openEmbedder called at the first use; where it fails, words alone are searched and the answer says so
 */
export function createRecallService(database: SamDatabase, openEmbedder: () => Promise<Embedder>): Recall {
  const vectors = createVectorStore(database)
  const facts = createFactStore(database)
  const turns = followTurns(database)
  const { index } = turns
  let opening: Promise<Embedder> | undefined
  const ready = () => {
    opening ??= openEmbedder().then((embedder) => {
      vectors.adopt(embedder.modelId)
      return embedder
    })
    return opening
  }

  const saidIn = (turn: number) =>
    database
      .connection()
      .prepare(
        `SELECT source, name AS conversation FROM turns JOIN conversations ON conversations.id = conversation_id
         WHERE turns.id = ?`,
      )
      .get(turn) as Said | undefined

  async function searchAll(query: RecallQuery): Promise<{ hits: MemoryHit[]; wordsOnly?: string }> {
    const wanted = (kind: MemoryHit['kind']) => query.kinds === undefined || query.kinds.includes(kind)
    const told = wanted('fact') ? searchFacts(facts, query, saidIn) : []
    if (!wanted('turn') && !wanted('document')) return { hits: told }
    try {
      const embedder = await ready()
      await readLatest(embedder)
      turns.follow(vectors.model)
      return { hits: merged(told, await searchTurns({ database, vectors, index, embedder }, query)) }
    } catch (thrown) {
      const error = toSamError(thrown)
      if (query.signal?.aborted || !/^(?:model|embedding)-/.test(error.code)) throw error
      opening = undefined
      turns.follow(vectors.model)
      return { hits: merged(told, await searchTurns({ database, vectors, index }, query)), wordsOnly: error.code }
    }
  }

  async function giveMeaning(embedder: Embedder, waiting: readonly WaitingTurn[], signal?: AbortSignal): Promise<void> {
    const texts = waiting.map(({ text }) => text)
    vectors.write(waiting, await embedder.embed(texts, signal))
  }

  /** What was said a moment ago is found by its meaning too; where much waits, a search does not wait for it. */
  async function readLatest(embedder: Embedder): Promise<void> {
    const latest = vectors.next(fewTurns + 1)
    if (latest.length > 0 && latest.length <= fewTurns) await giveMeaning(embedder, latest)
  }

  return {
    async search(query) {
      const startedAtMs = performance.now()
      const { hits, wordsOnly } = await searchAll(query)
      return {
        hits: withinBudget(hits.slice(0, query.limit ?? 10), query.budgetTokens),
        ms: performance.now() - startedAtMs,
        ...(wordsOnly === undefined ? {} : { wordsOnly }),
      }
    },
    async catchUp({ signal, onProgress } = {}) {
      const embedder = await ready()
      const total = vectors.waiting()
      for (let done = 0; ; ) {
        signal?.throwIfAborted()
        const waiting = vectors.next(turnsABatch)
        if (waiting.length === 0) break
        await giveMeaning(embedder, waiting, signal)
        done += waiting.length
        onProgress?.(done, Math.max(total, done))
      }
      vectors.dropOthers()
      turns.follow(vectors.model)
      turns.keep()
    },
  }
}

function merged(facts: readonly MemoryHit[], turns: readonly MemoryHit[]): MemoryHit[] {
  return [...facts, ...turns].sort((a, b) => b.score - a.score)
}

function withinBudget(hits: MemoryHit[], budgetTokens = Number.POSITIVE_INFINITY): MemoryHit[] {
  let left = budgetTokens * charactersAToken
  return hits.filter(({ text }) => {
    left -= text.length
    return left >= 0
  })
}
