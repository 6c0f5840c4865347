// A process of its own with a small heap: reads the dump at argv[2] to its end and tells how much memory that took.
import { readDump } from '../../../../src/learning/scrapers/stackoverflow/dump.ts'

const address = process.argv[2] ?? ''
const document = {
  id: 1,
  source: 'stackoverflow',
  address,
  state: 'fetched',
  position: 0,
  attempts: 0,
  delays: 0,
} as const
const absent = {
  location: undefined,
  licence: undefined,
  etag: undefined,
  lastModified: undefined,
  contentType: undefined,
  fetchedMs: undefined,
}
const before = process.memoryUsage().rss
let items = 0
let mostBytes = 0
for (const piece of readDump(
  { ...document, ...absent },
  { note: () => undefined, signal: new AbortController().signal },
)) {
  items += piece.items
  mostBytes = Math.max(mostBytes, process.memoryUsage().rss)
}
process.stdout.write(JSON.stringify({ items, grownBytes: mostBytes - before }))
