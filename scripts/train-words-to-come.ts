/**
 * Teaches the first layers of the sentence model, by how requests begin, pause and end, whether more words follow
 * (docs/decisions/0042 and 0045).
 *
 *   scripts/launch scripts/train-words-to-come.ts FOLDER            writes src/agent/classifier/words-to-come.safetensors
 *   scripts/launch scripts/train-words-to-come.ts FOLDER --measure  learns four fifths and measures on the fifth
 *
 * FOLDER holds slurp-devel.jsonl, clinc150.jsonl, snips2017.jsonl, ohf.jsonl and complex.jsonl, one JSON object a line. The
 * sentence model is the installed one (SAM_MODELS), the learning is done by PyTorch (SAM_TORCH_PYTHON: a Python that has torch,
 * transformers and safetensors). src/agent/spoken-requests.txt and train-words-to-come/statements.txt hold what was written for
 * this, with a "|" where people pause before anything could be done, or the sentence could be over.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openWordsToCome, spokenWords, tokensOf, wordsToComeLayers } from '../src/agent/classifier/words-to-come.ts'
import { sentenceModelFiles } from '../src/app/models/sentence-model.ts'
import { quantile } from '../src/core/numbers/quantile.ts'
import { seededRandom } from '../src/core/numbers/random.ts'
import { projectRoot, samModels } from '../src/core/paths.ts'
import { createWordPieces } from '../src/core/text-model/word-pieces.ts'
import { createModelStore } from '../src/models/store.ts'
import { readExamples } from './train-classifier/examples.ts'
import { readWording } from './train-classifier/wording.ts'
import { type Judged, orderAtOneLength } from './train-words-to-come/matched-order.ts'

interface Request {
  words: string[]
  /** After how many words people pause. */
  pauses: number[]
  /** How often it is looked at. */
  weight: number
}

interface Beginning {
  text: string
  more: 0 | 1
  weight: number
}

const mostWords = 22
const folds = 5
/** Of the own wording, which makes many sentences of one pattern. */
const ownShare = 0.25
/** Each request that was written for this counts as much as so many others. */
const writtenWeight = 3
/** So many requests are heard with SAM's name before them. */
const calledShare = 0.2
const names = ['hey jarvis', 'jarvis', 'hey sam', 'alexa', 'computer', 'hey mycroft']

function requestOf(line: string, weight: number): Request {
  const parts = line.split('|').map(spokenWords)
  const ends = parts.map((_, index) => parts.slice(0, index + 1).flat().length)
  return { words: parts.flat(), pauses: ends.slice(0, -1), weight }
}

function fitting(requests: readonly Request[]): Request[] {
  return [...new Map(requests.map((request) => [request.words.join(' '), request])).values()].filter(
    ({ words }) => words.length >= 1 && words.length <= mostWords,
  )
}

/** Every request is once whole, and weighs as much as its pauses together, and as its other beginnings together, which may be whole, too. */
function beginningsOf({ words, pauses, weight }: Request, before: readonly string[] = []): Beginning[] {
  const places = words.map((_, index) => index + 1).slice(0, -1)
  const others = places.filter((place) => !pauses.includes(place))
  const text = (place: number) => [...before, ...words.slice(0, place)].join(' ')
  return [
    { text: text(words.length), more: 0, weight },
    ...pauses.map((place): Beginning => ({ text: text(place), more: 1, weight: weight / pauses.length })),
    ...others.map((place): Beginning => ({ text: text(place), more: 1, weight: weight / others.length })),
  ]
}

function tellOrder(name: string, judged: readonly Judged[]): void {
  const { order, pairs } = orderAtOneLength(judged)
  console.log(
    `${name}: of two texts with as many words the one that goes on is found ${order.toFixed(3)} (${pairs} pairs)`,
  )
  for (const missed of [0.05, 0.1]) {
    const threshold = quantile(
      judged.filter(({ more }) => more).map(({ chance }) => chance),
      missed,
    )
    const whole = judged.filter(({ more }) => !more)
    const waiting = whole.filter(({ chance }) => chance > threshold).length / whole.length
    console.log(
      `above ${threshold.toFixed(2)}: all but ${missed} of what goes on, ${waiting.toFixed(3)} of what does not`,
    )
  }
}

