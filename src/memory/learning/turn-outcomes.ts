import type { SamDatabase } from '../database.ts'
import { redact } from '../redaction.ts'

export type TurnFeedback = 'good' | 'bad' | 'correction'

/** How one turn went. */
export interface TurnOutcome {
  turnId: string
  route: string
  intent?: string
  /** Of the route, 0 to 1. */
  confidence: number
  outcome: string
  /** Who answered: `fast-path`, `local`, `claude`. */
  model: string
  /** It read what others wrote. */
  tainted: boolean
  calls: readonly { tool: string; input: unknown; ok: boolean }[]
}

export type StoredOutcome = Omit<TurnOutcome, 'calls'> & {
  calls: { tool: string; input: Record<string, unknown>; ok: boolean }[]
  asked: string
  answered: string | undefined
  atMs: number | undefined
  feedback?: TurnFeedback
  /** What the user said instead, and how that went. */
  corrected?: {
    text: string
    outcome: string
    model: string
    tainted: boolean
    calls: StoredOutcome['calls']
    answered: string | undefined
  }
}

/** How turns went, beside their words in the memory. A turn that is forgotten is gone here too. Errors: `database-*`. */
export interface TurnOutcomes {
  /** False where the turn's words are not kept. */
  add(outcome: TurnOutcome): boolean
  /** What the user said of a turn, in this later turn. */
  judge(turnId: string, feedback: TurnFeedback, laterTurnId: string): void
  each(): Iterable<StoredOutcome>
  /** How many turns failed, were corrected or called wrong, and were understood with doubt. */
  gaps(): { failed: number; corrected: number; unsure: number }
}

/** A route below this confidence is taken with doubt. */
const doubtfulConfidence = 0.6

interface OutcomeRow {
  turn_id: string
  route: string
  intent: string | null
  confidence: number
  outcome: string
  model: string
  tainted: number
  calls: string
  feedback: TurnFeedback | null
  text: string
  at_ms: number | null
  answered: string | null
  laterText: string | null
  laterOutcome: string | null
  laterModel: string | null
  laterTainted: number | null
  laterCalls: string | null
  laterAnswered: string | null
}

/** A turn that was just kept is among the last rows. */
const recentRows = 200
const answerAfter = (
  asked: string,
) => `(SELECT text FROM turns AS reply WHERE reply.conversation_id = ${asked}.conversation_id
    AND reply.id > ${asked}.id AND reply.external_id = replace(${asked}.external_id, '/asked', '/answered') ORDER BY reply.id LIMIT 1)`

export function createTurnOutcomes(database: SamDatabase): TurnOutcomes {
  const connection = () => database.connection()
  const rowOf = (turnId: string) =>
    connection()
      .prepare('SELECT id FROM turns WHERE external_id = ? AND id > (SELECT max(id) FROM turns) - ?')
      .pluck()
      .get(`${turnId}/asked`, recentRows) as number | undefined
  return {
    add({ turnId, route, intent, confidence, outcome, model, tainted, calls }) {
      const asked = rowOf(turnId)
      if (asked === undefined) return false
      const clean = calls.map(({ tool, input, ok }) => ({ tool, input: redact(input ?? {}), ok }))
      connection()
        .prepare(
          `INSERT OR REPLACE INTO turn_outcomes (asked, turn_id, route, intent, confidence, outcome, model, tainted, calls)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(asked, turnId, route, intent ?? null, confidence, outcome, model, Number(tainted), JSON.stringify(clean))
      return true
    },
    judge(turnId, feedback, laterTurnId) {
      connection()
        .prepare('UPDATE turn_outcomes SET feedback = ?, corrected_by = ? WHERE turn_id = ?')
        .run(feedback, feedback === 'correction' ? (rowOf(laterTurnId) ?? null) : null, turnId)
    },
    gaps() {
      const row = connection()
        .prepare(
          `SELECT sum(outcome = 'failed') AS failed, sum(feedback IN ('bad', 'correction')) AS corrected,
             sum(confidence < ${doubtfulConfidence}) AS unsure FROM turn_outcomes`,
        )
        .get() as { failed: number | null; corrected: number | null; unsure: number | null }
      return { failed: row.failed ?? 0, corrected: row.corrected ?? 0, unsure: row.unsure ?? 0 }
    },
    *each() {
      const rows = connection()
        .prepare(
          `SELECT outcomes.*, asked.text, asked.at_ms, ${answerAfter('asked')} AS answered, later.text AS laterText,
             following.outcome AS laterOutcome, following.model AS laterModel, following.tainted AS laterTainted, following.calls AS laterCalls, ${answerAfter('later')} AS laterAnswered
           FROM turn_outcomes AS outcomes JOIN turns AS asked ON asked.id = outcomes.asked
           LEFT JOIN turns AS later ON later.id = outcomes.corrected_by LEFT JOIN turn_outcomes AS following ON following.asked = outcomes.corrected_by
           ORDER BY outcomes.asked`,
        )
        .all() as OutcomeRow[]
      for (const row of rows) yield toOutcome(row)
    },
  }
}

function toOutcome(row: OutcomeRow): StoredOutcome {
  const { turn_id: turnId, route, intent, confidence, outcome, model, feedback } = row
  return {
    ...{ turnId, route, confidence, outcome, model, tainted: row.tainted === 1, asked: row.text },
    ...(intent === null ? {} : { intent }),
    calls: JSON.parse(row.calls) as StoredOutcome['calls'],
    answered: row.answered ?? undefined,
    atMs: row.at_ms ?? undefined,
    ...(feedback === null ? {} : { feedback }),
    ...(row.laterText === null || row.laterOutcome === null || row.laterModel === null
      ? {}
      : {
          corrected: {
            text: row.laterText,
            outcome: row.laterOutcome,
            model: row.laterModel,
            tainted: row.laterTainted === 1,
            calls: JSON.parse(row.laterCalls ?? '[]') as StoredOutcome['calls'],
            answered: row.laterAnswered ?? undefined,
          },
        }),
  }
}
