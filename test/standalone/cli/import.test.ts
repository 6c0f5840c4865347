import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshUser, startSam } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

function write(name: string, text: string): string {
  const file = path.join(user.folder, name)
  fs.writeFileSync(file, text)
  return file
}

describe('sam import', () => {
  it.each(['chatgpt', 'claude', 'claude-code', 'training'])('says that a file for %s holds nothing', async (kind) => {
    const run = await user.sam('import', kind, write('empty.jsonl', ''), '--json')
    expect(run.code).toBe(1)
    expect(run.error()).toMatchObject({ code: 'import-empty', remedy: expect.any(String) })
  })

  it('has failed where nothing could be read, and says where that is kept', async () => {
    const run = await user.sam('import', 'training', write('cut.jsonl', '{"messages":'))
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(
      /^0 conversations with 0 messages: 0 new, 0 known\n {2}set aside as unreadable: 1, in .*\n$/,
    )
  })

  it('exits 1 for a file that is not there, with what to do', async () => {
    const run = await user.sam('import', 'training', path.join(user.folder, 'absent'), '--json')
    expect(run.code).toBe(1)
    expect(run.error()).toMatchObject({ code: 'import-not-found', remedy: 'Check the path.' })
  })

  it('is cancelled by Ctrl-C, and says so once', async () => {
    const messages = [
      { role: 'user', content: 'How long does bread bake?' },
      { role: 'assistant', content: 'An hour.' },
    ]
    const line = (number: number) => JSON.stringify({ messages, number })
    const file = write('many.jsonl', Array.from({ length: 100_000 }, (_, number) => line(number)).join('\n'))
    const { child, done } = startSam(['import', 'training', file, '--json'], user.environment)
    child.stderr?.once('data', () => child.kill('SIGINT'))
    const { code, lines } = await done
    expect(code).toBe(130)
    expect(lines().filter(({ type }) => type === 'error')).toHaveLength(1)
  })
})
