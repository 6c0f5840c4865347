import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { writeResult } from '../../../src/learning/training/job-file.ts'
import { pruneTrainings } from '../../../src/learning/training/prune-trainings.ts'
import { nightsFolder, runsFolder } from '../../../src/learning/training/run-folder.ts'

const result = {
  ...{ adapterSha256: 'a'.repeat(64), iterations: 1, trainLoss: 1, validLossBefore: 1, validLoss: 1, durationMs: 1 },
  ...{ peakMemoryMb: 1, stoppedBy: 'iterations' as const, roundTrip: { error: 0, rowsError: 0, matches: true } },
}

it('keeps a week of nights and of trainings, the one to go on with, and what answers or may have to again', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-prune-'))
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
  const make = (parent: string, name: string, day: number, finished = true) => {
    const folder = path.join(parent, name)
    fs.mkdirSync(folder, { recursive: true })
    const [job, adapter] = [path.join(folder, 'job.json'), path.join(folder, 'adapter.gguf')]
    fs.writeFileSync(job, '{}')
    fs.writeFileSync(adapter, 'learned')
    if (finished) writeResult(folder, { ...result, adapterFile: adapter })
    for (const file of [job, folder]) fs.utimesSync(file, day, day)
  }
  const night = (day: number) => `night-2026-01-${String(day).padStart(2, '0')}-1`
  for (let day = 1; day <= 12; day += 1) {
    make(nightsFolder(home), night(day), day)
    make(runsFolder(home), night(day), day, day !== 3)
  }
  make(runsFolder(home), 'my own folder', 0)
  pruneTrainings(home, new Set([night(1)]))
  const newest = [6, 7, 8, 9, 10, 11, 12].map(night)
  expect(fs.readdirSync(nightsFolder(home)).sort()).toEqual([night(1), ...newest])
  expect(fs.readdirSync(runsFolder(home)).sort()).toEqual(['my own folder', night(1), night(3), ...newest])
})

it('has nothing to do where nothing was trained', () => {
  const home = path.join(os.tmpdir(), 'sam-that-is-not-there')
  pruneTrainings(home, new Set())
  expect(fs.existsSync(home)).toBe(false)
})
