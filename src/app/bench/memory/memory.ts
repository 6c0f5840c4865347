import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { quantile } from '../../../core/numbers/quantile.ts'
import { openEmbedder } from '../../../memory/embedding/embedder.ts'
import { createMemoryStores, type MemoryStores } from '../../../memory/memory-stores.ts'
import type { Embedder } from '../../../memory/ports.ts'
import { followTurns } from '../../../memory/recall/follow-turns.ts'
import { measured } from '../../../memory/recall/hybrid-search.ts'
import { tellingWords } from '../../../memory/recall/telling-words.ts'
import type { TurnIndex } from '../../../memory/recall/turn-index.ts'
import { matchWords } from '../../../memory/recall/word-matches.ts'
import { cosine } from '../../../memory/vectors/quantise.ts'
import { createVectorStore, type VectorStore } from '../../../memory/vectors/vector-store.ts'
import type { ModelStore } from '../../../models/ports.ts'
import { searchThreads } from '../../memory/open-memory.ts'
import { sentenceModelFiles } from '../../models/sentence-model.ts'
import type { BenchRecord } from '../record.ts'
import { type KillReport, killWriters } from './kills.ts'
import { findEvidence } from './labelled.ts'
import { ExactNearest } from './nearest.ts'
import { questionKinds, readOwnTalk } from './own-talk.ts'
import { makeRows, type Rows } from './rows.ts'
import { searchAlone } from './search-alone.ts'
import { madeUp, readConversations } from './sentences.ts'

interface BenchModels {
  embedder: Embedder
  models: Pick<ModelStore, 'locate'>
}

const turnsABatch = 500
const vectorsABatch = 5000
const mostQuestions = 200
/** Questions whose nearest rows are looked for one by one. */
const exactQuestions = 40
const nearest = 10
/** Times that a writing process is killed. */
const killed = 100

