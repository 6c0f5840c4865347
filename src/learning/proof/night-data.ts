import fs from 'node:fs'
import path from 'node:path'
import type { TrainingReader } from '../../memory/ports.ts'
import { hashOf } from './adapter-registry.ts'
import { learnable, type Preference, type Split, splitExamples, wordsOf } from './split.ts'
import { factSuite, factsName, type ToldFact } from './suites/facts.ts'
import { frozenSystem, generalSuite, toolSuite } from './suites/frozen.ts'
import { heldOutSuites } from './suites/held-out.ts'
import type { Suite } from './suites/suite.ts'

/** What the builder of data sets answers; `folder` holds train.jsonl and valid.jsonl then. */
export interface BuiltData {
  examples: number
  sha256: string
}

export interface NightDataParts {
  reader: TrainingReader
  preferences(): Iterable<Preference>
  /** What the user told of themselves, the newest first. */
  facts(): Iterable<ToldFact>
  build(task: {
    reader: TrainingReader
    folder: string
    seed: number
    heldOut: readonly string[]
    signal: AbortSignal
  }): BuiltData
  /** Questions of each kind that are held out at most. */
  heldOutLimit: number
}

/** The questions of a night, as they were when it began. */
export interface NightQuestions {
  frozen: Suite[]
  gate: Suite[]
  sealed: Suite[]
}

const questionsFile = 'questions.json'

/**
 * Puts together what a night learns from and what it is asked, and keeps both in `folder`: a night that goes on after a crash asks the same
 * questions, whatever was said meanwhile. What is there already is answered again.
 */
export function prepareNight(
  parts: NightDataParts,
  folder: string,
  seed: number,
  signal: AbortSignal,
): { built: BuiltData; questions: NightQuestions } {
  const file = path.join(folder, questionsFile)
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'))
  const { reader } = parts
  const { split, questions } = askNow(parts)
  const data = path.join(folder, 'data')
  const built = parts.build({
    reader: learnable(reader, split),
    folder: data,
    seed,
    heldOut: [
      ...heldOutWords(reader, split),
      ...askedWords([...questions.frozen, ...questions.gate.filter(({ name }) => name === factsName)]),
    ],
    signal,
  })
  const draft = `${file}.part`
  fs.writeFileSync(draft, JSON.stringify({ built, questions }))
  fs.renameSync(draft, file)
  return { built, questions }
}

/** The questions as they are now, with how conversations are parted. */
export function askNow(parts: Pick<NightDataParts, 'reader' | 'preferences' | 'facts' | 'heldOutLimit'>): {
  split: Split
  questions: NightQuestions
} {
  const { reader, heldOutLimit: limit } = parts
  const preferences = [...parts.preferences()]
  const split = splitExamples(reader, preferences)
  const ofPart = (part: 'gate' | 'sealed') => heldOutSuites({ reader, split, part, preferences, limit })
  const facts = factSuite(parts.facts(), frozenSystem)
  const gate = [...ofPart('gate'), ...(facts.items.length === 0 ? [] : [facts])]
  return { split, questions: { frozen: frozenSuites(), gate, sealed: ofPart('sealed') } }
}

/** Without the questions whose words were trained on: a set that somebody else put together may hold them. */
export function notTrainedOn(questions: NightQuestions, trainFile: string): NightQuestions {
  const lines = fs
    .readFileSync(trainFile, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const trained = new Set(lines.flatMap((line) => requestOf(line) ?? []))
  const fresh = (suites: readonly Suite[]) =>
    suites.map((suite) => ({
      ...suite,
      items: suite.items.filter(({ chat }) => !trained.has(chat.messages.at(-1)?.content ?? '')),
    }))
  return { frozen: questions.frozen, gate: fresh(questions.gate), sealed: fresh(questions.sealed) }
}

function requestOf(line: string): string | undefined {
  const { messages } = JSON.parse(line) as { messages: { role: string; content: string }[] }
  return messages.findLast(({ role }) => role === 'user')?.content
}

export function frozenSuites(): Suite[] {
  return [generalSuite(), toolSuite()]
}

/** Names the questions of a suite by their words. */
export function suiteHash({ items }: Suite): string {
  return hashOf(items)
}

function* heldOutWords(reader: TrainingReader, split: Split): Generator<string> {
  for (const example of reader.each()) if (split.partOf(example) !== 'train') yield wordsOf(example)
}

/** The words that suites ask, a request each. */
export function askedOf(suites: readonly Suite[]): Set<string> {
  return new Set(suites.flatMap(({ items }) => items.map(({ chat }) => chat.messages.at(-1)?.content ?? '')))
}

function askedWords(suites: readonly Suite[]): string[] {
  return suites.flatMap(({ items }) =>
    items.map(({ chat }) => {
      const asked = chat.messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content]))
      return [...asked, chat.begun ?? ''].join('\n')
    }),
  )
}
