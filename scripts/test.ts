import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { browserProblem, starterModels } from './test/needs.ts'
import { type LayerResult, nothing, sum, summary } from './test/result.ts'
import { runProgram } from './test/run-program.ts'
import { filesOf, vitestLayer } from './test/vitest-layer.ts'

// `npm test`: every layer this machine can run, the cheap ones first; `npm test -- style types` runs only those named.
// The last line says how many tests passed, failed and were skipped; a style or type check counts as one test.

const minuteMs = 60_000
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-test-'))
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }))

/** Tests never touch what belongs to the user; downloaded models are shared, since fetching them again helps nobody. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  SAM_HOME: path.join(temporary, 'home'),
  PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
}
delete environment['NODE_COMPILE_CACHE']

async function tool(name: string, args: string[]): Promise<LayerResult> {
  const { code } = await runProgram(args, environment, 5 * minuteMs)
  if (code === 0) return { ...nothing, passed: 1 }
  return { ...nothing, failed: 1, notes: [`failed: ${name} (node ${args.join(' ')})`] }
}

/** A layer whose needs are not met is skipped by name; in CI that is a failure, because there everything must run. */
function without(layer: string, problem: string): LayerResult {
  const files = filesOf(layer)
  const notes = [`${process.env['CI'] ? 'failed' : 'skipped'}: test/${layer} (${files.length} files): ${problem}`]
  return process.env['CI'] ? { ...nothing, failed: files.length, notes } : { ...nothing, skipped: files.length, notes }
}

const layers: Record<string, () => Promise<LayerResult>> = {
  style: () => tool('style', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']),
  types: () => tool('types', ['node_modules/typescript/bin/tsc', '-p', '.']),
  standalone: () => vitestLayer('standalone', temporary, environment, 10 * minuteMs),
  models: async () => {
    const problem = await starterModels()
    return problem === undefined
      ? vitestLayer('models', temporary, environment, 40 * minuteMs)
      : without('models', problem)
  },
  e2e: async () => {
    const problem = (await starterModels()) ?? (await browserProblem())
    return problem === undefined ? vitestLayer('e2e', temporary, environment, 15 * minuteMs) : without('e2e', problem)
  },
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(layers, name))
if (unknown.length > 0) {
  console.error(`There is no layer "${unknown[0]}". The layers are ${Object.keys(layers).join(', ')}.`)
  process.exit(2)
}

const results: LayerResult[] = []
for (const [name, run] of Object.entries(layers)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const started = performance.now()
  console.log(`\n=== ${name}`)
  const result = await run()
  results.push(result)
  console.log(`=== ${name}: ${summary(result)} in ${Math.round((performance.now() - started) / 1000)} s`)
}

const total = sum(results)
if (total.notes.length > 0) console.log(`\n${total.notes.join('\n')}`)
console.log(`\n${summary(total)}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
