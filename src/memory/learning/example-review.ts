import { createHash } from 'node:crypto'
import { SamError } from '../../core/errors.ts'
import type { Category } from '../categories/category.ts'
import type { SamDatabase } from '../database.ts'
import type { ExampleSource, TrainingMessage } from '../imports/formats/training.ts'
import { createTrainingStore, withoutSecrets } from '../imports/store/training-store.ts'
import { createTrainingReader, type StoredExample } from '../training-reader.ts'
import { withdrawLearned } from '../withdraw-turn.ts'
import { createPreferenceStore } from './preferences.ts'

export type ExampleRating = 'good' | 'bad'

/** One example as somebody who looks through them sees it. */
export interface ExampleCard {
  /** `k12` for a kept example, `h345` for an answer in the history. */
  id: string
  source: ExampleSource
  category: Category
  /** 0 to 1, as rated. */
  quality: number
  createdMs?: number
  origin: string
  model?: string
  costUsd?: number
  rating?: ExampleRating
  excluded: boolean
  edited: boolean
  messages: TrainingMessage[]
}

export interface ExampleFilter {
  source?: ExampleSource | undefined
  /** Words that stand in it, as they are written. */
  words?: string | undefined
  only?: 'excluded' | 'rated' | undefined
  /** Kept examples before this one. */
  before?: string | undefined
  limit: number
}

/** What the user says about single examples. Errors: `database-*`, `example-unknown` (usage). */
export interface ExampleReview {
  /** Kept examples, the newest first. Answers in the history are found by searching the memory. */
  list(filter: ExampleFilter): ExampleCard[]
  show(id: string): ExampleCard
  /** Undefined takes the rating back. */
  rate(id: string, rating: ExampleRating | undefined): ExampleCard
  exclude(id: string, excluded: boolean): ExampleCard
  /** The last question or the answer in the user's words; the answer that it replaces becomes the worse of a pair. */
  edit(id: string, words: { question?: string | undefined; answer?: string | undefined }): ExampleCard
  /** Rates what was captured in a turn; false when nothing was. */
  rateTurn(turnId: string, rating: ExampleRating): boolean
  /** Takes out what was learned from a turn that turned out to be the beginning of a request; the turn itself may be kept or not. */
  withdrawTurn(turnId: string): void
}

interface Verdict {
  rating: ExampleRating | null
  excluded: number
}
interface KeptRow extends Verdict {
  id: number
  source: ExampleSource
  category: Category
  quality: number | null
  created_ms: number | null
  origin: string
  model: string | null
  cost_usd: number | null
  edited_ms: number | null
  messages: string
}

const qualityOf = (quality: number | null, rating: ExampleRating | null) =>
  rating === 'good' ? 1 : rating === 'bad' ? 0.1 : (quality ?? 0.7)

