/**
 * One measured piece of work in a process of its own, so that its memory and processor time are its own:
 * `import-process.ts whole|parse|import|judge FILE HOME`. Prints one line of JSON.
 */
import fs from 'node:fs'
import { keepHeapSmall } from '../../../core/small-heap.ts'
import { conversationsToReview } from '../../../memory/categories/review.ts'
import { createDatabase } from '../../../memory/database.ts'
import { historyFormats } from '../../../memory/imports/formats/formats.ts'
import { readValues } from '../../../memory/imports/read/read-values.ts'
import { fileSource } from '../../../memory/imports/sources/byte-source.ts'
import { judgeCategories } from '../../memory/judge-categories.ts'
import { openHistory } from '../../memory/open-history.ts'

const [mode = '', file = '', home = ''] = process.argv.slice(2)

/** Reads and parses everything and keeps nothing; answers the number of messages. */
async function parse(): Promise<number> {
  const { values, parser } = historyFormats.chatgpt
  const conversations = parser('export', new Map())
  const fail = () => {
    throw new Error('The export is damaged.')
  }
  const take = (bytes: Buffer) =>
    conversations.add(JSON.parse(bytes.toString())).reduce((sum, { messages }) => sum + messages.length, 0)
  let messages = 0
  const source = fileSource(file, 'export', fs.statSync(file).size)
  for await (const count of readValues(source, values, { take, setAside: fail, spill: fail }, () => {}))
    messages += count
  return messages
}

async function importAll() {
  const opened = openHistory(home)
  const { signal } = new AbortController()
  const onFailure = (error: Error) => {
    throw error
  }
  const run = opened.history.start('chatgpt', { signal, onProgress: () => {}, onFailure })
  await run.add(file)
  const report = run.report()
  run.close()
  opened.close()
  return report
}

/** Reads the meaning of every imported conversation, as an import does at its end. */
async function judge() {
  const database = createDatabase(home)
  const waiting = conversationsToReview(database)
  await judgeCategories(home, {})
  const judged = waiting - conversationsToReview(database)
  database.close()
  return { judged }
}

async function work() {
  if (mode === 'whole') return { conversations: (JSON.parse(fs.readFileSync(file, 'utf8')) as unknown[]).length }
  if (mode === 'parse') return { messages: await parse() }
  return mode === 'judge' ? await judge() : await importAll()
}

if (mode !== 'whole') keepHeapSmall()
const startedAtMs = performance.now()
const before = process.cpuUsage()
const result = await work()
const { user, system } = process.cpuUsage(before)
const measured = {
  cpuMs: (user + system) / 1000,
  wallMs: performance.now() - startedAtMs,
  maximumRssMb: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify({ ...result, ...measured }))
