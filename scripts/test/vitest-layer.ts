import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../src/core/paths.ts'
import { type LayerResult, nothing } from './result.ts'
import { runProgram } from './run-program.ts'

interface VitestReport {
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { fullName: string; status: string; meta?: unknown }[]
  }[]
}

function read(file: string): VitestReport | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as VitestReport
  } catch {
    return undefined
  }
}

/** Counts a report; a file that broke before its first test counts as one failure. */
function count(report: VitestReport): LayerResult {
  const result = { ...nothing, notes: [] as string[] }
  for (const { name, status, assertionResults } of report.testResults) {
    const file = path.relative(projectRoot, name)
    let failures = 0
    for (const test of assertionResults) {
      if (test.status === 'passed') result.passed += 1
      else if (test.status === 'failed') failures += 1
      else {
        result.skipped += 1
        result.notes.push(`skipped: ${file}: ${test.fullName}`)
      }
    }
    if (status === 'failed' && failures === 0) {
      failures = 1
      result.notes.push(`failed: ${file} as a whole`)
    }
    result.failed += failures
  }
  return result
}

/** Test files of a layer, for naming what cannot run. */
export function filesOf(layer: string): string[] {
  const folder = path.join(projectRoot, 'test', layer)
  if (!fs.existsSync(folder)) return []
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.test\.tsx?$/.test(file))
}

/** Runs one project of vitest.config.ts. */
export async function vitestLayer(
  layer: string,
  temporary: string,
  environment: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<LayerResult> {
  const file = path.join(temporary, `${layer}.json`)
  const vitest = path.join('node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = [vitest, 'run', '--project', layer, '--passWithNoTests', ...reporters]
  const { code, timedOut } = await runProgram(args, environment, timeoutMs)
  const report = read(file)
  const result = report === undefined ? { ...nothing, notes: [] } : count(report)
  if (timedOut) result.notes.push(`failed: ${layer} took longer than ${timeoutMs / 60_000} minutes`)
  else if (code !== 0 && result.failed === 0)
    result.notes.push(`failed: ${layer} ended with exit code ${code} beside its tests`)
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result
}
