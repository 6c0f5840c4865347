import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { EgressEntry } from '../../../src/memory/ports.ts'
import { openMemory, temporaryFolder } from './fixtures.ts'

const now = new Date(2026, 4, 1, 12)
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

function sent(changes: Partial<EgressEntry> & { body?: string; address?: string } = {}): EgressEntry {
  const { body = '{"messages":[]}', address = 'https://api.anthropic.com/v1/messages', ...entry } = changes
  return {
    ...{ at: now, destination: 'api.anthropic.com', purpose: 'a question', bytes: 1, decision: 'allowed', by: 'x' },
    content: {
      method: 'POST',
      address,
      headers: [
        ['x-api-key', 'sk-ant-secret-key-1234'],
        ['accept', '*/*'],
      ],
      body,
    },
    ...entry,
  }
}

it('keeps the body byte for byte with its row, and no key in any file', () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const body = '{"messages":[{"content":"grün 🌱 \\n\\u00e9 password is x"}]}'
  const egressId = memory.audit.appendEgress(
    sent({ turnId: 'a', body, address: 'https://me:hunter2-long@host/x?api_key=abcdef' }),
  )
  const [record] = memory.sent.read({ egressId }, now)
  expect(record).toMatchObject({ egressId, at: now, method: 'POST', body })
  expect(record?.headers).toEqual([
    ['x-api-key', '[secret]'],
    ['accept', '*/*'],
  ])
  expect(memory.sent.read({ turnId: 'a' }, now)).toEqual([record])
  expect(memory.sent.kept(now)).toEqual(new Set([egressId]))
  memory.database.close()
  const files = fs.readdirSync(home).map((name) => fs.readFileSync(path.join(home, name), 'latin1'))
  for (const text of files) expect(text).not.toMatch(/sk-ant-secret|hunter2|abcdef/)
})

it('keeps the last 200, of 30 days, of 32 MB; the rows of the audit log stay', () => {
  const memory = openMemory()
  memory.audit.appendEgress(sent({ at: daysAgo(31) }))
  const month = memory.audit.appendEgress(sent({ at: daysAgo(29) }))
  expect(memory.sent.kept(now)).toEqual(new Set([month]))
  expect(memory.sent.read({ egressId: month }, daysAgo(-2))).toEqual([])
  for (let i = 0; i < 205; i += 1) memory.audit.appendEgress(sent())
  expect(memory.sent.kept(now).size).toBe(200)
  memory.audit.appendEgress(sent({ body: 'x'.repeat(20_000_000) }))
  const large = memory.audit.appendEgress(sent({ body: 'y'.repeat(20_000_000) }))
  expect(memory.sent.kept(now)).toEqual(new Set([large]))
  expect(memory.audit.list({ limit: 1000 })).toHaveLength(209)
  expect(memory.sent.forget(large)).toBe(1)
  expect(memory.sent.kept(now).size).toBe(0)
})

it('leaves nothing in any file when it is taken out while SAM runs', () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const inFiles = (words: string) =>
    fs.readdirSync(home).some((name) => fs.readFileSync(path.join(home, name)).includes(words))
  const [one] = ['zanzibar-kumquat', 'walrus-quince'].map((body) => memory.audit.appendEgress(sent({ body })))
  expect(inFiles('zanzibar-kumquat')).toBe(true)
  expect(memory.sent.forget(one)).toBe(1)
  expect(inFiles('zanzibar-kumquat')).toBe(false)
  expect(inFiles('walrus-quince')).toBe(true)
  expect(memory.sent.forget()).toBe(1)
  expect(inFiles('walrus-quince')).toBe(false)
})

it('is reached by forgetting: of the turn, of later turns that carried it along, and by the words', async () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const say = (conversation: string, turnId: string, text: string) => {
    const turn = { source: 'live', conversation, id: `${turnId}/asked`, speaker: 'user', text, at: now }
    memory.turns.addMany([{ ...turn, origin: 'text' }])
    return memory.log.rowOf({ source: 'live', conversation, id: turn.id }) ?? 0
  }
  say('one', 'before', 'what is a walrus')
  const row = say('one', 'told', 'my locker is zanzibar-kumquat')
  say('one', 'after', 'and now?')
  say('two', 'other', 'something else entirely')
  const ids = Object.fromEntries(
    ['before', 'told', 'after', 'other'].map((turnId) => [turnId, memory.audit.appendEgress(sent({ turnId }))]),
  )
  const quoted = memory.audit.appendEgress(
    sent({ turnId: 'later', body: JSON.stringify({ content: 'He said: "my locker is zanzibar-kumquat"\n' }) }),
  )
  const weather = memory.audit.appendEgress(
    sent({ turnId: 'w', address: 'https://places/?name=%22Upper+Walrus%22%20Town' }),
  )
  const would = await memory.forgetter.wouldForget({ turns: [row] })
  expect(would.elsewhere).toBe(3)
  expect(memory.sent.kept(now).has(quoted)).toBe(true)
  expect(await memory.forgetter.forget({ turns: [row] })).toEqual(would)
  expect(memory.sent.kept(now)).toEqual(new Set([ids['before'], ids['other'], weather]))
  await memory.forgetter.forget({ words: 'town walrus' })
  expect(memory.sent.kept(now)).toEqual(new Set([ids['before'], ids['other']]))
  memory.database.close()
  for (const name of fs.readdirSync(home))
    expect(fs.readFileSync(path.join(home, name)).includes('kumquat')).toBe(false)
})
