import { describe, expect, test } from 'vitest'
import type { NewTimer } from '../../../src/memory/ports.ts'
import { openMemory, temporaryFolder } from './fixtures.ts'

const now = new Date(2025, 10, 22, 12)
const later = (ms: number) => new Date(now.getTime() + ms)
const timer = (durationMs: number, more: Partial<NewTimer> = {}): NewTimer => ({
  kind: 'timer',
  createdAt: now,
  durationMs,
  deadline: later(durationMs),
  ...more,
})

describe('timers on disk', () => {
  test('come back as they were set, soonest first', () => {
    const { timers } = openMemory()
    const alarm = {
      kind: 'alarm',
      createdAt: now,
      deadline: later(5000),
      localTime: '2025-11-22T12:00:05',
      name: 'taxi',
    } as const
    const slow = timers.add(timer(9000, { elapsed: { bootId: 'b', deadlineMs: 12.5 } }))
    const wake = timers.add(alarm)
    expect(timers.waiting()).toEqual([
      { id: wake.id, state: 'waiting', ...alarm },
      { id: slow.id, state: 'waiting', ...timer(9000, { elapsed: { bootId: 'b', deadlineMs: 12.5 } }) },
    ])
  })

  test('are claimed by one caller only, and end as rung or missed', () => {
    const home = temporaryFolder()
    const one = openMemory(home).timers
    const other = openMemory(home).timers
    const { id } = one.add(timer(1000))
    expect([one.claim(id, now), other.claim(id, now), one.claim(id, now)]).toEqual([true, false, false])
    expect(other.waiting()).toEqual([])
    expect(other.cancel(id)).toBe(false)
    one.finish(id, 'rung')
    expect(other.get(id)?.state).toBe('rung')
    one.finish(id, 'missed')
    expect(other.get(id)?.state).toBe('rung')
  })

  test('a cancellation can be taken back, once', () => {
    const { timers } = openMemory()
    const { id } = timers.add(timer(1000))
    expect(timers.restore(id)).toBe(false)
    expect([timers.cancel(id), timers.cancel(id)]).toEqual([true, false])
    expect(timers.claim(id, now)).toBe(false)
    expect([timers.restore(id), timers.restore(id)]).toEqual([true, false])
    expect(timers.waiting()).toHaveLength(1)
    expect(timers.cancel(99)).toBe(false)
  })

  test('one that was claimed long ago and never finished is found again', () => {
    const { timers } = openMemory()
    const { id } = timers.add(timer(1000))
    timers.claim(id, now)
    expect(timers.abandoned(now)).toEqual([])
    expect(timers.abandoned(later(1)).map((found) => found.id)).toEqual([id])
  })

  test('know which processes ring', () => {
    const { timers } = openMemory()
    timers.beat(11, now)
    timers.beat(12, later(1000))
    expect(timers.ringers(now).sort()).toEqual([11, 12])
    timers.beat(11, later(2000))
    expect(timers.ringers(later(1500))).toEqual([11])
    timers.retire(11)
    expect(timers.ringers(now)).toEqual([12])
  })
})

describe('remembered permissions', () => {
  test('an allowance must have an end, also for who writes into the database', () => {
    const { grants, database } = openMemory()
    expect(() => grants.add({ effect: 'allow', tool: 'a', createdAt: now })).toThrowError(
      expect.objectContaining({ code: 'grant-without-end', kind: 'usage' }),
    )
    const sql = "INSERT INTO grants (effect, tool, created_ms) VALUES ('allow', 'a', 0)"
    expect(() => database.connection().exec(sql)).toThrow(/CHECK/)
  })

  test('hold for their tool and target until they end or are removed', () => {
    const { grants } = openMemory()
    const all = grants.add({ effect: 'allow', tool: 'mail.send', createdAt: now, expiresAt: later(1000) })
    const one = grants.add({ effect: 'deny', tool: 'mail.send', target: 'ana@example.com', createdAt: now })
    const ids = (target: string | undefined, at = now) => grants.matching('mail.send', target, at).map(({ id }) => id)
    expect(ids('ana@example.com')).toEqual([all.id, one.id])
    expect(ids('bo@example.com')).toEqual([all.id])
    expect(ids(undefined)).toEqual([all.id])
    expect(ids('ana@example.com', later(1000))).toEqual([one.id])
    expect(grants.matching('mail.read', 'ana@example.com', now)).toEqual([])
    expect(grants.list(later(2000))).toEqual([one])
    expect([grants.remove(one.id), grants.remove(one.id)]).toEqual([true, false])
    expect(grants.list(now)).toEqual([all])
  })
})
