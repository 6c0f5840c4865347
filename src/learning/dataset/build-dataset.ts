import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type {
  ExampleKey,
  ExampleSource,
  PreferenceStore,
  StoredExample,
  TrainingMessage,
  TrainingReader,
} from '../../memory/ports.ts'
import { carriesOrders } from '../orders.ts'
import { type Recipe, recipeSources, targetOf } from '../recipe.ts'
import { Candidates } from './candidates.ts'
import type { HeldOut } from './held-out.ts'
import { NearDuplicates } from './near-duplicates.ts'
import { type QualityNote, qualityOf } from './quality.ts'
import { exampleFiles, manifestFile, preferencesFile, requireRoomForSet, writeSet } from './set-folder.ts'
import { Sheet } from './sheet.ts'
import { writeRecipes } from './training-recipes.ts'

export interface DatasetTask {
  reader: TrainingReader
  /** Pairs for the set's preferences; none when absent. */
  preferences?: Pick<PreferenceStore, 'each'>
  /** Made when it is not there; an earlier set is replaced, and anything else is an error. */
  folder: string
  /** The same seed and the same examples give the same bytes. */
  seed: number
  recipe: Recipe
  /** Examples of the whole set; each source gives its share of it at most. */
  size?: number
  /** Texts that must not be learned from, nor what says nearly the same: examples that are kept to prove what was learned. */
  heldOut?: readonly string[]
  /** Questions of which not even a part may be in an example: those of suites that are asked of every SAM. */
  questions?: HeldOut
  /** Replaces other people's names, numbers and addresses in texts that belong together; the same words in the same way. */
  hideAll(texts: readonly string[]): string[]
  signal?: AbortSignal
  onProgress?(done: number): void
}

/** Why examples are not in a set. */
export interface LeftOut {
  /** They say nearly the same as another. */
  repeated: number
  /** They hold what is asked to prove what was learned. */
  heldOut: number
  /** Others' words give orders or permission in them. */
  orders: number
  /** They score less than the recipe wants. */
  lowQuality: number
  /** Other wordings of an example that is left out itself. */
  ofLeftOut: number
  /** Their source has given its share; the best of it are in the set. */
  overTarget: number
}

export interface Dataset {
  examples: number
  bySource: Partial<Record<ExampleSource, number>>
  /** Of each source: examples that the recipe wants and nobody has. */
  shortfalls: Partial<Record<ExampleSource, number>>
  leftOut: LeftOut
  /** Mean over all examples of the set, 0 to 1, and what took from it how often among all that was read. */
  meanQuality: number
  qualityNotes: Partial<Record<QualityNote, number>>
  /** Pairs of a better and a worse answer. */
  preferences: number
  /** Over all files of the set. */
  sha256: string
}

/** Shares of the files that are not trained on: one to watch training, one to judge it. */
const validBelow = 0.02
const testBelow = 0.04
/** A trainer needs a batch to watch by, where the set is large enough to give it. */
const fewestValid = 4
const enoughForValid = 40

/**
 * Mixes everything there is into one training set: exact and near repetitions out, nothing that is held out or gives orders, no source over
 * its share, in an order that the seed decides. What is missing is told, never padded. Written as chat JSON lines beside configurations for
 * common trainers; the folder appears whole or not at all. Errors: `set-folder-taken`, `database-*`; the signal's reason.
 */
