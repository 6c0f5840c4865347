import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseMoment } from '../../../src/app/cli/moment.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'
import type { ActionEntry } from '../../../src/memory/ports.ts'
import { freshUser } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

const action = (at: Date, app: string): ActionEntry => ({
  at,
  turnId: 'turn-1',
  callId: 'call-1',
  origin: 'text',
  tainted: false,
  tool: 'apps.open',
  tier: 'reversible',
  input: { app },
  summary: `Open ${app}`,
  decision: 'allowed',
  by: 'policy',
  durationMs: 12,
  result: 'ok',
})

describe('sam audit', () => {
  it('shows what was done and what was sent, oldest first', async () => {
    const { audit, database } = createMemoryStores(user.environment.SAM_HOME)
    const now = Date.now()
    audit.appendAction(action(new Date(now - 7_200_000), 'Safari'))
    audit.appendEgress({
      at: new Date(now - 60_000),
      destination: 'example.org',
      purpose: 'a test',
      bytes: 42,
      decision: 'allowed',
      by: 'policy',
    })
    audit.appendAction(action(new Date(now), 'Notes'))
    database.close()

    const all = (await user.sam('audit', '--json')).lines()
    expect(all.map(({ type }) => type)).toEqual(['audit-action', 'audit-egress', 'audit-action'])
    expect(all[0]).toMatchObject({
      at: new Date(now - 7_200_000).toISOString(),
      tool: 'apps.open',
      decision: 'allowed',
      by: 'policy',
      input: { app: 'Safari' },
      result: 'ok',
    })
    expect(all[1]).toMatchObject({ bytes: 42, destination: 'example.org' })

    expect((await user.sam('audit', '--since', '1h', '--json')).lines()).toHaveLength(2)
    const newest = (await user.sam('audit', '--limit', '1')).stdout
    expect(newest).toContain('Open Notes')
    expect(newest.trim().split('\n')).toHaveLength(1)
  })

  it('says so when there is nothing', async () => {
    expect(await user.sam('audit')).toMatchObject({ code: 0, stdout: 'Nothing yet.\n' })
    expect(await user.sam('audit', '--json')).toMatchObject({ code: 0, stdout: '' })
  })
})

describe('a moment', () => {
  const now = new Date(2026, 2, 10, 15, 30)
  it.each([
    ['2h', new Date(2026, 2, 10, 13, 30)],
    ['30m', new Date(2026, 2, 10, 15, 0)],
    ['1.5d', new Date(2026, 2, 9, 3, 30)],
    ['today', new Date(2026, 2, 10)],
    ['yesterday', new Date(2026, 2, 9)],
    ['2026-03-01', new Date(2026, 2, 1)],
    ['2026-03-01T08:15', new Date(2026, 2, 1, 8, 15)],
    ['2026-03-01T08:15:00Z', new Date(Date.UTC(2026, 2, 1, 8, 15))],
  ])('%s is understood', (text, moment) => {
    expect(parseMoment(text, now)).toEqual(moment)
  })

  it.each(['', 'soon', '2h later', '2026-13-01', '12', '-2h'])('"%s" is not', (text) => {
    expect(() => parseMoment(text, now)).toThrow(/is not a moment/)
  })
})
