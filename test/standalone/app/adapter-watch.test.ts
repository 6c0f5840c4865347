import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { AdapterWatch } from '../../../src/app/learning/adapter-watch.ts'
import { lastNightNews } from '../../../src/app/learning/last-night-news.ts'
import type { Turns } from '../../../src/app/memory/record-turns.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { AdapterRegistry } from '../../../src/learning/proof/adapter-registry.ts'
import { createNightStore } from '../../../src/memory/learning/night-store.ts'
import { createTurnOutcomes } from '../../../src/memory/learning/turn-outcomes.ts'
import { turnTrouble } from '../../../src/memory/learning/turn-trouble.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count))

/** A real memory of turns, a real registry with one adapter, and turns that only happen. */
async function watched() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-watch-'))
  const { database, turns } = createMemoryStores(home)
  closing.push(() => {
    database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const nights = createNightStore(database)
  const outcomes = createTurnOutcomes(database)
  const registry = new AdapterRegistry(path.join(home, 'adapters'))
  const file = path.join(home, 'trained.gguf')
  fs.writeFileSync(file, 'weights')
  const { id } = nights.begin(minute(0), '2026-01-01')
  nights.finish(id, { at: minute(0), outcome: 'adopted', reasons: [] })
  nights.setTold(id)
  await registry.add(file, {
    ...{ id, createdAt: minute(0).toISOString(), datasetSha256: 'data', suites: {}, promote: true, reasons: [] },
    base: { id: 'small', sha256: 'base' },
  })
  const told: string[] = []
  let now = 0
  const watch = new AdapterWatch({
    ...{ registry, nights, logger: silentLogger },
    trouble: (since, limit) => turnTrouble(database, since, limit),
    fits: ({ id: base }) => base === 'small',
    async reload() {
      told.push('reload')
    },
    onRollBack: (adapter) => told.push(`back from ${adapter}`),
    clock: { nowMs: () => 0, wallTime: () => minute(now) },
  })
  const inner = {
    conversation: {},
    async run({ turnId, text }: { turnId: string; text: string }) {
      now += 1
      const said = {
        source: 'live',
        conversation: 'talk',
        speaker: 'user',
        text,
        at: minute(now),
        origin: 'text' as const,
      }
      turns.addMany([{ ...said, id: `${turnId}/asked` }])
      outcomes.add({
        turnId,
        route: 'local',
        confidence: 1,
        outcome: 'done',
        model: 'local',
        tainted: false,
        calls: [],
      })
      if (text.startsWith('no, I meant')) outcomes.judge(turnId, 'correction', turnId)
    },
  } as unknown as Turns
  const turn = watch.over(inner)
  let count = 0
  const talk = async (turnsOf: number, wrong: (index: number) => boolean) => {
    for (let index = 0; index < turnsOf; index += 1) {
      count += 1
      const text = wrong(index) ? `no, I meant number ${count}` : `question ${count}`
      await turn.run({ turnId: `turn-${count}`, text } as Parameters<Turns['run']>[0], { emit: () => undefined })
    }
  }
  const promote = () => registry.promote(id, minute(now))
  return { registry, nights, talk, promote, told, id }
}

describe('the watch over a new adapter', () => {
  it('takes it back when corrections rise, and the briefing says why', async () => {
    const { registry, nights, talk, promote, told, id } = await watched()
    await talk(60, (index) => index % 20 === 0)
    await promote()
    await talk(20, (index) => index % 2 === 0)
    expect(registry.currentId()).toBeNull()
    expect(told).toContain(`back from ${id}`)
    // Loaded with the adapter, and without it again.
    expect(told.filter((line) => line === 'reload')).toHaveLength(2)
    expect(nights.get(id)?.finished).toMatchObject({
      outcome: 'rolled-back',
      reasons: [expect.stringMatching(/went wrong/)],
    })
    const news = lastNightNews(nights)
    expect(news.untold()?.spoken).toMatch(/^I went back to what I knew before, because of \d+ turns/)
    news.setTold(id)
    expect(news.untold()).toBeUndefined()
  })

  it('leaves one alone that is as good as before', async () => {
    const { registry, talk, promote, told, id } = await watched()
    await talk(60, (index) => index % 20 === 0)
    await promote()
    await talk(60, (index) => index % 20 === 0)
    expect(registry.currentId()).toBe(id)
    expect(told).toEqual(['reload'])
  })

  it('loads the model anew when another process took an adapter into use before the first turn', async () => {
    const { talk, promote, told } = await watched()
    await promote()
    await talk(2, () => false)
    expect(told).toEqual(['reload'])
  })
})