export function buildDataset(task: DatasetTask): Dataset {
  requireRoomForSet(task.folder)
  const { recipe, size = recipe.wholeTarget } = task
  const { candidates, leftOut, qualityNotes } = gather(task)
  const chosen = candidates.choose((source) => mostOf(recipe, source, size))
  leftOut.overTarget = candidates.count - chosen.length
  return writeSet(task.folder, (draft) => {
    const written = write(task, draft, candidates, chosen)
    const { bySource, meanQuality } = written
    const shortfalls: Dataset['shortfalls'] = {}
    for (const source of recipeSources) {
      const missing = targetOf(recipe, source, size) - (bySource[source] ?? 0)
      if (missing > 0) shortfalls[source] = missing
    }
    const pairs = writePreferences(task, draft)
    const files = [...written.files, pairs].filter(({ examples }) => examples > 0)
    const sha256 = createHash('sha256')
      .update(files.map((file) => `${file.name} ${file.sha256}`).join('\n'))
      .digest('hex')
    const { length: examples } = chosen
    const counts = { bySource, shortfalls, leftOut, meanQuality, qualityNotes, preferences: pairs.examples }
    const dataset = { examples, ...counts, sha256 }
    const held = { texts: task.heldOut?.length ?? 0, questions: task.questions?.size ?? 0 }
    const manifest = { seed: task.seed, size, recipe, held, ...dataset, files }
    fs.writeFileSync(path.join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
    const of = (name: string) => files.find((file) => file.name === name)?.examples ?? 0
    writeRecipes(draft, { train: of('train.jsonl'), valid: of('valid.jsonl'), preferences: pairs.examples })
    return dataset
  })
}

/** Imported sets have no share of their own: they are taken whole. */
function mostOf(recipe: Recipe, source: ExampleSource, size: number): number {
  return source === 'imported' ? Number.POSITIVE_INFINITY : targetOf(recipe, source, size)
}

/** Reads everything once, and keeps in mind what may be in the set. */
function gather({ reader, recipe, seed, heldOut = [], questions, signal, onProgress }: DatasetTask) {
  const near = new NearDuplicates()
  for (const text of heldOut) near.add(text)
  const leftOut: LeftOut = { repeated: 0, heldOut: 0, orders: 0, lowQuality: 0, ofLeftOut: 0, overTarget: 0 }
  const candidates = new Candidates()
  const qualityNotes: Dataset['qualityNotes'] = {}
  const variations: ExampleKey[] = []
  const reasonAgainst = (example: StoredExample): keyof LeftOut | undefined => {
    const { messages, variationOf } = example
    if (carriesOrders(messages)) return 'orders'
    if (questions?.isIn(spoken(messages)) === true) return 'heldOut'
    const { score, notes } = qualityOf(example)
    for (const note of notes) qualityNotes[note] = (qualityNotes[note] ?? 0) + 1
    if (score < recipe.minimumQuality) return 'lowQuality'
    // A variation has the answer of what it varies: its question alone must be new.
    const like = near.add(variationOf === undefined ? spoken(messages).join('\n') : questionOf(messages))
    if (like !== undefined) return like < heldOut.length ? 'heldOut' : 'repeated'
    const { from, row, source, content, group } = example
    const [rank, place] = [shareOf(`${seed} ${content}`), shareOf(group)]
    candidates.add({ from, row, source, rank, place, quality: score, content })
    return undefined
  }
  for (const example of reader.each()) {
    signal?.throwIfAborted()
    onProgress?.(candidates.count)
    // Their originals come first, wherever those lie.
    if (example.variationOf !== undefined) variations.push({ from: example.from, row: example.row })
    else {
      const reason = reasonAgainst(example)
      if (reason !== undefined) leftOut[reason] += 1
    }
  }
  const isTaken = variations.map((key) => candidates.has(reader.get(key)?.variationOf ?? ''))
  for (const [index, key] of variations.entries()) {
    const example = reader.get(key)
    if (example === undefined) continue
    const reason = isTaken[index] === true ? reasonAgainst(example) : 'ofLeftOut'
    if (reason !== undefined) leftOut[reason] += 1
  }
  return { candidates, leftOut, qualityNotes }
}

/** What is asked and answered: the same system prompt makes no two examples alike. */
function spoken(messages: readonly TrainingMessage[]): string[] {
  return messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content]))
}

function questionOf(messages: readonly TrainingMessage[]): string {
  return messages.findLast(({ role }) => role === 'user')?.content ?? ''
}

/** 0 to 1, the same for the same text. */
function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48
}

interface WrittenFile {
  name: string
  examples: number
  sha256: string
}

function write(task: DatasetTask, draft: string, candidates: Candidates, chosen: Uint32Array) {
  const { reader, signal, recipe } = task
  const sheets = exampleFiles.map((name) => ({ name, sheet: new Sheet(path.join(draft, name)) }))
  const validUntil = validLimit(candidates, chosen)
  const bySource: Dataset['bySource'] = {}
  let quality = 0
  for (const index of chosen) {
    signal?.throwIfAborted()
    const candidate = candidates.at(index)
    const example = reader.get(candidate)
    if (example === undefined) continue
    const { place } = candidate
    // By the group alone, whatever the seed: what was held back once to judge by is never trained on by another build.
    const held = place < testBelow && place >= validBelow
    const name = held ? 'test.jsonl' : place < validUntil ? 'valid.jsonl' : 'train.jsonl'
    const judged = qualityOf(example)
    sheets.find((one) => one.name === name)?.sheet.line(lineOf(task, example, judged))
    bySource[example.source] = (bySource[example.source] ?? 0) + 1
    quality += judged.score
  }
  const files = sheets.map(({ name, sheet }): WrittenFile => ({ name, ...sheet.end() }))
  // A trainer stumbles over a file in which nothing is.
  for (const { name, examples } of files)
    if (examples === 0 && name !== 'train.jsonl') fs.rmSync(path.join(draft, name))
  const meanQuality = chosen.length === 0 ? recipe.minimumQuality : quality / chosen.length
  return { files, bySource, meanQuality: Math.round(meanQuality * 10_000) / 10_000 }
}

