import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshUser, type Line, startSam } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
let platformLog: string
beforeEach(() => {
  user = freshUser()
  platformLog = path.join(user.folder, 'platform.jsonl')
})
afterEach(() => user.remove())

const environment = () => ({ ...user.environment, SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: platformLog })
const sam = (...args: string[]) => startSam(args, environment()).done
const platformCalls = () =>
  fs.existsSync(platformLog)
    ? fs
        .readFileSync(platformLog, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { port: string; method: string; input: unknown })
    : []
const ofType = (lines: Line[], type: string) => lines.filter((line) => line.type === type)

describe('sam ask', () => {
  it('does a command and tells every step, without any model', async () => {
    const run = await sam('ask', 'open Safari and set the volume to 30', '--json')
    expect(run.code).toBe(0)
    const lines = run.lines()
    const types = lines.map(({ type }) => type)
    expect(types).toEqual([
      'route-decided',
      'tool-call',
      'tool-result',
      'reply-delta',
      'tool-call',
      'tool-result',
      'reply-delta',
      'reply-final',
      'turn-finished',
    ])
    expect(new Set(lines.map((line) => line['turnId'])).size).toBe(1)
    const times = lines.map((line) => Number(line['atMs']))
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(ofType(lines, 'turn-finished')[0]).toMatchObject({ outcome: 'done' })
    expect(platformCalls().map(({ port, method }) => `${port}.${method}`)).toEqual(
      expect.arrayContaining(['apps.open', 'sound.setVolume']),
    )
  })

  it('tells people only the reply', async () => {
    const run = await sam('ask', 'set the volume to 30')
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/30/)
    expect(run.stdout.trim().split('\n')).toHaveLength(1)
  })

  it('does nothing in a dry run and leaves no audit row', async () => {
    const run = await sam('ask', 'open Safari', '--dry-run', '--json')
    expect(run.code).toBe(0)
    expect(platformCalls()).toEqual([])
    expect((await sam('audit', '--json')).lines()).toEqual([])
  })

  it('reads one request a line, in one conversation', async () => {
    const file = path.join(user.folder, 'requests.txt')
    fs.writeFileSync(file, 'open Safari\nclose it\n')
    const run = await sam('ask', '--in', file, '--json')
    const routes = ofType(run.lines(), 'route-decided')
    expect(routes.map((route) => route['intent'])).toEqual(['apps.open', 'apps.quit'])
    expect(routes[1]?.['slots']).toMatchObject({ app: 'Safari' })
  })

  it('knows nothing of the line before under --separate', async () => {
    const file = path.join(user.folder, 'requests.txt')
    fs.writeFileSync(file, 'open Safari\nclose it\n')
    const run = await sam('ask', '--in', file, '--separate', '--json')
    expect(ofType(run.lines(), 'tool-call').map((call) => call['tool'])).toEqual(['apps.open'])
  })

  it('ends a request at a newline only', async () => {
    const file = path.join(user.folder, 'requests.txt')
    fs.writeFileSync(file, 'what time\u2028is it\n')
    const run = await sam('ask', '--in', file, '--json')
    expect(ofType(run.lines(), 'turn-finished')).toHaveLength(1)
  })

  it('takes no other file for requests', async () => {
    const file = path.join(user.folder, 'manual.pdf')
    fs.writeFileSync(file, Buffer.from('%PDF-1.7\n\0\xff stream', 'latin1'))
    const run = await sam('ask', '--in', file, '--json')
    expect(run.code).toBe(1)
    expect(run.error()).toMatchObject({ code: 'input-unreadable', remedy: expect.stringContaining('plain text') })
  })

  it('reads standard input for "-"', async () => {
    const { child, done } = startSam(['ask', '-', '--json'], environment())
    child.stdin?.end('set the volume to 20')
    const run = await done
    expect(run.code).toBe(0)
    expect(platformCalls()).toHaveLength(1)
  })

  it('names the model that is missing and the command that fetches it', async () => {
    const run = await sam('ask', 'why is the sky blue', '--json')
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'model-missing', remedy: 'sam models pull smollm2-135m-instruct' })
  })

  it('answers with the worst outcome of several requests', async () => {
    const file = path.join(user.folder, 'requests.txt')
    fs.writeFileSync(file, 'why is the sky blue\nset the volume to 20\n')
    expect((await sam('ask', '--in', file, '--json')).code).toBe(3)
  })

  it('writes down what was done, and takes it back', async () => {
    await sam('ask', 'set the volume to 20')
    const rows = (await sam('audit', '--json')).lines()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ type: 'audit-action', tool: 'sound.volume', decision: 'allowed', result: 'ok' })
  })

  it('is refused what a rule forbids, with exit code 4', async () => {
    expect((await sam('policy', 'deny', 'sound.volume')).code).toBe(0)
    const run = await sam('ask', 'set the volume to 20', '--json')
    expect(run.code).toBe(4)
    expect(ofType(run.lines(), 'turn-finished')[0]).toMatchObject({ outcome: 'refused' })
    expect(platformCalls()).toEqual([])
    const [rule] = ofType((await sam('policy', 'list', '--json')).lines(), 'policy-grant')
    expect((await sam('policy', 'forget', String(rule?.['id']))).code).toBe(0)
    expect((await sam('ask', 'set the volume to 20')).code).toBe(0)
  })
})

describe('sam timers and undo', () => {
  it('lists a timer that was set, and undo removes it', async () => {
    expect((await sam('ask', 'set a pasta timer for ten minutes')).code).toBe(0)
    const [timer] = ofType((await sam('timers', '--json')).lines(), 'timer')
    expect(timer).toMatchObject({ kind: 'timer', name: 'pasta' })
    expect(Number(timer?.['remainingSeconds'])).toBeGreaterThan(500)
    expect((await sam('undo')).code).toBe(0)
    expect((await sam('timers', '--json')).lines()).toEqual([])
  })

  it('says so when there is nothing to undo', async () => {
    const run = await sam('undo', '--json')
    expect(run.code).toBe(1)
    expect(run.error()?.code).toBe('nothing-to-undo')
  })

  it('says that SAM asks all the same before what is too serious for a rule', async () => {
    expect((await sam('policy', 'allow', 'shell.run')).stdout).toMatch(/SAM asks all the same/)
    expect((await sam('policy', 'allow', 'notes.create')).stdout).not.toMatch(/asks all the same/)
    expect((await sam('policy', 'allow', 'notes.create', '--target', '')).code).toBe(2)
  })

  it('does not take a rule for a tool that does not exist', async () => {
    const run = await sam('policy', 'deny', 'sound.volum', '--json')
    expect(run.code).toBe(2)
    expect(run.error()?.code).toBe('tool-unknown')
  })
})
