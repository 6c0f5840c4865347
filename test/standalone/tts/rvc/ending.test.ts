import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('./ending-process.ts', import.meta.url))

function run(how: string) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, how], { encoding: 'utf8' })
  return { status, signal, stdout, stderr }
}

it('closes a voice while another thread decodes', () => {
  const { stdout, ...rest } = run('close')
  expect(rest).toEqual({ status: 0, signal: null, stderr: '' })
  expect(['decoded', 'voice-model-failed']).toContain(stdout)
})

it('lets the process end while another thread decodes', () => {
  expect(run('exit')).toEqual({ status: 0, signal: null, stdout: '', stderr: '' })
})
