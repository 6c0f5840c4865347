/**
 * Learns from how requests end, and how they go on, whether more words follow (docs/decisions/0039).
 *
 *   scripts/launch scripts/train-words-to-come.ts FOLDER            writes src/agent/classifier/words-to-come.bin
 *   scripts/launch scripts/train-words-to-come.ts FOLDER --measure  trains on four fifths and measures on the fifth
 *
 * FOLDER holds slurp-devel.jsonl, clinc150.jsonl, snips2017.jsonl, ohf.jsonl and complex.jsonl, one JSON object a line. The
 * sentence model is the installed one (SAM_MODELS). train-words-to-come/requests.txt holds requests that were written for this: most of the
 * others end where they name a thing, while people go on with where, when, for whom and about what.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createWordsToCome, openTextEnds, spokenWords, type TextEnds } from '../src/agent/classifier/words-to-come.ts'
import { sentenceModelFiles } from '../src/app/sentence-model.ts'
import { projectRoot, samModels } from '../src/core/paths.ts'
import { quantile } from '../src/core/quantile.ts'
import { seededRandom } from '../src/core/random.ts'
import { createModelStore } from '../src/models/store.ts'
import { readExamples } from './train-classifier/examples.ts'
import { readWording } from './train-classifier/wording.ts'
import { type Judged, orderAtOneLength } from './train-words-to-come/matched-order.ts'
import { type Example, trainUnits } from './train-words-to-come/train-units.ts'

const [fewestWords, mostWords] = [2, 16]
const folds = 5
/** Of the own wording, which makes many sentences of one pattern. */
const ownShare = 0.25
/** Each request that was written for this counts as much as so many others. */
const writtenWeight = 4
/** So many requests are heard with SAM's name before them. */
const calledShare = 0.2
const names = ['hey jarvis', 'jarvis', 'hey sam', 'alexa', 'computer', 'hey mycroft']
const textsABatch = 64

/** What the sentence model says of each text's end, text by text; each text is read once. */
async function readEnds(ends: TextEnds, texts: readonly string[]) {
  const rowOf = new Map([...new Set(texts)].map((text, row) => [text, row]))
  const inputs = new Float32Array(rowOf.size * ends.width)
  const cut = [...rowOf].map(([text, row]) => ({ row, tokens: ends.tokensOf(text) }))
  for (const alike of Map.groupBy(cut, ({ tokens }) => tokens.length).values()) {
    for (let from = 0; from < alike.length; from += textsABatch) {
      const batch = alike.slice(from, from + textsABatch)
      const rows = await ends.read(batch.map(({ tokens }) => tokens))
      batch.forEach(({ row }, at) => {
        inputs.set(rows.subarray(at * ends.width, (at + 1) * ends.width), row * ends.width)
      })
    }
  }
  return { rowOf, inputs }
}

/** Every request is once whole, and weighs as much as all its beginnings together. */
function beginningsOf(words: readonly string[], weight = 1): { text: string; more: number; weight: number }[] {
  return words.map((_, index) => {
    const more = index + 1 < words.length
    const share = more ? 1 / (words.length - 1) : 1
    return { text: words.slice(0, index + 1).join(' '), more: more ? 1 : 0, weight: weight * share }
  })
}

function tellOrder(name: string, judged: readonly Judged[]): void {
  const { order, pairs } = orderAtOneLength(judged)
  console.log(
    `${name}: of two texts with as many words the one that goes on is found ${order.toFixed(3)} (${pairs} pairs)`,
  )
  for (const share of [0.1, 0.2, 0.3]) {
    const threshold = quantile(
      judged.filter(({ more }) => !more).map(({ chance }) => chance),
      1 - share,
    )
    const going = judged.filter(({ more }) => more)
    const noticed = going.filter(({ chance }) => chance > threshold).length / going.length
    console.log(
      `above ${threshold.toFixed(2)}: ${share} of the whole requests, ${noticed.toFixed(3)} of the beginnings`,
    )
  }
}

const [folder, mode] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: scripts/launch scripts/train-words-to-come.ts FOLDER [--measure]')
  process.exit(2)
}
const random = seededRandom(3)
const fitting = (texts: readonly string[]) =>
  [...new Map(texts.map((text) => [spokenWords(text).join(' '), spokenWords(text)])).values()].filter(
    ({ length }) => length >= fewestWords && length <= mostWords,
  )
const called = (words: string[]): string[] =>
  random() < calledShare ? [...(names[Math.floor(random() * names.length)] ?? '').split(' '), ...words] : words
const sets = fitting(readExamples((name) => readFileSync(path.join(folder, name), 'utf8')).map(({ text }) => text))
const wording = ['wording-mac', 'wording'].map((name) => path.join(import.meta.dirname, 'train-classifier', name))
const own = fitting(wording.flatMap((each) => readWording(each, wording[1])).map(({ text }) => text)).filter(
  () => random() < ownShare,
)
const writtenFile = path.join(import.meta.dirname, 'train-words-to-come', 'requests.txt')
const written = fitting(readFileSync(writtenFile, 'utf8').split('\n'))
console.log(`${sets.length} requests of others, ${own.length} of our own wording, ${written.length} written for this`)
const measures = mode === '--measure'
const partOf = (requests: string[][], isHeld: boolean) =>
  requests.filter((_, index) => (measures && index % folds === 0) === isHeld)
const models = createModelStore({ root: samModels(), projectRoot, environment: {}, offline: true })
const ends = await openTextEnds(sentenceModelFiles(models))
const beginnings = [
  ...[...partOf(sets, false), ...own].flatMap((words) => beginningsOf(called(words))),
  ...partOf(written, false).flatMap((words) => beginningsOf(called(words), writtenWeight)),
]
const { rowOf, inputs } = await readEnds(
  ends,
  beginnings.map(({ text }) => text),
)
const examples = beginnings.map(({ text, ...rest }): Example => ({ row: rowOf.get(text) ?? 0, ...rest }))
const weights = trainUnits(inputs, ends.width, examples)
if (measures) {
  const { chanceOfMore } = createWordsToCome(ends, weights)
  for (const [name, requests] of [
    ['requests of others', sets],
    ['written requests', written],
  ] as const) {
    const judged: Judged[] = []
    for (const words of partOf(requests, true))
      for (const { text, more } of beginningsOf(words))
        judged.push({ words: text.split(' ').length, more: more === 1, chance: await chanceOfMore(text) })
    tellOrder(name, judged)
  }
} else {
  const target = path.resolve(import.meta.dirname, '../src/agent/classifier/words-to-come.bin')
  writeFileSync(target, Buffer.from(weights.buffer))
  console.log(`${weights.byteLength} bytes`)
}
