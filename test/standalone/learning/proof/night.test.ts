import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { runNight } from '../../../../src/learning/proof/night.ts'
import { type Cut, capture, type FakeModel, nightParts } from './night-fixture.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function newHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-night-'))
  closing.push(() => fs.rmSync(home, { recursive: true, force: true }))
  return home
}

function open(home: string, model: FakeModel = { learns: true, forgets: 0 }) {
  const opened = nightParts(home, model)
  closing.unshift(() => opened.database.close())
  const run = (options = {}) => runNight(opened.parts, { signal: new AbortController().signal, ...options })
  return { ...opened, run }
}

describe('a night', () => {
  it('adopts what learned, tells it by suite, and has nothing to do the next night', async () => {
    const home = newHome()
    capture(home, 200)
    const { run, registry, store } = open(home)
    const { night, verdict, comparisons } = await run()
    expect(verdict).toMatchObject({ promote: true })
    expect(night.finished?.outcome).toBe('adopted')
    expect(registry.currentId()).toBe(night.id)
    const sealed = night.suites.find(({ part, role }) => part === 'sealed' && role === 'primary')
    expect(sealed).toMatchObject({ before: 0, after: 1 })
    expect(sealed?.low).toBeGreaterThan(0.5)
    expect(comparisons.map(({ comparison }) => comparison.name)).toEqual(
      expect.arrayContaining(['general', 'tools', 'captured', 'loss.imported', 'local-share']),
    )
    expect(store.untold()?.id).toBe(night.id)
    const second = await run()
    expect(second.night.finished).toMatchObject({ outcome: 'nothing-new' })
    expect(registry.currentId()).toBe(night.id)
    // Nor does what was taken back come back.
    registry.rollBack(new Date())
    store.takeBack(night.id, 'you asked for it')
    expect((await run()).night.finished).toMatchObject({ outcome: 'nothing-new' })
    expect(registry.currentId()).toBeNull()
  })

  it('adopts nothing that learned nothing, nor what forgot, and keeps answering as before', async () => {
    const home = newHome()
    capture(home, 200)
    const idle = await open(home, { learns: false, forgets: 0 }).run()
    expect(idle.night.finished?.outcome).toBe('not-adopted')
    capture(home, 30, 200)
    const forgetful = await open(home, { learns: true, forgets: 0.15 }).run()
    expect(forgetful.night.finished?.outcome).toBe('not-adopted')
    expect(forgetful.verdict.reasons.join()).toMatch(/general may have fallen/)
    const { registry } = open(home)
    expect(registry.currentId()).toBeNull()
    expect(registry.list()).toHaveLength(2)
  })

  it('never asks about what it trained on', async () => {
    const home = newHome()
    capture(home, 300)
    const { run, parts } = open(home)
    const { night } = await run()
    const folder = path.join(parts.folder, night.id)
    const trained = ['train.jsonl', 'valid.jsonl', 'test.jsonl']
      .map((file) => fs.readFileSync(path.join(folder, 'data', file), 'utf8'))
      .join('')
    const { questions } = JSON.parse(fs.readFileSync(path.join(folder, 'questions.json'), 'utf8'))
    const ofPart = (part: 'gate' | 'sealed'): string[] =>
      questions[part].flatMap(({ items }: { items: { chat: { messages: { content: string }[] } }[] }) =>
        items.map(({ chat }) => chat.messages.at(-1)?.content ?? ''),
      )
    expect(ofPart('gate').length).toBeGreaterThan(30)
    expect(ofPart('sealed').length).toBeGreaterThan(30)
    for (const question of [...ofPart('gate'), ...ofPart('sealed')]) expect(trained).not.toContain(question)
    expect(ofPart('gate').filter((question) => ofPart('sealed').includes(question))).toEqual([])
  })

  it('does not begin with a handful of examples', async () => {
    const home = newHome()
    capture(home, 12)
    const { verdict } = await open(home).run()
    expect(verdict.reasons.join()).toMatch(/only \d+ examples/)
  })

  it.each<Cut>(['build', 'train', 'evaluate', 'decide'])(
    'goes on after a kill in stage %s, and repeats nothing',
    async (cut) => {
      const home = newHome()
      capture(home, 200)
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'night-process.ts'), home, cut], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const ended = once(child, 'exit')
      const log = path.join(home, 'log')
      for (let look = 0; look < 400 && child.exitCode === null; look += 1) {
        if (fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes(`hangs in ${cut}`)) break
        await wait(50)
      }
      child.kill('SIGKILL')
      expect(await ended).toEqual([null, 'SIGKILL'])
      const { run, registry, store, log: noted } = open(home)
      const before = noted().length
      const { night, verdict } = await run()
      expect(verdict.promote).toBe(true)
      expect(registry.currentId()).toBe(night.id)
      expect(store.list(10)).toHaveLength(1)
      const after = noted().slice(before)
      const count = (line: string) => noted().filter((one) => one === line).length
      expect(count('builds')).toBe(cut === 'build' ? 2 : 1)
      expect(count('trains')).toBe(cut === 'train' ? 2 : 1)
      // Whole suites that were answered are not asked again.
      if (cut === 'evaluate') expect(after.filter((line) => line.startsWith('bare is asked Complete')).length).toBe(0)
      if (cut === 'decide') expect(after.filter((line) => line.includes('is asked'))).toEqual([])
      expect(fs.readdirSync(path.join(home, 'adapters')).filter((name) => name.endsWith('.part'))).toEqual([])
    },
  )
})
