import { describe, expect, it } from 'vitest'
import { BriefingClock } from '../../../src/app/briefing-clock.ts'
import { createTestClock, createTestLogger, openMemory, temporaryFolder } from '../tools/fixtures.ts'

const monday = (time: string) => new Date(`2026-11-23T${time}`)

function briefingAt(start: Date, schedule = 'weekdays at 7:30', home = temporaryFolder()) {
  const machine = createTestClock(start)
  const told: Date[] = []
  const state = { busy: false }
  const logger = createTestLogger()
  const clock = new BriefingClock({
    schedule,
    days: openMemory(home).briefingDays,
    clock: machine.clock,
    logger,
    isBusy: async () => state.busy,
    tell: async () => void told.push(machine.clock.wallTime()),
  })
  return { machine, told, state, clock, logger, home }
}

describe('the briefing by itself', () => {
  it('is told at its time, once a day', async () => {
    const { machine, clock, told } = briefingAt(monday('07:29'))
    expect(await clock.look()).toBe(false)
    machine.pass(60_000)
    expect(await clock.look()).toBe(true)
    machine.pass(60_000)
    expect(await clock.look()).toBe(false)
    machine.setWall(new Date('2026-11-24T07:31'))
    await clock.look()
    expect(told).toHaveLength(2)
  })

  it('is not told again when the clock is set back over its time, and is told at its time when it was set forward by days', async () => {
    const { machine, clock, told } = briefingAt(monday('07:31'))
    expect(await clock.look()).toBe(true)
    machine.setWall(monday('06:00'))
    expect(await clock.look()).toBe(false)
    machine.setWall(monday('07:31'))
    expect(await clock.look()).toBe(false)
    machine.setWall(new Date('2026-12-03T06:00'))
    expect(await clock.look()).toBe(false)
    machine.setWall(new Date('2026-12-03T07:30'))
    expect(await clock.look()).toBe(true)
    expect(told).toHaveLength(2)
  })

  it('waits while the user is busy', async () => {
    const { machine, clock, state } = briefingAt(monday('07:30'))
    state.busy = true
    expect(await clock.look()).toBe(false)
    machine.pass(10 * 60_000)
    state.busy = false
    expect(await clock.look()).toBe(true)
  })

  it('comes later after sleep, but not much later', async () => {
    expect(await briefingAt(monday('09:00')).clock.look()).toBe(true)
    expect(await briefingAt(monday('11:00')).clock.look()).toBe(false)
  })

  it('is told by one process only', async () => {
    const first = briefingAt(monday('07:30'))
    const second = briefingAt(monday('07:30'), 'weekdays at 7:30', first.home)
    const told = await Promise.all([first.clock.look(), second.clock.look()])
    expect(told.filter(Boolean)).toHaveLength(1)
  })

  it('is not told on other days', async () => {
    expect(await briefingAt(new Date('2026-11-22T07:31')).clock.look()).toBe(false)
  })

  it('a schedule that is not understood is said in the log, and breaks nothing', async () => {
    const { clock, logger } = briefingAt(monday('07:31'), 'whenever')
    expect(await clock.look()).toBe(false)
    expect(logger.lines.join()).toMatch(/schedule-unclear/)
  })
})
