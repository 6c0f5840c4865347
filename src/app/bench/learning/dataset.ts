import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { seededRandom } from '../../../core/numbers/random.ts'
import { buildDataset } from '../../../learning/dataset/build-dataset.ts'
import { defaultRecipe } from '../../../learning/recipe.ts'
import { createDatabase } from '../../../memory/database.ts'
import { createTrainingStore } from '../../../memory/imports/store/training-store.ts'
import type { DescribedExample, ExampleSource } from '../../../memory/ports.ts'
import { createTrainingReader } from '../../../memory/training-reader.ts'
import { hideAll } from '../../learning/distillation.ts'
import type { BenchRecord } from '../record.ts'

/** Of a hundred examples, so many repeat an earlier one with one word changed, added or left out. */
const repeatedOfHundred = 5
const batch = 2000
const sources: ExampleSource[] = [
  'claude_distillation',
  'scraped_coding',
  'scraped_creative',
  'advanced_planning',
  'imported',
]

/**
 * Mixes a set of generated examples: how long, how much memory, and how many of the repetitions that were put in are found. The
 * baseline only reads every example and writes it again.
 * @param examples a million for the figure that counts
 */
export function benchDataset(examples: number): BenchRecord {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-bench-dataset-'))
  const database = createDatabase(path.join(folder, 'home'))
  try {
    const repeated = fill(createTrainingStore(database), examples)
    const reader = createTrainingReader(database)
    const build = (name: string) =>
      buildDataset({ reader, folder: path.join(folder, name), seed: 7, recipe: defaultRecipe, hideAll })
    const copyMs = timed(() => copy(reader.each(), path.join(folder, 'copy.jsonl')))
    const startedAtMs = performance.now()
    const first = build('first')
    const buildMs = performance.now() - startedAtMs
    const peakMb = process.resourceUsage().maxRSS / 1024
    const second = build('second')
    const figures = {
      examples,
      seconds: buildMs / 1000,
      peakMb,
      repeatedFound: first.leftOut.repeated / repeated,
      kept: first.examples,
    }
    return {
      name: 'dataset',
      figures,
      baseline: { copySeconds: copyMs / 1000 },
      ratio: { buildToCopy: buildMs / copyMs },
      goals: [
        { goal: 'a million examples in at most ten minutes', reached: (figures.seconds * 1_000_000) / examples <= 600 },
        { goal: 'at most 1 GB of memory', reached: peakMb <= 1024 },
        { goal: 'at least 95 of 100 near repetitions are found', reached: figures.repeatedFound >= 0.95 },
        { goal: 'no example is taken for a repetition that is none', reached: figures.repeatedFound <= 1.001 },
        { goal: 'the same seed gives the same bytes', reached: second.sha256 === first.sha256 },
      ],
    }
  } finally {
    database.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function copy(examples: Iterable<unknown>, file: string): void {
  const handle = fs.openSync(file, 'w')
  for (const example of examples) fs.writeSync(handle, `${JSON.stringify(example)}\n`)
  fs.closeSync(handle)
}

/** @returns how many repetitions were put in */
function fill(store: ReturnType<typeof createTrainingStore>, examples: number): number {
  const random = seededRandom(1)
  const recent: string[][] = []
  let repeated = 0
  for (let done = 0; done < examples; done += batch) {
    const rows: DescribedExample[] = []
    for (let index = done; index < Math.min(examples, done + batch); index += 1) {
      const earlier = recent[Math.floor(random() * recent.length)]
      const again = earlier !== undefined && random() * 100 < repeatedOfHundred
      if (again) repeated += 1
      const words = again ? changed(earlier, random) : sentence(random)
      // A small window: two changes of the same text would be alike themselves.
      if (!again) recent[index % 5000] = words
      else recent.splice(recent.indexOf(earlier), 1)
      rows.push(exampleOf(words, index))
    }
    store.put(rows)
  }
  return repeated
}

function exampleOf(words: readonly string[], index: number): DescribedExample {
  const half = Math.floor(words.length / 3)
  const messages: DescribedExample['messages'] = [
    { role: 'user', content: words.slice(0, half).join(' ') },
    { role: 'assistant', content: words.slice(half).join(' ') },
  ]
  return {
    messages,
    source: sources[index % sources.length] ?? 'imported',
    category: 'general',
    quality: 0.8,
    createdMs: index,
    origin: 'generated',
    licence: undefined,
    content: createHash('sha256').update(JSON.stringify(messages)).digest(),
  }
}

function sentence(random: () => number): string[] {
  const length = 40 + Math.floor(random() * 60)
  return Array.from({ length }, () => `w${Math.floor(random() ** 2 * 20_000).toString(36)}`)
}

function changed(words: readonly string[], random: () => number): string[] {
  const at = Math.floor(random() * words.length)
  const way = random()
  if (way < 1 / 3) return words.with(at, 'changed')
  return way < 2 / 3 ? words.toSpliced(at, 1) : words.toSpliced(at, 0, 'added')
}

function timed(work: () => void): number {
  const startedAtMs = performance.now()
  work()
  return performance.now() - startedAtMs
}