const [folder, mode] = process.argv.slice(2)
const python = process.env['SAM_TORCH_PYTHON']
if (folder === undefined || python === undefined) {
  console.error('Usage: SAM_TORCH_PYTHON=... scripts/launch scripts/train-words-to-come.ts FOLDER [--measure]')
  process.exit(2)
}
const random = seededRandom(3)
const scripts = path.join(import.meta.dirname, 'train-words-to-come')
const sets = fitting(
  readExamples((name) => readFileSync(path.join(folder, name), 'utf8')).map(({ text }) => requestOf(text, 1)),
)
const wording = ['wording-mac', 'wording'].map((name) => path.join(import.meta.dirname, 'train-classifier', name))
const own = fitting(
  wording.flatMap((each) => readWording(each, wording[1])).map(({ text }) => requestOf(text, 1)),
).filter(() => random() < ownShare)
const lines = [
  path.join(projectRoot, 'src', 'agent', 'spoken-requests.txt'),
  path.join(scripts, 'statements.txt'),
].flatMap((file) => readFileSync(file, 'utf8').split('\n'))
const written = fitting(lines.map((line) => requestOf(line, writtenWeight)))
console.log(`${sets.length} requests of others, ${own.length} of our own wording, ${written.length} written for this`)
const measures = mode === '--measure'
const partOf = (requests: readonly Request[], isHeld: boolean) =>
  requests.filter((_, index) => (measures && index % folds === 0) === isHeld)
const model = sentenceModelFiles(createModelStore({ root: samModels(), projectRoot, environment: {}, offline: true }))
const pieces = createWordPieces(readFileSync(model.vocabulary, 'utf8'))
const called = () => (random() < calledShare ? (names[Math.floor(random() * names.length)] ?? '').split(' ') : [])
const beginnings = [...partOf(sets, false), ...own, ...partOf(written, false)].flatMap((request) =>
  beginningsOf(request, called()),
)
const workFolder = mkdtempSync(path.join(tmpdir(), 'sam-words-to-come-'))
try {
  const examples = path.join(workFolder, 'examples.jsonl')
  const learned = path.join(workFolder, 'learned.safetensors')
  const rows = beginnings.map(({ text, more, weight }) => JSON.stringify({ ids: tokensOf(pieces, text), more, weight }))
  writeFileSync(examples, rows.join('\n'))
  const program = [path.join(scripts, 'train.py'), path.dirname(model.weights), examples, learned]
  execFileSync(python, [...program, String(wordsToComeLayers)], { stdio: 'inherit' })
  if (measures) {
    // Built here: beside the installed weights it would take the place of the one that SAM uses.
    const weights = path.join(workFolder, 'model.safetensors')
    symlinkSync(model.weights, weights)
    const { chanceOfMore } = await openWordsToCome({ ...model, weights }, learned)
    for (const [name, requests] of [
      ['requests of others', sets],
      ['written requests', written],
    ] as const) {
      const judged: Judged[] = []
      for (const request of partOf(requests, true)) {
        // Where people pause, if that is known.
        const marked = request.pauses.map((place) => request.words.slice(0, place).join(' '))
        for (const { text, more } of beginningsOf(request))
          if (more === 0 || marked.length === 0 || marked.includes(text))
            judged.push({ words: text.split(' ').length, more: more === 1, chance: await chanceOfMore(text) })
      }
      tellOrder(name, judged)
    }
  } else {
    const target = path.resolve(import.meta.dirname, '../src/agent/classifier/words-to-come.safetensors')
    writeFileSync(target, readFileSync(learned))
    console.log(`${readFileSync(target).length} bytes`)
  }
} finally {
  rmSync(workFolder, { recursive: true, force: true })
}
