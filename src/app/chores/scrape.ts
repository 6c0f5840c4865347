import os from 'node:os'
import { keepHeapSmall } from '../../core/small-heap.ts'
import type { ScrapeReport } from '../../learning/ports.ts'
import { openScrapers } from '../learning/open-scrapers.ts'
import type { ChoreOf } from './chore.ts'
import type { ChoreCall } from './chore-call.ts'

/** Reads of a source what is due. Progress counts what was read of the most that is wanted. */
export async function scrape(chore: ChoreOf<'scrape'>, { signal, tell }: ChoreCall): Promise<ScrapeReport> {
  keepHeapSmall()
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  const { home, id, limit, offline } = chore
  const opened = openScrapers({ home, offline })
  try {
    const onProgress = ({ items }: ScrapeReport) => tell({ done: items, total: limit })
    return await opened.scrapers.run(id, { limit, signal, onProgress })
  } finally {
    opened.close()
  }
}
