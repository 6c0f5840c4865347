import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openTwoNights } from '../../../src/app/bench/learning/two-nights.ts'
import { samModels } from '../../../src/core/paths.ts'
import type { NightReport } from '../../../src/learning/proof/night.ts'
import { installedModels } from '../installed-models.ts'

// The whole of learning on real weights: captured conversations, a night, its proof, a night of poison, and the way back.
describe('two nights of the starter model', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-nights-'))
  const nights = openTwoNights({
    ...{ home, modelsFolder: samModels(), models: installedModels, exchanges: 400, heldOut: 24 },
    // Other tests run beside it: a second thread would only wait.
    threads: 1,
    iterations: { learned: 60, poisoned: 30 },
  })
  const { registry } = nights.parts
  afterAll(() => {
    nights.close()
    fs.rmSync(home, { recursive: true, force: true })
  })

  let bare: string[] = []
  let learned: string[] = []
  const of = ({ comparisons }: NightReport, part: 'gate' | 'sealed', name: string) => {
    const found = comparisons.find(({ part: one, comparison }) => one === part && comparison.name === name)?.comparison
    if (found === undefined) throw new Error(`no suite ${name}`)
    return found
  }

  it('learn a user from captured conversations, and keep what they could', async () => {
    bare = await nights.answers()
    const report = await nights.learn()
    expect(report.verdict).toMatchObject({ promote: true })
    const sealed = of(report, 'sealed', 'captured')
    expect(sealed.difference).toBeGreaterThan(0.2)
    expect(sealed.p).toBeLessThan(0.05)
    expect(of(report, 'sealed', 'loss.claude_distillation').interval[1]).toBeLessThan(0)
    const general = of(report, 'gate', 'general')
    expect(general.n).toBeGreaterThanOrEqual(200)
    expect(general.interval[0]).toBeGreaterThan(-0.05)
    learned = await nights.answers()
    expect(learned).not.toEqual(bare)
  }, 1_500_000)

  it('do not adopt contradictions, junk and orders, and go back to exactly what was answered', async () => {
    const adopted = registry.currentId()
    expect(adopted).not.toBeNull()
    const report = await nights.poison()
    expect(report.verdict.promote).toBe(false)
    expect(report.night.finished?.outcome).toBe('not-adopted')
    // It is refused for what it answers, not for something that was missing.
    expect(of(report, 'gate', 'captured').n).toBeGreaterThan(20)
    expect(registry.currentId()).toBe(adopted)
    expect(await nights.answers()).toEqual(learned)
    expect(registry.rollBack(new Date())).toEqual({ from: adopted, to: null })
    expect(await nights.answers()).toEqual(bare)
    await registry.promote(adopted ?? '', new Date())
    expect(await nights.answers()).toEqual(learned)
  }, 1_500_000)
})
