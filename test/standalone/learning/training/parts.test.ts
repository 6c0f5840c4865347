import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findPython } from '../../../../src/learning/training/environment/find-python.ts'
import { packageCount, requirementsFile } from '../../../../src/learning/training/environment/requirements.ts'
import { prepareRun } from '../../../../src/learning/training/prepare-run.ts'
import { runProcess } from '../../../../src/learning/training/process/run-process.ts'
import { replayExamples } from '../../../../src/learning/training/replay.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-training-parts-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const { signal } = new AbortController()

function program(name: string, text: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  return file
}

describe('the Python that is used', () => {
  const old = () => program('old', 'echo 3 9')
  const fitting = () => program('fitting', 'echo 3 12')

  it('is the first that is new enough and has pip', async () => {
    const without = program('without-pip', 'exit 1')
    expect(await findPython({}, signal, [without, old(), fitting()])).toEqual({ file: fitting(), version: '3.12' })
  })

  it('is asked without the keys of SAM', async () => {
    const leaky = program(
      'leaky',
      '[ -z "$ANTHROPIC_API_KEY$ANTHROPIC_AUTH_TOKEN" ] && [ "$PIP_INDEX_URL" = own ] && echo 3 12',
    )
    const keys = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_AUTH_TOKEN: 't', PIP_INDEX_URL: 'own' }
    expect(await findPython(keys, signal, [leaky])).toMatchObject({ version: '3.12' })
  })

  it('is named as missing or too old, with what helps', async () => {
    const missing = { code: 'python-missing', kind: 'missing', remedy: expect.stringContaining('ython') }
    await expect(findPython({}, signal, [path.join(folder, 'none')])).rejects.toMatchObject(missing)
    const tooOld = { code: 'python-too-old', kind: 'missing', message: expect.stringContaining('3.9') }
    await expect(findPython({}, signal, [old()])).rejects.toMatchObject(tooOld)
  })
})

describe('the pinned packages', () => {
  it.each(['mlx', 'peft', 'torch'] as const)('of %s have exact versions and checksums each', (name) => {
    const lines = fs.readFileSync(requirementsFile(name), 'utf8').split('\n')
    const packages = lines.filter((line) => /^[a-z]/i.test(line))
    expect(packages.length).toBeGreaterThan(1)
    for (const line of packages) expect(line).toMatch(/^[\w.-]+==[\w.]+( ;.*)? \\$/)
    const unchecked = packages.filter((line) => !lines[lines.indexOf(line) + 1]?.includes('--hash=sha256:'))
    expect(unchecked).toEqual([])
  })

  it('are fewer on each platform than all together', () => {
    const file = requirementsFile('mlx')
    expect(packageCount(file, 'darwin')).toBeGreaterThan(20)
    expect(packageCount(file, 'linux')).toBeGreaterThan(packageCount(file, 'darwin'))
  })
})

describe('a process of training', () => {
  const task = (text: string, controller = new AbortController(), limits?: { timeMs: number; memoryMb: number }) => {
    const lines: string[] = []
    const end = runProcess({
      file: '/bin/sh',
      args: ['-c', text],
      environment: { PATH: '/usr/bin:/bin' },
      folder,
      signal: controller.signal,
      onLine(line) {
        lines.push(line)
        if (line === 'cancel me') controller.abort()
      },
      graceMs: 200,
      ...(limits === undefined ? {} : { limits }),
    })
    return { end, lines }
  }
  const gone = (pid: number) => {
    try {
      process.kill(pid, 0)
      return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')
    } catch {
      return true
    }
  }

  it('sees nothing of the environment but what it is given, and ends with its code', async () => {
    const { end, lines } = task('env | cut -d= -f1 | grep -v -x -e PWD -e SHLVL -e _ -e OLDPWD; exit 3')
    expect(await end).toMatchObject({ code: 3 })
    expect(lines).toEqual(['PATH'])
  })

  it('is ended with all that it started, even what does not want to end', async () => {
    const { end, lines } = task('trap "" TERM; sleep 600 & echo $!; echo cancel me; while true; do sleep 1; done')
    expect(await end).toMatchObject({ endedFor: 'cancelled' })
    expect(gone(Number(lines[0]))).toBe(true)
  })

  it('is ended when its time is over', async () => {
    const { end } = task('sleep 600', undefined, { timeMs: 100, memoryMb: 1000 })
    expect(await end).toMatchObject({ endedFor: 'time' })
  })

  it('is ended when it takes too much memory', async () => {
    const { end } = task('sleep 600', undefined, { timeMs: 60_000, memoryMb: 0.1 })
    expect(await end).toMatchObject({ endedFor: 'memory' })
  })
})

