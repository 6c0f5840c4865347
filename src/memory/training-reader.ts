import { createHash } from 'node:crypto'
import type { Statement } from 'better-sqlite3'
import { z } from 'zod'
import { type Category, categories } from './categories/category.ts'
import type { SamDatabase } from './database.ts'
import { type ExampleSource, exampleSources, type TrainingMessage } from './imports/formats/training.ts'
import { historyAnswers } from './learning/history-answers.ts'
import { userSpeaker } from './ports.ts'
import { redactText } from './redaction.ts'

/** Where an example lies: a kept example, or an answer in the user's history. */
export interface ExampleKey {
  from: 'kept' | 'history'
  /** Row of training_examples, or of turns. */
  row: number
}

/** One example to learn from, with where it comes from. */
export interface StoredExample extends ExampleKey {
  source: ExampleSource
  category: Category
  /** 0 to 1. */
  quality: number
  createdMs: number | undefined
  origin: string
  licence: string | undefined
  messages: TrainingMessage[]
  /** SHA-256 of the messages, hexadecimal. */
  contentHash: string
  /** By which variations name it: it stays the same when the example is edited. */
  content: string
  /** Examples of one group must not be parted when some are held back. */
  group: string
  rating?: 'good' | 'bad'
  /** Who wrote the answer. */
  model?: string
  /** It says what another example says in other words: content of that one. */
  variationOf?: string
}

/** Everything there is to learn from but what the user excluded. Errors: `database-*`. */
export interface TrainingReader {
  /** All of it, in an order that stays the same; variations after what they vary. */
  each(): Iterable<StoredExample>
  /** @param also `excluded`: to be looked at, not to be learned from */
  get(key: ExampleKey, also?: 'excluded'): StoredExample | undefined
}

/** What nobody rated: an imported example, and an answer that the user once got and went on with. */
const unratedQuality = { kept: 0.7, history: 0.6 }
/** Of what the user called good or bad, whatever it was before. */
const ratedQuality = { good: 1, bad: 0.1 }
/** What was said before an answer belongs to its question. */
const contextTurns = 5

const keptRow = z.object({
  id: z.number(),
  content: z.instanceof(Buffer),
  source: z.enum(exampleSources),
  category: z.enum(categories),
  quality: z.number().nullable(),
  created_ms: z.number().nullable(),
  origin: z.string(),
  licence: z.string().nullable(),
  messages: z.string(),
  rating: z.enum(['good', 'bad']).nullable(),
  model: z.string().nullable(),
  group_key: z.string().nullable(),
  variation_of: z.string().nullable(),
})
interface TurnRow {
  id: number
  speaker: string
  text: string
  at_ms: number | null
}
interface AnswerRow {
  id: number
  conversation_id: number
  source: string
  name: string
  category: Category | null
  rating: 'good' | 'bad' | null
}

const everyAnswer = `SELECT turns.id, turns.conversation_id, conversations.source, conversations.name, imported.category, verdicts.rating
  ${historyAnswers}`
const answers = `${everyAnswer} AND coalesce(verdicts.excluded, 0) = 0`
const kept = 'SELECT * FROM training_examples WHERE excluded = 0'

export function createTrainingReader(database: SamDatabase): TrainingReader {
  const connection = () => database.connection()
  const once = prepared(database)
  function fromHistory(row: AnswerRow, turnsBefore: TurnsBefore): StoredExample | undefined {
    const turns = turnsBefore.all(row.conversation_id, row.id, contextTurns).reverse()
    const begin = turns.findIndex(({ speaker }) => speaker === userSpeaker)
    const answered = turns.at(-2)?.speaker === userSpeaker
    if (begin < 0 || !answered) return undefined
    const messages = turns.slice(begin).map(({ speaker, text }): TrainingMessage => {
      return { role: speaker === userSpeaker ? 'user' : 'assistant', content: redactText(text) }
    })
    return {
      from: 'history',
      row: row.id,
      source: 'chatgpt_history',
      category: row.category ?? 'general',
      quality: row.rating === null ? unratedQuality.history : ratedQuality[row.rating],
      ...(row.rating === null ? {} : { rating: row.rating }),
      createdMs: turns.at(-1)?.at_ms ?? undefined,
      origin: `${row.source}:${row.name}`,
      licence: undefined,
      messages,
      contentHash: hashOf(messages),
      content: hashOf(messages),
      group: `${row.source}:${row.name}`,
    }
  }

  return {
    *each() {
      for (const row of connection().prepare(`${kept} ORDER BY id`).iterate()) yield fromKept(row)
      const { turnsBefore } = once()
      for (const row of connection().prepare<[], AnswerRow>(`${answers} ORDER BY turns.id`).iterate()) {
        const example = fromHistory(row, turnsBefore)
        if (example !== undefined) yield example
      }
    },
    get({ from, row }, also) {
      const { learnable, all, turnsBefore } = once()
      const { kept, answer } = also === 'excluded' ? all : learnable
      if (from === 'kept') {
        const found = kept.get(row)
        return found === undefined ? undefined : fromKept(found)
      }
      const found = answer.get(row)
      return found === undefined ? undefined : fromHistory(found, turnsBefore)
    },
  }
}

type TurnsBefore = Statement<[number, number, number], TurnRow>

/** The statements that are run once an example, made at the first one. */
function prepared(database: SamDatabase) {
  const make = () => {
    const connection = database.connection()
    return {
      learnable: {
        kept: connection.prepare<[number], unknown>(`${kept} AND id = ?`),
        answer: connection.prepare<[number], AnswerRow>(`${answers} AND turns.id = ?`),
      },
      all: {
        kept: connection.prepare<[number], unknown>('SELECT * FROM training_examples WHERE id = ?'),
        answer: connection.prepare<[number], AnswerRow>(`${everyAnswer} AND turns.id = ?`),
      },
      turnsBefore: connection.prepare<[number, number, number], TurnRow>(
        'SELECT id, speaker, text, at_ms FROM turns WHERE conversation_id = ? AND id <= ? ORDER BY id DESC LIMIT ?',
      ),
    }
  }
  let made: ReturnType<typeof make> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function fromKept(row: unknown): StoredExample {
  const { id, content, quality, created_ms, licence, messages, rating, model, group_key, variation_of, ...rest } =
    keptRow.parse(row)
  const parsed = JSON.parse(messages) as TrainingMessage[]
  const contentHash = hashOf(parsed)
  return {
    ...rest,
    from: 'kept',
    row: id,
    quality: rating === null ? (quality ?? unratedQuality.kept) : ratedQuality[rating],
    createdMs: created_ms ?? undefined,
    licence: licence ?? undefined,
    messages: parsed,
    contentHash,
    content: content.toString('hex'),
    group: group_key ?? variation_of ?? content.toString('hex'),
    ...(rating === null ? {} : { rating }),
    ...(model === null ? {} : { model }),
    ...(variation_of === null ? {} : { variationOf: variation_of }),
  }
}

function hashOf(messages: readonly TrainingMessage[]): string {
  return createHash('sha256').update(JSON.stringify(messages)).digest('hex')
}
