import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { ExampleKey, ExampleSource, StoredExample, TrainingReader } from '../../memory/ports.ts'
import { type Recipe, recipeSources, targetOf } from '../recipe.ts'
import { NearDuplicates } from './near-duplicates.ts'
import { writeRecipes } from './training-recipes.ts'

export interface DatasetTask {
  reader: TrainingReader
  /** Made when it is not there; what is in it of an earlier build is replaced. */
  folder: string
  /** The same seed and the same examples give the same bytes. */
  seed: number
  recipe: Recipe
  /** Examples of the whole set; each source gives its share of it at most. */
  size?: number
  /** Texts that must not be learned from: those that are asked to prove what was learned. */
  heldOut?: readonly string[]
  signal?: AbortSignal
  onProgress?(done: number): void
}

export interface Dataset {
  examples: number
  bySource: Partial<Record<ExampleSource, number>>
  /** Of each source: examples that the recipe wants and nobody has. */
  shortfalls: Partial<Record<ExampleSource, number>>
  /** Left out, by reason. */
  leftOut: { repeated: number; heldOut: number; overTarget: number }
  /** Over all files of the set. */
  sha256: string
}

/** Shares of the files that are not trained on: one to watch training, one to judge it. */
const files = [
  { name: 'valid.jsonl', below: 0.02 },
  { name: 'test.jsonl', below: 0.04 },
  { name: 'train.jsonl', below: 1 },
] as const

/** What is kept of an example while the set is put together: 24 bytes instead of its text. */
interface Candidate extends ExampleKey {
  source: ExampleSource
  /** 0 to 1, from the seed and the words. */
  rank: number
}

/**
 * Mixes everything there is into one training set: exact and near repetitions out, nothing that is held out, no source over its
 * share, in an order that the seed decides. What is missing is told, never padded. Written as chat JSON lines beside configurations for
 * common trainers; the folder appears whole or not at all. Errors: `database-*`, `dataset-not-written`.
 */
export function buildDataset(task: DatasetTask): Dataset {
  const { recipe, size = recipe.wholeTarget } = task
  const { candidates, leftOut } = distinct(task)
  candidates.sort((one, other) => one.rank - other.rank)
  const bySource: Dataset['bySource'] = {}
  const chosen = candidates.filter(({ source }) => {
    const count = bySource[source] ?? 0
    if (count >= mostOf(recipe, source, size)) return false
    bySource[source] = count + 1
    return true
  })
  leftOut.overTarget = candidates.length - chosen.length
  const shortfalls: Dataset['shortfalls'] = {}
  for (const source of recipeSources) {
    const missing = targetOf(recipe, source, size) - (bySource[source] ?? 0)
    if (missing > 0) shortfalls[source] = missing
  }
  const written = write(task, chosen)
  const dataset = { examples: chosen.length, bySource, shortfalls, leftOut, sha256: written.sha256 }
  publish(task, written, dataset)
  return dataset
}

/** Imported sets have no share of their own: they are taken whole. */
function mostOf(recipe: Recipe, source: ExampleSource, size: number): number {
  return source === 'imported' ? Number.POSITIVE_INFINITY : targetOf(recipe, source, size)
}

function distinct({ reader, seed, heldOut = [], signal, onProgress }: DatasetTask) {
  const near = new NearDuplicates()
  const leftOut = { repeated: 0, heldOut: 0, overTarget: 0 }
  const candidates: Candidate[] = []
  for (const text of heldOut) near.add(text)
  const firstOwn = heldOut.length
  for (const example of reader.each()) {
    signal?.throwIfAborted()
    onProgress?.(candidates.length)
    const { from, row, source, contentHash } = example
    const like = near.add(wordsOf(example))
    if (like === undefined) candidates.push({ from, row, source, rank: rankOf(seed, contentHash) })
    else if (like < firstOwn) leftOut.heldOut += 1
    else leftOut.repeated += 1
  }
  return { candidates, leftOut }
}

/** What is asked and answered: the same system prompt makes no two examples alike. */
function wordsOf({ messages }: StoredExample): string {
  return messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content])).join('\n')
}

function rankOf(seed: number, contentHash: string): number {
  return createHash('sha256').update(`${seed} ${contentHash}`).digest().readUIntBE(0, 6) / 2 ** 48
}

interface Written {
  draft: string
  sha256: string
  files: { name: string; examples: number; sha256: string }[]
}

function write({ reader, folder, signal }: DatasetTask, chosen: readonly Candidate[]): Written {
  const draft = `${folder}.${process.pid}.part`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { recursive: true })
  const sheets = files.map(({ name, below }) => ({ name, below, sheet: new Sheet(path.join(draft, name)) }))
  for (const candidate of chosen) {
    signal?.throwIfAborted()
    const example = reader.get(candidate)
    if (example === undefined) continue
    // By the words alone, whatever the seed: what was held back once is never trained on by another build.
    const place = Number.parseInt(example.contentHash.slice(-8), 16) / 2 ** 32
    sheets.find(({ below }) => place < below)?.sheet.line(lineOf(example))
  }
  const done = sheets.map(({ name, sheet }) => ({ name, ...sheet.end() }))
  const sha256 = createHash('sha256')
    .update(done.map((file) => `${file.name} ${file.sha256}`).join('\n'))
    .digest('hex')
  return { draft, sha256, files: done }
}

function lineOf({
  messages,
  source,
  category,
  quality,
  createdMs,
  origin,
  licence,
  contentHash,
}: StoredExample): string {
  const metadata = {
    id: contentHash.slice(0, 16),
    source,
    category,
    quality,
    createdAt: createdMs === undefined ? null : new Date(createdMs).toISOString(),
    origin,
    ...(licence === undefined ? {} : { license: licence }),
    contentHash,
  }
  return JSON.stringify({ messages, metadata })
}

/** The old set, if any, is replaced in one step. */
function publish({ folder, seed, recipe }: DatasetTask, { draft, files: written }: Written, dataset: Dataset): void {
  fs.writeFileSync(
    path.join(draft, 'manifest.json'),
    `${JSON.stringify({ seed, recipe, ...dataset, files: written }, null, 2)}\n`,
  )
  writeRecipes(draft)
  const old = `${folder}.${process.pid}.old`
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  if (fs.existsSync(folder)) fs.renameSync(folder, old)
  fs.renameSync(draft, folder)
  fs.rmSync(old, { recursive: true, force: true })
}

/** A file of lines that is hashed as it is written. */
class Sheet {
  private readonly handle: number
  private readonly hash = createHash('sha256')
  private waiting: string[] = []
  private characters = 0
  private examples = 0

  constructor(file: string) {
    this.handle = fs.openSync(file, 'w')
  }

  line(text: string): void {
    this.waiting.push(text)
    this.characters += text.length
    this.examples += 1
    if (this.characters > 1 << 20) this.flush()
  }

  end(): { examples: number; sha256: string } {
    this.flush()
    fs.fsyncSync(this.handle)
    fs.closeSync(this.handle)
    return { examples: this.examples, sha256: this.hash.digest('hex') }
  }

  private flush(): void {
    if (this.waiting.length === 0) return
    const bytes = Buffer.from(`${this.waiting.join('\n')}\n`)
    this.hash.update(bytes)
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(this.handle, bytes, written)
    this.waiting = []
    this.characters = 0
  }
}