export function createExampleReview(database: SamDatabase, nowMs: () => number): ExampleReview {
  const connection = () => database.connection()
  const reader = createTrainingReader(database)
  const run = (sql: string, ...values: unknown[]) =>
    connection()
      .prepare(sql)
      .run(...values).changes
  const together = <Result>(work: () => Result): Result => connection().transaction(work).immediate()
  const isAnswer = (row: number) =>
    connection().prepare("SELECT 1 FROM turns WHERE id = ? AND speaker = 'assistant'").get(row) !== undefined

  function show(id: string): ExampleCard {
    const { from, row } = parseId(id)
    if (from === 'kept') {
      const found = connection().prepare('SELECT * FROM training_examples WHERE id = ?').get(row)
      if (found !== undefined) return cardOf(found as KeptRow)
      throw unknown(id)
    }
    const verdict = connection()
      .prepare<[number], Verdict>('SELECT rating, excluded FROM history_verdicts WHERE turn_id = ?')
      .get(row)
    const example = reader.get({ from, row }, 'excluded')
    if (example === undefined) throw unknown(id)
    return historyCard(id, example, verdict)
  }

  const judge = (id: string, column: 'rating' | 'excluded', value: string | number | null): ExampleCard => {
    const { from, row } = parseId(id)
    if (from === 'kept') {
      if (run(`UPDATE training_examples SET ${column} = ? WHERE id = ?`, value, row) === 0) throw unknown(id)
    } else {
      if (!isAnswer(row)) throw unknown(id)
      run(
        `INSERT INTO history_verdicts (turn_id, ${column}) VALUES (?, ?) ON CONFLICT (turn_id) DO UPDATE SET ${column} = excluded.${column}`,
        ...[row, value],
      )
    }
    return show(id)
  }

  return {
    list({ source, words, only, before, limit }) {
      const sql = `SELECT * FROM training_examples WHERE id < @before AND (@source IS NULL OR source = @source)
          AND (@words IS NULL OR instr(lower(messages), @words) > 0)
          ${only === 'excluded' ? 'AND excluded = 1' : only === 'rated' ? 'AND rating IS NOT NULL' : ''}
        ORDER BY id DESC LIMIT @limit`
      const rows = connection()
        .prepare(sql)
        .all({
          before: before === undefined ? Number.MAX_SAFE_INTEGER : parseId(before).row,
          source: source ?? null,
          words: words === undefined ? null : JSON.stringify(words.toLowerCase()).slice(1, -1),
          limit,
        }) as KeptRow[]
      return rows.map(cardOf)
    },
    show,
    rate: (id, rating) => judge(id, 'rating', rating ?? null),
    exclude: (id, excluded) => judge(id, 'excluded', excluded ? 1 : 0),
    edit(id, words) {
      const card = show(id)
      const { from, row } = parseId(id)
      const messages = edited(card.messages, words)
      return together(() => {
        const before = lastAnswer(card.messages)
        const after = lastAnswer(messages)
        if (words.question === undefined && before !== after)
          createPreferenceStore(database).add({
            source: card.source,
            category: card.category,
            createdMs: nowMs(),
            origin: `edited by the user: ${card.origin}`,
            prompt: messages.slice(0, -1),
            chosen: [{ role: 'assistant', content: after }],
            rejected: [{ role: 'assistant', content: before }],
          })
        const text = JSON.stringify(withoutSecrets(messages))
        if (from === 'kept') {
          run('UPDATE training_examples SET messages = ?, edited_ms = ? WHERE id = ?', text, nowMs(), row)
          return show(id)
        }
        // The history stays what was said: the edited words are an example of their own in its place.
        const content = createHash('sha256').update(`edited ${row} ${text}`).digest()
        const { source, category, quality, createdMs, origin } = card
        createTrainingStore(database).put([
          { messages, content, source, category, quality, createdMs, origin, licence: undefined, group: origin },
        ])
        judge(id, 'excluded', 1)
        run('UPDATE training_examples SET edited_ms = ? WHERE content = ?', nowMs(), content)
        const made = connection().prepare('SELECT id FROM training_examples WHERE content = ?').pluck().get(content)
        return show(`k${made}`)
      })
    },
    rateTurn: (turnId, rating) => run('UPDATE training_examples SET rating = ? WHERE turn_id = ?', rating, turnId) > 0,
    withdrawTurn(turnId) {
      const open = connection()
      open.transaction(() => withdrawLearned(open, turnId)).immediate()
    },
  }
}

function parseId(id: string): { from: 'kept' | 'history'; row: number } {
  const [, kind, number] = /^([kh])(\d{1,15})$/.exec(id) ?? []
  if (number === undefined) throw unknown(id)
  return { from: kind === 'k' ? 'kept' : 'history', row: Number(number) }
}

function unknown(id: string): SamError {
  return new SamError('example-unknown', `There is no example "${id}".`, {
    kind: 'usage',
    remedy: 'sam learn review list',
  })
}

function edited(
  messages: readonly TrainingMessage[],
  words: { question?: string | undefined; answer?: string | undefined },
) {
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  const answered = messages.findLastIndex(({ role }) => role === 'assistant')
  return messages.map((message, index): TrainingMessage => {
    if (index === asked && words.question !== undefined) return { ...message, content: words.question }
    if (index !== answered || words.answer === undefined) return message
    // Thoughts that led to other words would teach what does not follow.
    const { reasoning: _reasoning, ...rest } = message
    return { ...rest, content: words.answer }
  })
}

function lastAnswer(messages: readonly TrainingMessage[]): string {
  return messages.findLast(({ role }) => role === 'assistant')?.content ?? ''
}

function cardOf(row: KeptRow): ExampleCard {
  const { id, source, category, origin, rating } = row
  return {
    id: `k${id}`,
    ...{ source, category, origin, quality: qualityOf(row.quality, rating) },
    ...(row.created_ms === null ? {} : { createdMs: row.created_ms }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.cost_usd === null ? {} : { costUsd: row.cost_usd }),
    ...(rating === null ? {} : { rating }),
    excluded: row.excluded === 1,
    edited: row.edited_ms !== null,
    messages: JSON.parse(row.messages) as TrainingMessage[],
  }
}

function historyCard(id: string, example: StoredExample, verdict: Verdict | undefined): ExampleCard {
  const { source, category, quality, origin, createdMs, messages, rating } = example
  return {
    ...{ id, source, category, quality, origin, messages },
    ...(createdMs === undefined ? {} : { createdMs }),
    ...(rating === undefined ? {} : { rating }),
    excluded: verdict?.excluded === 1,
    edited: false,
  }
}
