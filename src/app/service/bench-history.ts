import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { writtenJson } from '../../core/files/written-json.ts'

/** One run of a benchmark. Figures that were no number (nothing was measured, or it never came) are null. */
export interface BenchRun {
  /** Milliseconds since 1970. */
  atMs: number
  figures: Record<string, number | null>
}

const lineSchema = z.object({ atMs: z.number(), figures: z.record(z.string(), z.number().nullable()) })
/** Older runs are kept in the file, but not shown. */
const mostShown = 200
/** Names come from the command line. */
const nameSchema = z.string().regex(/^[a-z]+(?:[.-][a-z]+)*$/)

const fileOf = (home: string, name: string) => path.join(home, 'bench', `${nameSchema.parse(name)}.jsonl`)

/** Adds a run to `<home>/bench/<name>.jsonl`, a JSON object a line. */
export function keepBenchRun(home: string, name: string, figures: Record<string, number>, atMs: number): void {
  const file = fileOf(home, name)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  fs.appendFileSync(file, `${JSON.stringify({ atMs, figures })}\n`, { mode: 0o600 })
}

/** The runs that are kept, the oldest first; lines that are damaged are left out. */
export function benchRuns(home: string, name: string): BenchRun[] {
  const file = fileOf(home, name)
  if (!fs.existsSync(file)) return []
  const runs = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const parsed = lineSchema.safeParse(writtenJson(line))
      return parsed.success ? [parsed.data] : []
    })
  return runs.sort((a, b) => a.atMs - b.atMs).slice(-mostShown)
}
