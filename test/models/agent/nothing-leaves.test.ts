import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { projectRoot, samModels } from '../../../src/core/paths.ts'
import { startSam } from '../../standalone/cli/run-sam.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-nothing-leaves-'))
const log = path.join(folder, 'sockets.log')
const guard = pathToFileURL(path.join(import.meta.dirname, 'socket-guard.ts')).href
const environment = {
  SAM_HOME: path.join(folder, 'home'),
  SAM_MODELS: samModels(),
  SAM_PLATFORM: 'recording',
  SAM_LOCAL_LLM_URL: '',
  // A key alone is no permission.
  ANTHROPIC_API_KEY: 'sk-ant-test',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
}
const guarded = { ...environment, SAM_SOCKET_LOG: log, NODE_OPTIONS: `--import=${guard}` }
const hard = 'ask Claude to compare event sourcing and plain tables in detail'

async function ask(...args: string[]) {
  fs.rmSync(log, { force: true })
  const run = await startSam(['ask', ...args, '--json'], guarded).done
  const reply = run.lines().find(({ type }) => type === 'reply-final')
  return { reply, used: fs.readFileSync(log, 'utf8'), code: run.code }
}

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('an answer from this machine', () => {
  it.each([
    ['a command', 'set a timer for five minutes', 'fast-path'],
    ['a memory', 'remember that the door code is 4711', 'fast-path'],
    ['a question for the local model', 'what is the capital of France', 'local'],
    ['a question for Claude, who is not allowed', hard, 'local'],
  ])('opens no socket and asks for no name: %s', async (_name, text, model) => {
    expect(await ask(text)).toMatchObject({ used: '', code: 0, reply: { model } })
  })

  it('leaves no egress in the audit log', async () => {
    const { stdout } = await startSam(['audit', '--json'], guarded).done
    expect(stdout).toMatch(/memory\.remember/)
    expect(stdout).not.toMatch(/audit-egress/)
  })

  it('would have been caught: once Claude is allowed, the guard sees the attempt', async () => {
    const allowed = await startSam(['policy', 'allow', 'escalation'], environment).done
    expect(allowed.code).toBe(0)
    const { used, reply } = await ask(hard)
    expect(used).toMatch(/fetch http:\/\/127\.0\.0\.1:9/)
    expect(reply).toMatchObject({
      model: 'local',
      text: expect.stringMatching(/^The connection to Claude did not hold/),
    })
    await startSam(['policy', 'deny', 'escalation'], environment).done
  })

  const without = spawnSync('unshare', ['-rn', 'true']).status === 0
  it.skipIf(!without)(
    `comes the same without any network${without ? '' : ' (skipped: unshare -rn is not possible here)'}`,
    () => {
      const main = path.join(projectRoot, 'src/app/cli/main.ts')
      const args = ['-rn', process.execPath, main, 'ask', 'what is the capital of France', '--json']
      const { stdout, status } = spawnSync('unshare', args, {
        env: { ...process.env, ...environment },
        encoding: 'utf8',
      })
      expect(stdout).toMatch(/"reply-final".*Paris/)
      expect(status).toBe(0)
    },
  )
})
