import { text } from 'node:stream/consumers'
import { MemoryWorker } from '../../memory-worker/memory-worker.ts'
import type { SearchTask, SearchTimes } from './search-alone.ts'

// A process that does nothing but search: what it holds is what searching holds.
const { home, model, threads, questions } = JSON.parse(await text(process.stdin)) as SearchTask
const recall = new MemoryWorker(() => ({ home, model, threads, role: 'search' }))
const startedAtMs = performance.now()
await recall.search({ query: questions[0] ?? '' })
const times: SearchTimes = { openMs: performance.now() - startedAtMs, searchMs: [], residentMb: 0 }
for (const query of questions) times.searchMs.push((await recall.search({ query })).ms)
times.residentMb = process.memoryUsage().rss / 1e6
await recall.close()
process.stdout.write(JSON.stringify(times))