/** Up to which place an example watches training: further where a small set would have nothing to watch by. */
function validLimit(candidates: Candidates, chosen: Uint32Array): number {
  const places = Array.from(chosen, (index) => candidates.at(index).place)
  if (places.length < enoughForValid) return validBelow
  const watching = places.filter((place) => place < validBelow).length
  if (watching >= fewestValid) return validBelow
  const others = places.filter((place) => place >= testBelow).sort((one, other) => one - other)
  const last = others[fewestValid - watching - 1] ?? 0
  return last + 1e-7
}

function lineOf(
  { hideAll }: DatasetTask,
  { messages, source, category, createdMs, origin, licence, content, model, variationOf, rating }: StoredExample,
  { score, notes }: ReturnType<typeof qualityOf>,
): string {
  // Code is not read for names of people: what looks like one in it is part of the program.
  const plain = source === 'scraped_coding' ? messages : withHidden(messages, hideAll)
  const contentHash = createHash('sha256').update(JSON.stringify(plain)).digest('hex')
  const metadata = {
    id: content.slice(0, 16),
    source,
    category,
    quality: Math.round(score * 1000) / 1000,
    ...(notes.length === 0 ? {} : { qualityNotes: notes }),
    createdAt: createdMs === undefined ? null : new Date(createdMs).toISOString(),
    origin,
    ...(licence === undefined ? {} : { license: licence }),
    ...(model === undefined ? {} : { model }),
    ...(rating === undefined ? {} : { rating }),
    ...(variationOf === undefined ? {} : { variationOf: variationOf.slice(0, 16) }),
    contentHash,
  }
  return JSON.stringify({ messages: plain, metadata })
}

function withHidden(messages: readonly TrainingMessage[], hideAll: DatasetTask['hideAll']): TrainingMessage[] {
  const hidden = hideAll(messages.flatMap(({ content, reasoning = '' }) => [content, reasoning]))
  return messages.map(({ reasoning, ...message }, index) => ({
    ...message,
    content: hidden[2 * index] ?? '',
    ...(reasoning === undefined ? {} : { reasoning: hidden[2 * index + 1] ?? '' }),
  }))
}

/** As whole conversations with the better and the worse answer at their end, which TRL and Axolotl both read. */
function writePreferences({ preferences, questions, hideAll, signal }: DatasetTask, draft: string): WrittenFile {
  const name = preferencesFile
  const sheet = new Sheet(path.join(draft, name))
  const seen = new Set<string>()
  for (const { prompt, chosen, rejected, source, category, origin, createdMs } of preferences?.each() ?? []) {
    signal?.throwIfAborted()
    const all = [...prompt, ...chosen, ...rejected]
    const held = shareOf(source === 'chatgpt_history' ? origin : JSON.stringify(prompt))
    if (carriesOrders(all) || questions?.isIn(spoken(all)) === true) continue
    if (held >= validBelow && held < testBelow) continue
    const hidden = withHidden(all, hideAll)
    const asked = hidden.slice(0, prompt.length)
    const better = [...asked, ...hidden.slice(prompt.length, prompt.length + chosen.length)]
    const worse = [...asked, ...hidden.slice(prompt.length + chosen.length)]
    const contentHash = createHash('sha256')
      .update(JSON.stringify([better, worse]))
      .digest('hex')
    if (seen.has(contentHash)) continue
    seen.add(contentHash)
    const createdAt = createdMs === undefined ? null : new Date(createdMs).toISOString()
    const metadata = { id: contentHash.slice(0, 16), source, category, createdAt, origin, contentHash }
    sheet.line(JSON.stringify({ chosen: better, rejected: worse, metadata }))
  }
  const end = sheet.end()
  if (end.examples === 0) fs.rmSync(path.join(draft, name))
  return { name, ...end }
}
