/**
 * Learns what a conversation is for (docs/decisions/0019) from our own wording: patterns with slots (wording) and openings written out
 * (openings.txt, evaluation.txt). It needs the installed sentence model.
 *
 *   scripts/launch scripts/train-categories.ts             writes categories.bin and meanings.json in src/memory/categories
 *   scripts/launch scripts/train-categories.ts --fit       cross-validates on openings.txt: how much meaning and words shall count
 *   scripts/launch scripts/train-categories.ts --measure   measures on held-out.txt and blind.txt, which are never learned from
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openMeaningModel } from '../src/app/memory/open-memory.ts'
import { projectRoot, samModels } from '../src/core/paths.ts'
import { packModel, unpackModel } from '../src/core/text-model/linear-model.ts'
import { categories } from '../src/memory/categories/category.ts'
import { CategoryClassifier } from '../src/memory/categories/classify.ts'
import { packMeaningWeights, sharesByMeaning, unpackMeaningWeights } from '../src/memory/categories/meaning-weights.ts'
import { meantWordsOf, plainWords } from '../src/memory/categories/opening.ts'
import { createModelStore } from '../src/models/store.ts'
import { readOpenings } from './train-categories/openings.ts'
import { inWords, qualityOf } from './train-categories/quality.ts'
import { trainMeaning } from './train-categories/train-meaning.ts'
import { trainModel } from './train-classifier/train.ts'
import { readWording } from './train-classifier/wording.ts'

interface Text {
  label: string
  text: string
}

/** Makes the table of words as sure as it is right. */
const sharpness = 5
/** Written out, an opening is worth more than one made of a pattern. */
const openingWeight = 2
/** Found with --fit. */
const [meaningShare, wordsShare] = [1.2, 0.5]
const folds = 5

const tables = path.resolve(import.meta.dirname, '../src/memory/categories')
const wordingFolder = path.join(import.meta.dirname, 'train-categories/wording')
const embedder = await openMeaningModel(
  createModelStore({ root: samModels(), projectRoot, environment: process.env, offline: true }),
)
const vectors = new Map<string, Float32Array>()

async function readMeanings(texts: readonly Text[]): Promise<void> {
  const found = await embedder.embed(texts.map(({ text }) => meantWordsOf(text)))
  for (const [index, { text }] of texts.entries()) vectors.set(text, found[index] ?? new Float32Array())
}

const vectorOf = (text: string) => vectors.get(text) ?? new Float32Array(embedder.dimensions)

function learn(wording: readonly Text[], openings: readonly Text[]) {
  const words = packModel(trainModel([...wording, ...openings], { words: plainWords, sharpness }))
  const example = ({ text, label }: Text, weight: number) => ({ vector: vectorOf(text), label, weight })
  const weights = trainMeaning([
    ...wording.map((one) => example(one, 1)),
    ...openings.map((one) => example(one, openingWeight)),
  ])
  const { modelId, dimensions } = embedder
  return { words, meanings: { modelId, dimensions, weights, meaningShare, wordsShare } }
}

const asOpening = (text: string) => ({
  title: undefined,
  messages: [{ speaker: 'user', text }],
  custom: false,
})

async function write(): Promise<void> {
  const wording = readWording(wordingFolder)
  const openings = [...readOpenings('openings.txt'), ...readOpenings('evaluation.txt')]
  await readMeanings([...wording, ...openings])
  const { words, meanings } = learn(wording, openings)
  writeFileSync(path.join(tables, 'categories.bin'), words)
  writeFileSync(path.join(tables, 'meanings.json'), packMeaningWeights(meanings))
  console.log(`${wording.length} sentences, ${openings.length} openings, ${words.length} bytes of words`)
}

/** The best shares by log loss over openings.txt, each opening judged by what was learned from the others. */
async function fit(): Promise<void> {
  const wording = readWording(wordingFolder)
  const openings = readOpenings('openings.txt')
  const looked = readOpenings('evaluation.txt')
  await readMeanings([...wording, ...openings, ...looked])
  const judged = Array.from({ length: folds }, (_, fold) => {
    const inFold = (index: number) => index % folds === fold
    const known = openings.filter((_, index) => !inFold(index))
    const { words, meanings } = learn(wording, [...known, ...looked])
    const classifier = new CategoryClassifier({ words: () => unpackModel(words) })
    return openings
      .filter((_, index) => inFold(index))
      .map(({ label, text }) => ({ label, text, meanings, evidence: classifier.guess(asOpening(text)).evidence ?? [] }))
  }).flat()
  const tried = [0.6, 0.8, 1, 1.2, 1.5].flatMap((meaning) =>
    [0, 0.25, 0.5, 0.75, 1].map((words) => {
      const quality = qualityOf(
        judged.map(({ label, text, meanings, evidence }) => {
          const shared = { ...meanings, meaningShare: meaning, wordsShare: words }
          return { label, shares: sharesByMeaning(shared, vectorOf(text), evidence) }
        }),
      )
      return { meaning, words, quality }
    }),
  )
  tried.sort((a, b) => a.quality.logLoss - b.quality.logLoss)
  for (const { meaning, words, quality } of tried.slice(0, 5))
    console.log(`meaning ${meaning}, words ${words}: ${inWords(quality)}`)
}

/** The tables that come with SAM, on openings that they were not learned from. */
async function measure(): Promise<void> {
  const classifier = new CategoryClassifier()
  const meanings = unpackMeaningWeights(readFileSync(path.join(tables, 'meanings.json'), 'utf8'))
  for (const file of ['held-out.txt', 'blind.txt']) {
    const openings = readOpenings(file)
    await readMeanings(openings)
    const judged = openings.map(({ text, ...opening }) => {
      const { evidence = [] } = classifier.guess(asOpening(text))
      const byWords = sharesByMeaning({ ...meanings, meaningShare: 0, wordsShare: 1 }, vectorOf(text), evidence)
      return { ...opening, text, byWords, shares: sharesByMeaning(meanings, vectorOf(text), evidence) }
    })
    for (const [part, some] of [
      ['all', judged],
      ['plain', judged.filter(({ hard }) => !hard)],
      ['hard', judged.filter(({ hard }) => hard)],
    ] as const) {
      if (some.length === 0) continue
      console.log(`${file}, ${part}: ${inWords(qualityOf(some))}`)
      console.log(
        `  without meaning: ${inWords(qualityOf(some.map(({ label, byWords }) => ({ label, shares: byWords }))))}`,
      )
    }
    for (const { from, to, count, right, share } of qualityOf(judged).bins)
      console.log(`  sure by ${from} to ${to}: ${count} openings, ${right} right, mean share ${share}`)
    if (process.argv[3] !== '--wrong') continue
    for (const { label, text, shares } of judged) {
      const guess = categories[shares.indexOf(Math.max(...shares))]
      if (guess !== label) console.log(`  ${label} taken for ${guess} (${Math.max(...shares).toFixed(2)}): ${text}`)
    }
  }
}

await ({ '--fit': fit, '--measure': measure }[process.argv[2] ?? ''] ?? write)()