/** Storing, searching and finding the right thing in a memory of `rows` turns; rightly only with a folder that holds `memory/`. */
export async function benchMemory(
  models: Pick<ModelStore, 'locate'>,
  rows: number,
  data?: string,
): Promise<BenchRecord> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-bench-memory-'))
  try {
    const embedder = remembering(await openEmbedder(sentenceModelFiles(models), 1))
    const conversations = readConversations(data)
    const evidence =
      conversations.length === 0
        ? undefined
        : await findEvidence(path.join(folder, 'labelled'), conversations, embedder)
    const own = await findInOwnTalk(path.join(folder, 'own'), embedder)
    const texts = {
      sentences: conversations.flatMap(({ turns }) => turns.map(({ text }) => text)),
      questions: conversations.flatMap(({ questions }) => questions.map(({ question }) => question)),
    }
    const { sentences, questions } = conversations.length === 0 ? madeUp() : texts
    const made = await makeRows([...new Set(sentences)], embedder)
    const asked = questions.filter((_, index) => index % Math.ceil(questions.length / mostQuestions) === 0)
    const size = await measureSize(path.join(folder, 'home'), rows, made, asked, { embedder, models })
    const kills = await killWriters(path.join(folder, 'killed'), killed)
    return recordOf(rows, { ...size, kills, own }, evidence)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** The project's own talk, all of it and by what is asked for. */
async function findInOwnTalk(folder: string, embedder: Embedder): Promise<Record<string, number>> {
  const talk = readOwnTalk()
  const all = await findEvidence(path.join(folder, 'all'), talk, embedder)
  const figures: Record<string, number> = {
    ownQuestions: all.questions,
    ownRecallAt5: all.recallAt5,
    ownRecallAt10: all.recallAt10,
    ownReciprocalRank: all.reciprocalRank,
  }
  // All in one memory, where each talk stands in the others' way.
  const together = { turns: talk.flatMap(({ turns }) => turns), questions: talk.flatMap(({ questions }) => questions) }
  const found = await findEvidence(path.join(folder, 'together'), [together], embedder)
  figures['ownTogetherRecallAt5'] = found.recallAt5
  figures['ownTogetherRecallAt10'] = found.recallAt10
  figures['ownTogetherReciprocalRank'] = found.reciprocalRank
  for (const kind of questionKinds) {
    const asked = talk.map((one) => ({ ...one, questions: one.questions.filter((question) => question.kind === kind) }))
    const { recallAt5 } = await findEvidence(path.join(folder, kind), asked, embedder)
    figures[`own${kind[0]?.toUpperCase()}${kind.slice(1)}RecallAt5`] = recallAt5
  }
  return figures
}

async function measureSize(
  home: string,
  rows: number,
  made: Rows,
  questions: readonly string[],
  { embedder, models }: BenchModels,
) {
  const memory = createMemoryStores(home)
  const stored = store(memory, rows, made)
  const vectors = createVectorStore(memory.database)
  vectors.adopt(embedder.modelId)
  const queries = await embedder.embed(questions.slice(0, exactQuestions))
  const exact = queries.map((query) => new ExactNearest(query, nearest))
  storeVectors(vectors, rows, made, exact)
  const opened = followTurns(memory.database)
  opened.follow(vectors.model)
  opened.keep()
  const vectorRecall = share(vectors, opened.index, queries, exact)
  const phases = await measurePhases(memory, vectors, opened.index, questions, embedder)

  const threads = searchThreads()
  const found = await searchAlone({ home, model: sentenceModelFiles(models), threads, questions })
  const rankedMs = questions.slice(0, exactQuestions).map((query) => ranked(memory, query))
  memory.database.close()
  return { stored, vectorRecall, phases, rankedMs, ...found }
}

function store(memory: MemoryStores, rows: number, made: Rows) {
  let [storingMs, computingMs] = [0, 0]
  for (let from = 0; from < rows; from += turnsABatch) {
    const batch = Array.from({ length: Math.min(turnsABatch, rows - from) }, (_, index) => made.turn(from + index))
    const startedAtMs = performance.now()
    const before = process.cpuUsage()
    memory.turns.addMany(batch)
    const { user, system } = process.cpuUsage(before)
    computingMs += (user + system) / 1000
    storingMs += performance.now() - startedAtMs
  }
  // On a machine that does other things as well, the second says what storing costs.
  return { rowsPerSecond: (1000 * rows) / storingMs, rowsPerProcessorSecond: (1000 * rows) / computingMs }
}

function storeVectors(vectors: VectorStore, rows: number, made: Rows, exact: readonly ExactNearest[]): void {
  for (let written = 0; written < rows; ) {
    const turns = vectors.next(vectorsABatch)
    // Rows were numbered from 0 and got ids from 1.
    const batch = turns.map(({ id }) => made.vector(id - 1))
    for (const [index, vector] of batch.entries())
      for (const search of exact) search.offer(turns[index]?.id ?? 0, vector)
    vectors.write(turns, batch)
    written += turns.length
    if (turns.length === 0) return
  }
}

/** Mean share of the exact nearest that the index finds and measuring confirms. */
function share(
  vectors: VectorStore,
  index: TurnIndex,
  queries: readonly Float32Array[],
  exact: readonly ExactNearest[],
): number {
  const shares = queries.map((query, number) => {
    const stored = [...vectors.read(index.nearest(query, measured))].map(([id, vector]) => ({
      id,
      near: cosine(query, vector),
    }))
    const best = stored.sort((a, b) => b.near - a.near).slice(0, nearest)
    return exact[number]?.shareIn(best.map(({ id }) => id)) ?? 0
  })
  return shares.reduce((sum, value) => sum + value, 0) / shares.length
}

/** The parts of a search one by one; meaning and words are looked up at the same time when it searches. */
async function measurePhases(
  { database }: MemoryStores,
  vectors: VectorStore,
  index: TurnIndex,
  questions: readonly string[],
  embedder: Embedder,
) {
  const phases = { embedding: [] as number[], words: [] as number[], signs: [] as number[], vectors: [] as number[] }
  const time = async <Result>(phase: keyof typeof phases, work: () => Result | Promise<Result>): Promise<Result> => {
    const startedAtMs = performance.now()
    const result = await work()
    phases[phase].push(performance.now() - startedAtMs)
    return result
  }
  for (const question of questions.slice(exactQuestions)) {
    const [query] = await time('embedding', () => embedder.embed([question]))
    await time('words', () => matchWords(database.connection(), tellingWords(question)))
    const near = await time('signs', () => index.nearest(query as Float32Array, measured))
    await time('vectors', () => vectors.read(near))
  }
  return Object.fromEntries(Object.entries(phases).map(([phase, times]) => [`${phase}P50Ms`, quantile(times, 0.5)]))
}

/** Texts are embedded once, however often they are asked for: the evidence and the rows are made of the same. */
function remembering(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>()
  return {
    ...embedder,
    async embed(texts, signal) {
      const unknown = [...new Set(texts)].filter((text) => !known.has(text))
      const found = await embedder.embed(unknown, signal)
      for (const [index, text] of unknown.entries()) known.set(text, found[index] as Float32Array)
      return texts.map((text) => known.get(text) as Float32Array)
    },
  }
}

/** The plain way: full-text search with its own ranking, all telling words. */
function ranked({ database }: MemoryStores, query: string): number {
  const startedAtMs = performance.now()
  const words = tellingWords(query).map((word) => `"${word}"`)
  database
    .connection()
    .prepare('SELECT rowid FROM turns_text WHERE turns_text MATCH ? ORDER BY rank LIMIT 10')
    .all(words.join(' OR ') || '""')
  return performance.now() - startedAtMs
}

function recordOf(
  rows: number,
  size: Awaited<ReturnType<typeof measureSize>> & { kills: KillReport; own: Record<string, number> },
  evidence: Awaited<ReturnType<typeof findEvidence>> | undefined,
): BenchRecord {
  const { stored, vectorRecall, phases, openMs, searchMs, rankedMs, residentMb, kills, own } = size
  const p95Ms = quantile(searchMs, 0.95)
  const baseline = { fullTextRankedP95Ms: quantile(rankedMs, 0.95) }
  const found = evidence ?? { recallAt5: 1, recallAt10: 1, reciprocalRank: 1 }
  return {
    name: 'memory',
    figures: {
      rows,
      ...stored,
      openMs,
      searchP50Ms: quantile(searchMs, 0.5),
      searchP95Ms: p95Ms,
      vectorRecallAt10: vectorRecall,
      ...phases,
      residentMb,
      ...kills,
      ...evidence,
      ...own,
    },
    baseline,
    ratio: { searchToFullTextRanked: p95Ms / baseline.fullTextRankedP95Ms },
    goals: [
      { goal: 'a search takes at most 20 ms (95 of 100)', reached: p95Ms <= 20 },
      { goal: 'at most 500 MB are held', reached: residentMb <= 500 },
      { goal: '95 of 100 of the nearest meanings are found', reached: vectorRecall >= 0.95 },
      { goal: '5,000 turns a second are stored', reached: stored.rowsPerSecond >= 5000 },
      {
        goal: 'nothing accepted is lost, doubled or damaged by kills',
        reached: kills.lost + kills.duplicates + kills.damaged === 0,
      },
      ...(evidence === undefined
        ? []
        : [
            { goal: 'evidence among 5 hits in 65 of 100', reached: found.recallAt5 >= 0.65 },
            { goal: 'evidence among 10 hits in 78 of 100', reached: found.recallAt10 >= 0.78 },
            { goal: 'mean reciprocal rank of 0.50', reached: found.reciprocalRank >= 0.5 },
          ]),
    ],
  }
}
