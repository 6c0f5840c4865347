import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { strikeAll } from '../../../src/app/bench/soak/faults.ts'
import { openSoak } from '../../../src/app/bench/soak/soak.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { samModels } from '../../../src/core/paths.ts'

it('answers the next request, does nothing twice and falls asleep again when the speech worker is killed', async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-soak-'))
  const soak = await openSoak({
    home,
    modelsFolder: samModels(),
    environment: process.env,
    logger: silentLogger,
    seed: 1,
  })
  onTestFinished(async () => {
    await soak.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const killsAt = ['speech-ended', 'tool-call'] as const
  const reports = []
  for await (const report of strikeAll(soak.stage, soak.actionLog, { killsAt, others: false })) reports.push(report)
  expect(reports.map(({ problems }) => problems)).toEqual([[], []])
})
