import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createServiceDesk } from '../../../src/app/desk/service-desk.ts'
import { keepServiceLevels } from '../../../src/app/service/keep-service-levels.ts'
import { ServiceRecorder } from '../../../src/app/service/service-recorder.ts'
import { HeardSound } from '../../../src/app/wake/heard-sound.ts'
import { listWakeClips, readWakeClip } from '../../../src/app/wake/wake-clips.ts'
import type { Ear, FrameAnalysis } from '../../../src/audio/ports.ts'
import { createTestClock, createTestLogger } from '../tools/fixtures.ts'

const start = new Date('2026-11-23T10:00')
const call = { signal: new AbortController().signal, onProgress() {} }

function newHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-heard-'))
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
  return home
}

/** Says of each second of sound what the test wants. */
function scripted(...answers: Partial<FrameAnalysis>[]): Ear {
  return {
    analyze: async () => [{ endMs: 0, speechProbability: 0, loudness: 0.1, ...answers.shift() }],
    reset: async () => {},
  }
}
const second = (level: number) => new Float32Array(16_000).fill(level)

it('tells how sure SAM was in the last twelve seconds, and forgets what is older', async () => {
  const { clock, pass } = createTestClock(start)
  const heard = new HeardSound(clock)
  expect(heard.isHearing).toBe(false)
  const ear = heard.watch(
    scripted(
      { speechProbability: 0.9, nearest: { phrase: 'alexa', score: 0.2 } },
      { speechProbability: 0.8, nearest: { phrase: 'hey jarvis', score: 0.4 } },
      { speechProbability: 0.8, wake: { phrase: 'hey jarvis', score: 0.7 } },
    ),
  )
  // Two frames of one moment are one point.
  await ear.analyze(second(0.1))
  await ear.analyze(second(0.1))
  pass(80)
  await ear.analyze(second(0.1))
  expect(heard.points()).toMatchObject([
    { score: 0.4, phrase: 'hey jarvis', speech: 0.9, fired: false },
    { score: 0.7, phrase: 'hey jarvis', fired: true },
  ])
  expect(heard.isHearing).toBe(true)
  pass(13_000)
  expect([heard.points(), heard.isHearing]).toEqual([[], false])
  for (let i = 0; i < 1000; i += 1) {
    pass(80)
    await ear.analyze(new Float32Array(0))
  }
  expect(heard.points().length).toBeLessThanOrEqual(151)
})

it('keeps what woke it wrongly as a recording of the phrase, only once the user says so, and deletes it when that is taken back', async () => {
  const home = newHome()
  const { clock } = createTestClock(start)
  const heard = new HeardSound(clock)
  const service = new ServiceRecorder(clock)
  const ear = heard.watch(scripted())
  const wake = async (level: number) => {
    for (let i = 0; i < 5; i += 1) await ear.analyze(second(level))
    service.see({ type: 'wake-detected', phrase: 'hey jarvis', score: 0.6, audioMs: 1, atMs: 1 })
    heard.woke(service.lastWakeId)
  }
  await wake(0.25)
  await wake(0.5)
  const desk = createServiceDesk({ home, service, heard })
  expect(listWakeClips(home)).toEqual([])
  await desk['service.label-wake']({ id: 1, falseWake: true }, call)
  await desk['service.label-wake']({ id: 1, falseWake: true }, call)
  const [clip, ...others] = listWakeClips(home)
  expect(others).toEqual([])
  expect(clip).toMatchObject({ phrase: 'hey_jarvis', label: 'false', seconds: 4 })
  expect((await readWakeClip(home, clip?.id ?? ''))[100]).toBeCloseTo(0.25, 3)
  expect(service.levels().wakes.find(({ id }) => id === 1)).toMatchObject({ falseWake: true, clip: clip?.id })
  await desk['service.label-wake']({ id: 1, falseWake: false }, call)
  expect(listWakeClips(home)).toEqual([])
  expect(service.levels().wakes.find(({ id }) => id === 1)).not.toHaveProperty('clip')
  // Too long ago to be in memory: the label holds without a recording.
  for (let i = 0; i < 25; i += 1) await wake(0.1)
  await desk['service.label-wake']({ id: 2, falseWake: true }, call)
  expect([listWakeClips(home), service.wake(2)?.falseWake]).toEqual([[], true])
})

it('goes on with what was measured after a restart, bounded, and begins anew where the file is no longer readable', () => {
  const home = newHome()
  const file = path.join(home, 'service-levels.json')
  const logger = createTestLogger()
  const run = (turns: number, woken: number) => {
    const recorder = new ServiceRecorder(createTestClock(start).clock)
    const kept = keepServiceLevels(recorder, file, logger)
    for (let i = 0; i < turns; i += 1)
      recorder.see({
        ...{ type: 'turn-finished', turnId: 't', outcome: 'done', atMs: i },
        timings: { routeMs: 1, totalMs: 5 },
      })
    for (let i = 0; i < woken; i += 1)
      recorder.see({ type: 'wake-detected', phrase: 'hey jarvis', score: 0.6, audioMs: 1, atMs: i })
    recorder.hear(20, 1)
    recorder.label(1, true, 'hey_jarvis/1-false')
    kept.stop()
    return recorder.levels()
  }
  run(200, 2)
  const second = run(200, 2)
  expect([second.turns.length, second.wakes.map(({ id }) => id)]).toEqual([300, [4, 3, 2, 1]])
  expect(second.wakes.at(-1)).toMatchObject({ falseWake: true, clip: 'hey_jarvis/1-false' })
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  for (const broken of ['{ broken', '{"turns":"many"}', '[]']) {
    fs.writeFileSync(file, broken)
    expect(run(1, 1).turns).toHaveLength(1)
  }
})
