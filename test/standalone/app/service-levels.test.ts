import { describe, expect, test } from 'vitest'
import {
  falseWakeRate,
  formatMilliseconds,
  frameLines,
  quantile,
  stageLines,
} from '../../../src/app/panel/model/service-lines.ts'
import { ServiceRecorder } from '../../../src/app/service/service-recorder.ts'
import { createTestClock } from '../tools/fixtures.ts'

const start = new Date('2026-11-23T10:00')
const finished = (totalMs: number, atMs: number) =>
  ({ type: 'turn-finished', turnId: 't', outcome: 'done', timings: { routeMs: 3, totalMs }, atMs }) as const
const woken = (atMs: number) => ({ type: 'wake-detected', phrase: 'hey jarvis', score: 0.6, audioMs: 1, atMs }) as const
const said = (text: string, atMs: number) =>
  ({ type: 'transcript-final', turnId: 't', text, audioMs: 1, atMs }) as const

describe('what SAM measures of itself', () => {
  test('stays bounded however long it runs, and keeps what is new', () => {
    const machine = createTestClock(start)
    const recorder = new ServiceRecorder(machine.clock)
    for (let i = 0; i < 2000; i++) {
      recorder.see(finished(100, i))
      recorder.see(woken(i))
      recorder.hear(20, 0)
      machine.pass(60_000)
    }
    const { turns, minutes, wakes } = recorder.levels()
    expect([turns.length, minutes.length, wakes.length]).toEqual([300, 1440, 100])
    expect(wakes[0]?.id).toBe(2000)
    expect(minutes.at(-1)?.atMs).toBe(start.getTime() + 1999 * 60_000)
  })

  test('how often hearing broke, and for how long, stays bounded and goes on after a restart', () => {
    const machine = createTestClock(start)
    const recorder = new ServiceRecorder(machine.clock)
    for (let i = 1; i <= 150; i++) recorder.wasAway(i)
    const { outages } = recorder.levels()
    expect(outages.length).toBe(100)
    expect(outages.at(-1)).toEqual({ atMs: start.getTime() - 150, durationMs: 150 })
    const next = new ServiceRecorder(machine.clock)
    next.wasAway(7)
    next.restore(recorder.toJSON())
    expect(
      next
        .levels()
        .outages.map(({ durationMs }) => durationMs)
        .slice(-2),
    ).toEqual([150, 7])
  })

  test('words soon after waking were meant; silence, or words much later, were not', () => {
    const recorder = new ServiceRecorder(createTestClock(start).clock)
    recorder.see(said('hello', 0))
    for (const event of [
      woken(1000),
      said('what time is it', 3000),
      woken(60_000),
      said('  ', 61_000),
      said('well', 90_000),
    ])
      recorder.see(event)
    expect(recorder.levels().wakes.map(({ words }) => words)).toEqual([false, true])
    expect(recorder.label(2, true)).toBe(true)
    expect(recorder.label(99, true)).toBe(false)
    expect(recorder.levels().wakes.map(({ falseWake }) => falseWake)).toEqual([true, false])
  })

  test('nothing of what SAM says by itself counts as an answer, and no words are kept', () => {
    const recorder = new ServiceRecorder(createTestClock(start).clock)
    recorder.see(finished(0, 1))
    recorder.see(said('my secret', 2))
    expect(recorder.levels()).toMatchObject({ turns: [], wakes: [] })
    expect(JSON.stringify(recorder.levels())).not.toContain('secret')
  })
})

describe('what the page makes of it', () => {
  test('median and the slowest of twenty', () => {
    expect([quantile([], 0.5), quantile([7], 0.95), quantile([4, 1, 3, 2], 0.5)]).toEqual([undefined, 7, 2])
    expect(
      quantile(
        Array.from({ length: 100 }, (_, i) => i + 1),
        0.95,
      ),
    ).toBe(95)
    const [endpoint, , route] = stageLines([{ atMs: 5, routeMs: 2, totalMs: 9 }])
    expect(endpoint).toMatchObject({ at: [], median: undefined })
    expect(route).toMatchObject({ at: [5], values: [2], median: 2, slow: 2 })
  })

  test('frames a second know pauses, short minutes and what was lost', () => {
    const minute = (number: number, frames: number, lost = 0) => ({
      atMs: number * 60_000,
      frames,
      heardMs: frames * 20,
      lost,
    })
    expect(frameLines([minute(1, 3000), minute(2, 1500), minute(5, 1500, 1500)])).toEqual({
      at: [60_000, 120_000, 180_000, 300_000],
      perSecond: [50, 50, null, 25],
      lost: [0, 0, null, 1500],
    })
  })

  test('a rate needs some listening', () => {
    const wake = { id: 1, atMs: 0, phrase: 'x', score: 1, words: false, falseWake: true }
    const heard = (heardMs: number) => [{ atMs: 0, frames: 1, heardMs, lost: 0 }]
    expect(falseWakeRate({ minutes: heard(60_000), wakes: [wake] }).perHour).toBeUndefined()
    expect(falseWakeRate({ minutes: heard(7_200_000), wakes: [wake] })).toEqual({ hours: 2, perHour: 0.5 })
    expect([340.4, 1240, 119_000, 3_900_000].map(formatMilliseconds)).toEqual([
      '340 ms',
      '1.2 s',
      '119.0 s',
      '1 h 5 min',
    ])
  })
})
