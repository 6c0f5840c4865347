import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const program = fileURLToPath(new URL('./reading-process.ts', import.meta.url))

function run(how: string, afterMs: number) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-ending-'))
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, home, how, String(afterMs)], {
    encoding: 'utf8',
  })
  return { status, signal, stdout, stderr }
}

it.each([0, 30, 90, 200])('closes in the middle of reading meanings, %d ms after it began', (afterMs) => {
  const { stdout, ...rest } = run('close', afterMs)
  expect(rest).toEqual({ status: 0, signal: null, stderr: '' })
  expect(['cancelled', 'memory-worker-failed']).toContain(stdout)
})

it.each([30, 90])('lets the process end in the middle of it, %d ms after it began', (afterMs) => {
  expect(run('exit', afterMs)).toEqual({ status: 0, signal: null, stdout: '', stderr: '' })
})