describe('the examples of a run', () => {
  const set = (name: string, files: Record<string, number>) => {
    const made = path.join(folder, name)
    fs.mkdirSync(made)
    for (const [file, count] of Object.entries(files)) {
      const lines = Array.from({ length: count }, (_, index) => `{"messages":[],"n":${index}}\n`)
      fs.writeFileSync(path.join(made, file), lines.join(''))
    }
    return made
  }
  const count = (run: string, file: string) => fs.readFileSync(path.join(run, file), 'utf8').split('\n').length - 1

  it('are what the set has; a small set gives some of them to measure with', () => {
    const whole = prepareRun(folder, 'whole', {
      datasetFolder: set('set-1', { 'train.jsonl': 9, 'valid.jsonl': 3 }),
      replay: [{}],
    })
    expect([whole.examples, count(whole.folder, 'valid.jsonl'), count(whole.folder, 'replay.jsonl')]).toEqual([9, 3, 1])
    const small = prepareRun(folder, 'small', { datasetFolder: set('set-2', { 'train.jsonl': 30 }), replay: [{}] })
    expect([small.examples, count(small.folder, 'valid.jsonl')]).toEqual([28, 2])
  })

  it('stay as they are when the run is there, and are refused when there are none', () => {
    const datasetFolder = set('set-3', { 'train.jsonl': 1 })
    expect(() => prepareRun(folder, 'none', { datasetFolder, replay: [] })).toThrow(
      expect.objectContaining({ code: 'training-data-empty', kind: 'usage' }),
    )
    expect(prepareRun(folder, 'whole', { datasetFolder, replay: [] }).examples).toBe(9)
  })
})

describe('replay', () => {
  it('asks each question once, over processes that were cut off, and leaves out what was not answered to its end', async () => {
    const asked: string[] = []
    const model = {
      id: 'base',
      callsTools: false,
      async generate({ messages }: { messages: readonly { content: string }[] }) {
        const question = messages.at(-1)?.content ?? ''
        asked.push(question)
        const stoppedBy = question === 'endless?' ? ('token-limit' as const) : ('end' as const)
        const nothing = { promptTokens: 0, reusedTokens: 0, outputTokens: 0, firstTokenMs: 0 }
        return { text: `about ${question}`, stoppedBy, ...nothing }
      },
    }
    const prompts = ['one?', 'endless?', 'two?', 'asked in the test?']
    const heldOut = new Set(['asked in the test?'])
    const kept = path.join(folder, 'replayed')
    const ask = () =>
      replayExamples({
        model,
        baseSha256: 'b',
        systemPrompt: 'You are SAM.',
        folder: kept,
        prompts,
        heldOut,
        signal,
        onProgress: () => {},
      })
    const first = await ask()
    expect(first.map(({ messages }) => messages.at(-1)?.content)).toEqual(['about one?', 'about two?'])
    const [file = ''] = fs.readdirSync(path.join(kept, 'replay'))
    const whole = fs.readFileSync(path.join(kept, 'replay', file), 'utf8')
    fs.writeFileSync(path.join(kept, 'replay', file), whole.slice(0, -5))
    expect(await ask()).toEqual(first)
    expect(asked).toEqual(['one?', 'endless?', 'two?', 'two?'])
  })
})
