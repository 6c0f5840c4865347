import type { Connection, SamDatabase } from '../database.ts'
import type { Embedder, MemoryHit, RecallQuery } from '../ports.ts'
import { cosine } from '../vectors/quantise.ts'
import type { VectorStore } from '../vectors/vector-store.ts'
import { type Candidate, rank } from './rank.ts'
import { readQuestion } from './read-question.ts'
import type { TurnIndex, Wanted } from './turn-index.ts'
import { wantedTurns } from './wanted-turns.ts'
import { matchWords } from './word-matches.ts'

export interface SearchParts {
  database: SamDatabase
  vectors: VectorStore
  /** Holds every turn. */
  index: TurnIndex
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
  const wanted = wantedTurns(connection, query)
  const matches = matchWords(connection, question.words)
  if (wanted !== undefined) keepOnly(matches, parts.index, wanted)
  const forWords = best(matches, mostForWords)

  const [vector] = (await embedding) ?? []
  const meanings = vector === undefined ? new Map<number, number>() : measure(parts, vector, wanted)
  const chosen = new Set([...forWords, ...best(meanings, mostForMeaning)])
  for (const id of forWords.slice(0, mostAnswered))
    if (wanted === undefined || parts.index.isWanted(id + 1, wanted)) chosen.add(id + 1)
  const neighbours = [...chosen].flatMap((id) => [id - 2, id - 1, id + 1, id + 2]).filter((id) => matches.has(id))

  const candidates = describe(parts.index, new Set([...chosen, ...neighbours]), matches)
  if (vector !== undefined) addMeanings(parts.vectors, candidates, vector, meanings)
  const scores = rank(candidates, question)
  return hydrate(connection, best(scores, query.limit ?? 10), scores)
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

function keepOnly(matches: Map<number, number>, index: TurnIndex, wanted: Wanted): void {
  for (const id of matches.keys()) if (!index.isWanted(id, wanted)) matches.delete(id)
}

/** Keys of the highest values, the highest first; of equals the newest. */
function best(values: ReadonlyMap<number, number>, limit: number): number[] {
  const floor = values.size > 4 * limit ? highFloor(values, limit) : Number.NEGATIVE_INFINITY
  const high: [number, number][] = []
  for (const entry of values) if (entry[1] >= floor) high.push(entry)
  return high
    .sort((a, b) => b[1] - a[1] || b[0] - a[0])
    .slice(0, limit)
    .map(([id]) => id)
}

/** The value that `limit` or more reach, so that the others need not be sorted: sums of a few weights are few values. */
function highFloor(values: ReadonlyMap<number, number>, limit: number): number {
  const counts = new Map<number, number>()
  for (const value of values.values()) counts.set(value, (counts.get(value) ?? 0) + 1)
  let reached = 0
  for (const [value, count] of [...counts].sort((a, b) => b[0] - a[0])) {
    reached += count
    if (reached >= limit) return value
  }
  return Number.NEGATIVE_INFINITY
}

function measure({ index, vectors }: SearchParts, query: Float32Array, wanted?: Wanted): Map<number, number> {
  const stored = vectors.read(index.nearest(query, measured, wanted))
  return new Map([...stored].map(([id, vector]) => [id, cosine(query, vector)]))
}

function describe(index: TurnIndex, ids: ReadonlySet<number>, matches: ReadonlyMap<number, number>): Candidate[] {
  return [...ids].flatMap((id) => {
    const turn = index.turn(id)
    return turn === undefined ? [] : { ...turn, id, words: matches.get(id) ?? 0 }
  })
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
