import type { SamDatabase } from '../database.ts'

/** What a night does, in this order. */
const nightStages = ['build', 'train', 'evaluate', 'decide'] as const
export type NightStage = (typeof nightStages)[number]

export type NightOutcome =
  | 'adopted'
  | 'not-adopted'
  /** Everything there is was learned before. */
  | 'nothing-new'
  | 'failed'
  /** Taken into use and taken back again, by the user or because more went wrong. */
  | 'rolled-back'

/** One suite of one night, as the chart shows it. Shares are 0 to 1; losses are in natural logarithms a token, and less of them is better. */
export interface NightSuite {
  /** `gate` decides, `sealed` draws the curve. */
  part: 'gate' | 'sealed'
  name: string
  role: 'primary' | 'guard' | 'told'
  measure: 'share' | 'loss'
  n: number
  before: number
  after: number
  difference: number
  low: number
  high: number
  p: number
}

export interface Night {
  /** `night-2026-01-31-1`: also the name of its data set, its training and its adapter. */
  id: string
  startedAt: Date
  /** What it is about to do, or was doing when it was cut off. */
  stage: NightStage
  /** Absent while it goes on. */
  finished?: { at: Date; outcome: NightOutcome; reasons: string[] }
  /** Examples that it trained on. */
  examples: number
  /** Of them, those that no adopted night had. */
  newExamples: number
  /** Over the data set. */
  datasetSha256?: string
  suites: NightSuite[]
}

/** What nights of learning came to. Errors: `database-*`. */
export interface NightStore {
  /** Begins a night of this day, or answers the one that was cut off. */
  begin(at: Date, day: string): Night
  /** Says that a stage begins; with what the one before came to. */
  enter(id: string, stage: NightStage, built?: { examples: number; newExamples: number; datasetSha256: string }): void
  finish(
    id: string,
    finished: { at: Date; outcome: NightOutcome; reasons: readonly string[] },
    suites?: readonly NightSuite[],
  ): void
  /** An adopted night was taken back. */
  takeBack(id: string, reason: string): void
  get(id: string): Night | undefined
  /** The newest first. */
  list(limit: number): Night[]
  /** The last one that came to something and was not told yet. */
  untold(): Night | undefined
  setTold(id: string): void
  /** Answers of a model to a suite, under a key that names both by their bytes. */
  answers: { get(key: string): unknown; put(key: string, results: unknown): void }
}

interface NightRow {
  id: string
  started_ms: number
  stage: NightStage
  finished_ms: number | null
  outcome: NightOutcome | null
  reasons: string
  examples: number
  new_examples: number
  dataset: string | null
  suites: string
}

/** Answers of so many models to so many suites stay; those used last. */
const keptAnswers = 200

export function createNightStore(database: SamDatabase): NightStore {
  const connection = () => database.connection()
  const one = (sql: string, ...values: unknown[]) => {
    const row = connection()
      .prepare(`SELECT * FROM nights ${sql}`)
      .get(...values) as NightRow | undefined
    return row === undefined ? undefined : toNight(row)
  }
  return {
    begin(at, day) {
      const start = connection().transaction((): Night => {
        const cut = one('WHERE finished_ms IS NULL ORDER BY number DESC LIMIT 1')
        if (cut !== undefined) return cut
        const count = connection().prepare('SELECT count(*) FROM nights WHERE day = ?').pluck().get(day) as number
        const id = `night-${day}-${count + 1}`
        connection()
          .prepare("INSERT INTO nights (id, day, started_ms, stage) VALUES (?, ?, ?, 'build')")
          .run(id, day, at.getTime())
        return { id, startedAt: at, stage: 'build', examples: 0, newExamples: 0, suites: [] }
      })
      return start.immediate()
    },
    enter(id, stage, built) {
      connection().prepare('UPDATE nights SET stage = ? WHERE id = ?').run(stage, id)
      if (built === undefined) return
      connection()
        .prepare('UPDATE nights SET examples = ?, new_examples = ?, dataset = ? WHERE id = ?')
        .run(built.examples, built.newExamples, built.datasetSha256, id)
    },
    finish(id, { at, outcome, reasons }, suites = []) {
      connection()
        .prepare('UPDATE nights SET finished_ms = ?, outcome = ?, reasons = ?, suites = ? WHERE id = ?')
        .run(at.getTime(), outcome, JSON.stringify(reasons), JSON.stringify(suites), id)
    },
    takeBack(id, reason) {
      connection()
        .prepare(
          "UPDATE nights SET outcome = 'rolled-back', reasons = ?, told = 0 WHERE id = ? AND outcome = 'adopted'",
        )
        .run(JSON.stringify([reason]), id)
    },
    get: (id) => one('WHERE id = ?', id),
    list: (limit) =>
      (connection().prepare('SELECT * FROM nights ORDER BY number DESC LIMIT ?').all(limit) as NightRow[]).map(toNight),
    untold: () => one('WHERE finished_ms IS NOT NULL AND told = 0 ORDER BY number DESC LIMIT 1'),
    setTold(id) {
      connection()
        .prepare('UPDATE nights SET told = 1 WHERE number <= (SELECT number FROM nights WHERE id = ?)')
        .run(id)
    },
    answers: {
      get(key) {
        const text = connection().prepare('SELECT results FROM suite_answers WHERE key = ?').pluck().get(key)
        return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined
      },
      put(key, results) {
        connection()
          .prepare('INSERT OR REPLACE INTO suite_answers (key, results) VALUES (?, ?)')
          .run(key, JSON.stringify(results))
        connection()
          .prepare(
            'DELETE FROM suite_answers WHERE number NOT IN (SELECT number FROM suite_answers ORDER BY number DESC LIMIT ?)',
          )
          .run(keptAnswers)
      },
    },
  }
}

function toNight(row: NightRow): Night {
  const { id, stage, examples, finished_ms, outcome } = row
  return {
    id,
    startedAt: new Date(row.started_ms),
    stage,
    examples,
    newExamples: row.new_examples,
    suites: JSON.parse(row.suites) as NightSuite[],
    ...(row.dataset === null ? {} : { datasetSha256: row.dataset }),
    ...(finished_ms === null || outcome === null
      ? {}
      : { finished: { at: new Date(finished_ms), outcome, reasons: JSON.parse(row.reasons) as string[] } }),
  }
}
