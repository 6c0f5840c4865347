import { expect, test } from 'vitest'
import {
  auditDecider,
  auditItems,
  auditOutcome,
  auditTitle,
  bytesByDay,
  withEarlier,
} from '../../../src/app/panel/model/audit-lines.ts'
import type { AuditLine } from '../../../src/app/server/requests/history-requests.ts'

const nowMs = new Date(2026, 2, 30, 12).getTime()
const hourMs = 3_600_000
const done = { decision: 'allowed', by: 'policy', type: 'action', input: {}, summary: '', undone: false } as const
const sent = { decision: 'allowed', by: 'policy', type: 'egress', purpose: 'a question to Claude', kept: true } as const
const lines: AuditLine[] = [
  { ...done, key: '1', atMs: nowMs, tool: 'sound.volume', tier: 'reversible', input: { level: 30 }, result: 'ok' },
  { ...done, key: '2', atMs: nowMs, tool: 'time.now', tier: 'read', result: 'ok' },
  { ...sent, key: '3', atMs: nowMs - hourMs, destination: 'api.anthropic.com', bytes: 2000 },
  { ...done, key: '4', atMs: nowMs - 24 * hourMs, tool: 'apps.open', tier: 'reversible', result: 'not-found' },
  { ...sent, key: '5', atMs: nowMs - 24 * hourMs, destination: 'example.org', bytes: 50, decision: 'refused' },
  { ...sent, key: '6', atMs: nowMs - 24 * hourMs, destination: 'example.org', bytes: 40, purpose: 'weather' },
]
const keys = (filter: Parameters<typeof auditItems>[1]['filter'], query = '') =>
  auditItems(lines, { filter, query, nowMs }).flatMap((item) => ('line' in item ? [item.key] : []))

test('lines are filtered by what they are, and searched in what is shown', () => {
  expect(keys('all')).toEqual(['1', '2', '3', '4', '5', '6'])
  expect(keys('did')).toEqual(['1'])
  expect(keys('claude')).toEqual(['3', '5'])
  expect(keys('failed')).toEqual(['4', '5'])
  expect(keys('all', 'VOLUME 30')).toEqual(['1'])
  expect(keys('failed', 'volume')).toEqual([])
})

test('a line says what was done and how it ended', () => {
  expect(lines.map(auditTitle)).toEqual([
    'Volume 30 %',
    'Time',
    'A question to Claude',
    'Open',
    'A question to Claude',
    'Weather',
  ])
  expect(lines.map(auditOutcome)).toEqual([
    'done',
    'done',
    '2.0 KB to api.anthropic.com',
    'failed: not found',
    'Kept from leaving to example.org',
    '40 bytes to example.org',
  ])
})

test('who decided is told where somebody did, in words', () => {
  const told = (by: string, decision: 'allowed' | 'denied' = 'allowed') => auditDecider({ by, decision })
  expect([told('policy'), told('voice', 'denied')]).toEqual([undefined, undefined])
  expect([told('voice'), told('grant 12'), told('rule 3', 'denied')]).toEqual([
    'you said so',
    'as you allowed before',
    'by a rule of yours',
  ])
  expect(told('somebody new')).toBe('decided by somebody new')
})

test('bytes are counted on the day they left, and what was kept from leaving is not', () => {
  const { at, bytes } = bytesByDay(lines, 3, nowMs)
  expect(at).toEqual([28, 29, 30].map((day) => new Date(2026, 2, day).getTime()))
  expect(bytes).toEqual([0, 40, 2000])
})

test('new lines come before those that are known, which learn what became of them', () => {
  const newest = { action: 2, egress: 3, cleared: 0 }
  const before = { lines, more: false, newest, undoable: '1' }
  const since = { undone: [], kept: ['3', '5', '6'] }
  const unchanged = { lines: [], more: false, newest, undoable: '1', since }
  expect(withEarlier(before, unchanged)).toBe(before)
  const undo: AuditLine = { ...done, key: '7', atMs: nowMs + 1, tool: 'undo.last', result: 'ok' }
  const later = { ...unchanged, lines: [undo], since: { undone: ['1'], kept: ['3'] } }
  const merged = withEarlier(before, later)
  expect(merged.lines.map(({ key }) => key)).toEqual(['7', '1', '2', '3', '4', '5', '6'])
  expect(merged.lines.flatMap((line) => (line.type === 'action' && line.undone ? [line.key] : []))).toEqual(['1'])
  expect(merged.lines.flatMap((line) => (line.type === 'egress' && line.kept ? [line.key] : []))).toEqual(['3'])
  expect(merged).not.toHaveProperty('since')
  // Told whole: what was known goes.
  expect(withEarlier(before, { lines: [undo], more: false, newest }).lines).toEqual([undo])
})
