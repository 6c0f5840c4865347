import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { strings } from '../../../src/app/panel/strings/talk.ts'
import { createSam } from '../../../src/app/sam.ts'
import type { StampedEvent } from '../../../src/core/events.ts'
import { silentLogger } from '../../../src/core/log.ts'

async function samIn(folder: string, config: object = {}) {
  const home = path.join(folder, 'home')
  fs.mkdirSync(home, { recursive: true })
  fs.writeFileSync(path.join(home, 'config.json'), JSON.stringify(config))
  const sam = await createSam({
    home,
    modelsFolder: path.join(folder, 'models'),
    environment: { SAM_PLATFORM: 'recording' },
    offline: true,
    logger: silentLogger,
  })
  onTestFinished(() => sam.close())
  return sam
}

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-root-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

it('is put together without any model, and reads the settings', async () => {
  const sam = await samIn(temporaryFolder(), { wake: { models: ['alexa'] } })
  expect(sam.wakePhrases).toEqual(['alexa'])
  expect(sam.tools.registry.list().length).toBeGreaterThan(60)
})

it('a timer that is due is told to everybody who listens, once', async () => {
  const sam = await samIn(temporaryFolder())
  const told: StampedEvent[] = []
  const rung = Promise.withResolvers<void>()
  sam.hub.subscribe((event) => {
    told.push(event)
    rung.resolve()
  })
  sam.tools.scheduler.addTimer({ durationMs: 50, name: 'tea' })
  sam.tools.scheduler.start()
  await rung.promise
  await sam.tools.scheduler.check()
  expect(told).toMatchObject([{ type: 'notice', code: 'timer-rings', message: 'Your tea timer is done.' }])
  expect(sam.tools.scheduler.waiting()).toEqual([])
})

it('the panel has a name for every tool, and none for what is no tool', async () => {
  const sam = await samIn(temporaryFolder())
  const named = Object.keys(strings.intents).filter((name) => !name.startsWith('control.'))
  expect(named.sort()).toEqual(
    sam.tools.registry
      .list()
      .map(({ name }) => name)
      .sort(),
  )
})

it('every tool can be described to a model: a name, a sentence, a schema', async () => {
  const sam = await samIn(temporaryFolder())
  for (const { name, summary, inputSchema } of sam.tools.registry.list()) {
    expect(name).toMatch(/^[a-z]+\.[a-z-]+$/)
    expect(summary).toMatch(/^[A-Z].*\.$/)
    expect(inputSchema['type'], name).toBe('object')
  }
})
