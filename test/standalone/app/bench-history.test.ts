import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createServiceDesk } from '../../../src/app/desk/service-desk.ts'
import { acousticLines } from '../../../src/app/panel/model/acoustic-lines.ts'
import { benchRuns, keepBenchRun } from '../../../src/app/service/bench-history.ts'
import { ServiceRecorder } from '../../../src/app/service/service-recorder.ts'
import { systemClock } from '../../../src/core/clock.ts'

let home = ''
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-history-'))
})
afterEach(() => fs.rmSync(home, { recursive: true }))

it('keeps every run, and gives them in order', () => {
  expect(benchRuns(home, 'acoustic')).toEqual([])
  keepBenchRun(home, 'acoustic', { stopP95Ms: 120, selfStops: 1 }, 2000)
  keepBenchRun(home, 'acoustic', { stopP95Ms: Number.POSITIVE_INFINITY }, 1000)
  keepBenchRun(home, 'loop', { stopP95Ms: 1 }, 3000)
  expect(benchRuns(home, 'acoustic')).toEqual([
    { atMs: 1000, figures: { stopP95Ms: null } },
    { atMs: 2000, figures: { stopP95Ms: 120, selfStops: 1 } },
  ])
})

it('leaves damaged lines out, and takes no name that leads elsewhere', () => {
  keepBenchRun(home, 'acoustic', { selfStops: 0 }, 1)
  fs.appendFileSync(path.join(home, 'bench', 'acoustic.jsonl'), '{"atMs":\n[]\n{"atMs":"x","figures":{}}\n')
  expect(benchRuns(home, 'acoustic')).toHaveLength(1)
  expect(() => keepBenchRun(home, '../elsewhere', {}, 1)).toThrow()
})

it('gives the page lines with a gap where a run lacks a figure', async () => {
  keepBenchRun(home, 'acoustic', { selfStops: 3 }, 1)
  keepBenchRun(home, 'acoustic', { stopP95Ms: 140 }, 2)
  const desk = createServiceDesk({
    home,
    service: new ServiceRecorder(systemClock),
    heard: { soundOfWake: () => undefined },
  })
  const call = { signal: new AbortController().signal, onProgress: () => {} }
  const lines = acousticLines(await desk['service.acoustic']({}, call))
  expect(lines.at).toEqual([1, 2])
  expect(lines.of('selfStops')).toEqual([3, null])
  expect(lines.of('stopP95Ms')).toEqual([null, 140])
})
