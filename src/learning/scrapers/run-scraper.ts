import { setImmediate } from 'node:timers/promises'
import type { ScrapeReport } from '../ports.ts'
import { createDocumentSteps, type StepOptions } from './document-steps.ts'

export interface RunOptions extends StepOptions {
  wait(ms: number, signal: AbortSignal): Promise<void>
}

/** What is due so soon is waited for. */
const patienceMs = 60_000

/**
 * Works on a source until nothing is due or the limit is reached. Every step is written before the next begins, so that a run
 * can be stopped or killed at any moment, and the next one goes on where it was.
 */
export async function runScraper(options: RunOptions): Promise<ScrapeReport> {
  const { source, adapter, queue, clock, wait, signal, limit } = options
  const report: ScrapeReport = {
    source,
    items: 0,
    fetched: 0,
    unchanged: 0,
    examples: 0,
    leftOut: {},
    refused: {},
    failed: {},
    stopped: 'done',
  }
  const nowMs = () => clock.wallTime().getTime()
  const { runOf, takeFetched, extract } = createDocumentSteps(options, report)
  const present = new Set<string>()
  for await (const found of adapter.discover(runOf())) {
    signal.throwIfAborted()
    queue.discover(source, found)
    if (adapter.findsAll) for (const { address } of found) present.add(address)
  }
  while (report.items < limit) {
    signal.throwIfAborted()
    const document = queue.next(source, nowMs())
    if (document === undefined) {
      const dueMs = queue.nextDueMs(source)
      if (dueMs === undefined) return report
      const waitMs = dueMs - nowMs()
      if (waitMs > patienceMs) return { ...report, dueMs }
      await wait(Math.max(1, waitMs), signal)
      continue
    }
    // A place that the user took out of the settings, a file that is gone or that is ignored by now.
    const isGone = adapter.findsAll && !present.has(document.address)
    if (isGone) takeFetched(document, { kind: 'refused', reason: 'gone' })
    else if (document.state === 'fetched') await extract(document)
    else takeFetched(document, await adapter.fetch(document, runOf(document)))
    options.onProgress?.(report)
    // Files of this disk are read without a pause: the wish to stop would not be heard before the last one.
    await setImmediate()
  }
  return { ...report, stopped: 'limit' }
}
