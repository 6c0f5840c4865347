import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { projectRoot } from '../../../core/paths.ts'
import type { BenchRecord } from '../record.ts'
import { makeExport } from './make-export.ts'

const run = promisify(execFile)
const timeoutMs = 30 * 60_000
/** A real history of this many conversations is what the import was made for. */
const manyConversations = 20_978

const measuredSchema = z.looseObject({
  cpuMs: z.number(),
  wallMs: z.number(),
  maximumRssMb: z.number(),
  conversations: z.number().optional(),
  messages: z.number().optional(),
  added: z.number().optional(),
  unchanged: z.number().optional(),
  skipped: z.record(z.string(), z.number()).optional(),
  categories: z.record(z.string(), z.number()).optional(),
  judged: z.number().optional(),
})
type Measured = z.infer<typeof measuredSchema>

async function measure(mode: 'whole' | 'parse' | 'import' | 'judge', file: string, home = ''): Promise<Measured> {
  const script = path.join(projectRoot, 'src/app/bench/import/import-process.ts')
  const { stdout } = await run(process.execPath, [script, mode, file, home], {
    timeout: timeoutMs,
    maxBuffer: 1 << 20,
  })
  return measuredSchema.parse(JSON.parse(stdout))
}

/**
 * What importing costs: reading and parsing 120 MB beside one JSON.parse of it all, then an export of 1 GB with 20,978 conversations
 * into a database, the meaning of their openings, and the import once more. Makes its exports in `folder`.
 */
export async function benchImport(folder: string): Promise<BenchRecord> {
  await fs.mkdir(folder, { recursive: true })
  const small = path.join(folder, 'small.json')
  const smallBytes = makeExport(small, 8432, 6, 240)
  const whole = await measure('whole', small)
  const parsed = await measure('parse', small)
  await fs.rm(small)

  const large = path.join(folder, 'large.json')
  const largeBytes = makeExport(large, manyConversations, 25, 200)
  const home = path.join(folder, 'home')
  const first = await measure('import', large, home)
  const judged = await measure('judge', large, home)
  const again = await measure('import', large, home)
  await fs.rm(large)

  const categorised = Object.values(first.categories ?? {}).reduce((sum, count) => sum + count, 0)
  const skipped = Object.values(first.skipped ?? {}).reduce((sum, count) => sum + count, 0)
  const figures = {
    parsedMb: smallBytes / 1e6,
    parseCpuMs: parsed.cpuMs,
    parseRssMb: parsed.maximumRssMb,
    importedMb: largeBytes / 1e6,
    messages: first.messages ?? 0,
    messagesPerSecond: (1000 * (first.added ?? 0)) / first.wallMs,
    messagesPerProcessorSecond: (1000 * (first.added ?? 0)) / first.cpuMs,
    importRssMb: first.maximumRssMb,
    categorised,
    judged: judged.judged ?? 0,
    judgeMs: judged.wallMs,
    judgeCpuMs: judged.cpuMs,
    judgeRssMb: judged.maximumRssMb,
    againMs: again.wallMs,
    againAdded: again.added ?? Number.NaN,
  }
  return {
    name: 'import',
    figures,
    baseline: { parseCpuMs: whole.cpuMs, parseRssMb: whole.maximumRssMb },
    ratio: { parseCpuMs: parsed.cpuMs / whole.cpuMs },
    goals: [
      { goal: 'reading and parsing at most 1.5 times one JSON.parse', reached: parsed.cpuMs <= 1.5 * whole.cpuMs },
      {
        goal: 'at least 5,000 messages stored a second',
        reached: figures.messagesPerSecond >= 5000,
      },
      { goal: 'at most 200 MB of memory for 1 GB', reached: first.maximumRssMb <= 200 && largeBytes >= 1e9 },
      {
        goal: '20,978 conversations categorised in one run',
        reached: categorised === manyConversations && figures.judged === manyConversations,
      },
      {
        goal: 'every message counted',
        reached: first.messages === (first.added ?? 0) + (first.unchanged ?? 0) + skipped,
      },
      { goal: 'a second import adds nothing', reached: again.added === 0 && again.unchanged === first.added },
    ],
  }
}
