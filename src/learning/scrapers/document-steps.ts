import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { ScrapeDocument, ScrapeQueue } from '../../memory/ports.ts'
import type { ScrapeReport } from '../ports.ts'
import type { DescribedExample, ExtractOutcome, FetchOutcome, ScrapeAdapter, ScrapeRun } from './adapter.ts'
import { makeExample } from './make-example.ts'
import type { PoliteWeb } from './web/polite-web.ts'

export interface StepOptions {
  source: string
  adapter: ScrapeAdapter
  queue: ScrapeQueue
  web: PoliteWeb
  clock: Clock
  signal: AbortSignal
  /** Most pages, files, posts or entries that are read. */
  limit: number
  /** Told after each piece of work. */
  onProgress?(report: ScrapeReport): void
}

const firstRetryMs = 10 * 60_000
const longestRetryMs = 24 * 3_600_000
/** Then it is given up until it is found anew. */
const mostAttempts = 8
/** What may not be learned from is asked again after this time: rules change. */
const askAgainMs = 30 * 86_400_000

/** What a run does with a single document; each step is written into the queue, and counted in the report. */
export interface DocumentSteps {
  /** What an adapter gets of the run, and of the document. */
  runOf(document?: ScrapeDocument): ScrapeRun
  takeFetched(document: ScrapeDocument, outcome: FetchOutcome): void
  /** Makes examples of what was fetched, piece by piece. Errors: `database-*`; the signal's reason. */
  extract(document: ScrapeDocument): Promise<void>
}

export function createDocumentSteps(options: StepOptions, report: ScrapeReport): DocumentSteps {
  const { source, adapter, queue, web, clock, signal, limit } = options
  const nowMs = () => clock.wallTime().getTime()
  const againMs = () => nowMs() + (adapter.againMs ?? askAgainMs)
  const count = (counts: Record<string, number>, reason: string) => {
    counts[reason] = (counts[reason] ?? 0) + 1
  }
  const runOf = (document?: ScrapeDocument): ScrapeRun => ({
    ...{ web, signal, nowMs },
    note: (name) => queue.note(source, name),
    body: () => (document === undefined ? undefined : queue.body(document.id)),
  })

  function takeFetched(document: ScrapeDocument, outcome: FetchOutcome): void {
    if (outcome.kind === 'content') {
      report.fetched += 1
      queue.fetched(document.id, outcome.content, nowMs())
    } else if (outcome.kind === 'unchanged') {
      report.unchanged += 1
      queue.unchanged(document.id, againMs())
    } else if (outcome.kind === 'refused') {
      count(report.refused, outcome.reason)
      queue.skip(document.id, outcome.reason, nowMs() + askAgainMs)
    } else if (outcome.kind === 'later') {
      count(report.failed, outcome.reason)
      queue.postpone(source, outcome.addressStart, outcome.untilMs)
      // A host that says "in a second" each time is believed less and less.
      queue.delay(document.id, outcome.reason, Math.max(outcome.untilMs, nowMs() + 1000 * 2 ** document.delays))
    } else {
      count(report.failed, outcome.reason)
      if (document.attempts + 1 >= mostAttempts) queue.skip(document.id, outcome.reason)
      else
        queue.fail(
          document.id,
          outcome.reason,
          nowMs() + Math.min(longestRetryMs, firstRetryMs * 2 ** document.attempts),
        )
    }
  }

  function takeExtracted(
    document: ScrapeDocument,
    piece: Exclude<ExtractOutcome, { refused: string }>,
    last: boolean,
  ): void {
    const examples: DescribedExample[] = []
    for (const draft of piece.drafts) {
      const made = makeExample({ createdMs: document.fetchedMs ?? nowMs(), ...draft })
      if ('leftOut' in made) count(report.leftOut, made.leftOut)
      else examples.push(made)
    }
    const { found = [], notes = [], position, items } = piece
    report.examples += queue.extracted(document, {
      ...{ examples, found, notes, position },
      ...(last ? { finished: { againMs: againMs() } } : {}),
    })
    report.items += items
  }

  async function extract(document: ScrapeDocument): Promise<void> {
    let held: Exclude<ExtractOutcome, { refused: string }> | undefined
    try {
      for await (const piece of adapter.extract(document, runOf(document))) {
        signal.throwIfAborted()
        if ('refused' in piece) {
          count(report.refused, piece.refused)
          return queue.skip(document.id, piece.refused, nowMs() + askAgainMs)
        }
        if (held !== undefined) takeExtracted(document, held, false)
        options.onProgress?.(report)
        // The piece that was not taken yet is made again by the next run.
        if (held !== undefined && report.items >= limit) return
        held = piece
      }
      takeExtracted(document, held ?? { drafts: [], position: document.position, items: 1 }, true)
    } catch (thrown) {
      if (signal.aborted) throw thrown
      if (thrown instanceof SamError && thrown.code.startsWith('database-')) throw thrown
      // Whatever a document is made of, it costs itself alone.
      const reason = thrown instanceof SamError ? thrown.code : 'unreadable'
      count(report.failed, reason)
      queue.skip(document.id, reason, nowMs() + askAgainMs)
    }
  }

  return { runOf, takeFetched, extract }
}
