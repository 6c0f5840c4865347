import type { Connection, SamDatabase } from '../database.ts'
import type { Embedder, MemoryHit, RecallQuery } from '../ports.ts'
import { cosine } from '../vectors/quantise.ts'
import type { VectorIndex } from '../vectors/vector-index.ts'
import type { VectorStore } from '../vectors/vector-store.ts'
import { allowedTurns } from './allowed-turns.ts'
import { type Candidate, rank } from './rank.ts'
import { readQuestion } from './read-question.ts'
import { matchWords } from './word-matches.ts'

export interface SearchParts {
  database: SamDatabase
  vectors: VectorStore
  index: VectorIndex
  /** Absent: only words are searched. */
  embedder?: Embedder
}

/** Turns that are ranked for their words, and as many for their meaning. */
const mostForWords = 80
const mostForMeaning = 80
/** Best matches whose following turn, perhaps the answer, is ranked too. */
const mostAnswered = 30
/** Turns whose signs agree best, of which the meaning is measured. */
export const measured = 300

/** Turns and passages that fit the question, best first; facts are not among them. */
export async function searchTurns(parts: SearchParts, query: RecallQuery): Promise<MemoryHit[]> {
  const connection = parts.database.connection()
  const question = readQuestion(query.query, speakersOf(connection), new Date())
  const embedding = parts.embedder?.embed([question.about], query.signal)
  // Awaited later: until then a failure must not count as unhandled.
  embedding?.catch(() => undefined)
  const allowed = allowedTurns(connection, query)
  const matches = matchWords(connection, question.words)
  if (allowed !== undefined) keepOnly(matches, allowed)
  const forWords = best(matches, mostForWords)

  const [vector] = (await embedding) ?? []
  const meanings = vector === undefined ? new Map<number, number>() : measure(parts, vector, allowed)
  const chosen = new Set([...forWords, ...best(meanings, mostForMeaning)])
  if (allowed === undefined) for (const id of forWords.slice(0, mostAnswered)) chosen.add(id + 1)
  const neighbours = [...chosen].flatMap((id) => [id - 2, id - 1, id + 1, id + 2]).filter((id) => matches.has(id))

  const candidates = describe(connection, new Set([...chosen, ...neighbours]), matches)
  if (vector !== undefined) addMeanings(parts.vectors, candidates, vector, meanings)
  const scores = rank(candidates, question)
  const wanted = best(scores, query.limit ?? 10)
  return hydrate(connection, wanted, scores)
}

/** Everybody who said something, by jumps through the index. */
function speakersOf(connection: Connection): string[] {
  return connection
    .prepare(
      `WITH RECURSIVE names (name) AS (
         SELECT min(speaker) FROM turns
         UNION ALL SELECT (SELECT min(speaker) FROM turns WHERE speaker > name) FROM names WHERE name IS NOT NULL)
       SELECT name FROM names WHERE name IS NOT NULL LIMIT 1000`,
    )
    .pluck()
    .all() as string[]
}

function keepOnly(matches: Map<number, number>, allowed: readonly number[]): void {
  const kept = new Set(allowed)
  for (const id of matches.keys()) if (!kept.has(id)) matches.delete(id)
}

/** Keys of the highest values, the highest first; of equals the newest. */
function best(values: ReadonlyMap<number, number>, limit: number): number[] {
  const floor = values.size > 4 * limit ? highFloor(values, limit) : Number.NEGATIVE_INFINITY
  return [...values]
    .filter(([, value]) => value >= floor)
    .sort((a, b) => b[1] - a[1] || b[0] - a[0])
    .slice(0, limit)
    .map(([id]) => id)
}

/** A value that about `limit` or more reach, so that the others need not be sorted. */
function highFloor(values: ReadonlyMap<number, number>, limit: number): number {
  const sorted = Float64Array.from(values.values()).sort()
  return sorted[sorted.length - limit] as number
}

function measure({ index, vectors }: SearchParts, query: Float32Array, allowed?: readonly number[]) {
  const stored = vectors.read(index.nearest(query, measured, allowed))
  return new Map([...stored].map(([id, vector]) => [id, cosine(query, vector)]))
}

interface TurnRow {
  id: number
  conversation: number
  speaker: string
  atMs: number | null
  length: number
  ending: string
}

function describe(connection: Connection, ids: ReadonlySet<number>, matches: ReadonlyMap<number, number>): Candidate[] {
  const rows = connection
    .prepare(
      `SELECT turns.id, conversation_id AS conversation, speaker, at_ms AS atMs, length(text) AS length, substr(text, -200) AS ending
       FROM json_each(?) JOIN turns ON turns.id = value`,
    )
    .all(JSON.stringify([...ids])) as TurnRow[]
  return rows.map(({ ending, ...row }) => ({
    ...row,
    // A note in brackets at the end (a picture that was shown) is no part of what was said.
    asks: /\?\s*(?:\[[^\]]*\]\s*)?$/.test(ending),
    words: matches.get(row.id) ?? 0,
  }))
}

/** Gives each candidate its meaning: those found by their words only are read now. */
function addMeanings(
  store: VectorStore,
  candidates: Candidate[],
  query: Float32Array,
  known: ReadonlyMap<number, number>,
): void {
  const rest = store.read(candidates.map(({ id }) => id).filter((id) => !known.has(id)))
  for (const candidate of candidates) {
    const stored = rest.get(candidate.id)
    const meaning = known.get(candidate.id) ?? (stored === undefined ? undefined : cosine(query, stored))
    if (meaning !== undefined) candidate.meaning = meaning
  }
}

interface HitRow {
  row: number
  id: string
  kind: 'turn' | 'document'
  text: string
  atMs: number | null
  speaker: string
  conversation: string
  source: string
}

function hydrate(connection: Connection, ids: readonly number[], scores: ReadonlyMap<number, number>): MemoryHit[] {
  const read = connection.prepare(
    `SELECT turns.id AS row, coalesce(external_id, turns.id) AS id, iif(kind = 'document', kind, 'turn') AS kind, text,
       turns.at_ms AS atMs, speaker, name AS conversation, source
     FROM turns JOIN conversations ON conversations.id = conversation_id WHERE turns.id = ?`,
  )
  return ids.flatMap((row) => {
    const found = read.get(row) as HitRow | undefined
    if (found === undefined) return []
    const { atMs, ...hit } = found
    const score = squash(scores.get(row) ?? 0)
    return [{ ...hit, id: String(hit.id), score, ...(atMs === null ? {} : { at: new Date(atMs) }) }]
  })
}

/** Between 0 and 1, one half where about every second turn was evidence. */
function squash(score: number): number {
  return 1 / (1 + Math.exp((middleScore - score) / 2))
}

const middleScore = 17
