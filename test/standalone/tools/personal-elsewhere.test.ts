import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { loadPlatform } from '../../../src/tools/platform/load-platform.ts'
import { callContext, createTestClock, createTestLogger, openMemory, temporaryFolder } from './fixtures.ts'

async function toolsOn(environment: Record<string, string>) {
  const logger = createTestLogger()
  const { runner } = createTools({
    platform: await loadPlatform({ environment, logger }),
    memory: openMemory(),
    clock: createTestClock().clock,
    logger,
    onRing() {},
  })
  const ask = async () => ({ approved: true, by: 'panel' })
  return (tool: string, input: Record<string, unknown>) =>
    runner.run({ callId: 'call-1', tool, input }, callContext({ ask }))
}

const calls: readonly (readonly [string, Record<string, unknown>])[] = [
  ['reminders.create', { text: 'call ana', day: '2025-11-23', list: 'garden' }],
  ['reminders.list', { list: 'garden' }],
  ['reminders.complete', { text: 'call ana' }],
  ['lists.add', { text: 'milk', list: 'shopping' }],
  ['lists.show', { list: 'shopping' }],
  ['lists.show', {}],
  ['lists.remove', { text: 'milk', list: 'shopping' }],
  ['notes.create', { text: 'the plumber comes at nine' }],
  ['notes.search', { query: 'plumber' }],
  ['notes.append', { text: 'or ten', title: 'plumber' }],
  ['calendar.list', { day: '2025-11-23' }],
  ['calendar.create', { title: 'lunch', at: '2025-11-23T12:30' }],
  ['calendar.delete', { title: 'lunch' }],
  ['mail.unread', {}],
  ['mail.search', { query: 'invoice' }],
  ['mail.draft', { person: 'ana', body: 'hello' }],
  ['mail.send', { person: 'ana', body: 'hello' }],
  ['contacts.find', { person: 'ana' }],
  ['contacts.add', { person: 'ana', phone: '555 1234' }],
  ['messages.send', { person: 'ana', text: 'hello' }],
  ['messages.read', {}],
  ['phone.call', { person: 'ana' }],
]

/** What SAM keeps itself where no application does. */
const own = /^(?:reminders|lists)\./

test.each(calls.filter(([tool]) => !own.test(tool)))('%s %j says on Linux that it takes a Mac', async (tool, input) => {
  const run = await toolsOn({ SAM_PLATFORM: 'linux', PATH: '', HOME: '/nowhere' })
  expect(await run(tool, input)).toMatchObject({
    ok: false,
    code: 'not-on-this-platform',
    spoken: expect.stringMatching(/only on a Mac\.$/),
  })
})

test('the recording platform notes what would be done, and claims to know nothing', async () => {
  const log = path.join(temporaryFolder(), 'platform.jsonl')
  const run = await toolsOn({ SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: log, PATH: '' })
  const said: Record<string, string> = {}
  for (const [tool, input] of calls) said[tool] = (await run(tool, input)).spoken
  expect(said).toMatchObject({
    'reminders.create': 'You have no list called garden.',
    'lists.add': 'I put milk on the list Shopping. It is a new list.',
    'notes.create': 'I made a note: the plumber comes at nine.',
    'calendar.list': 'You have nothing on the calendar tomorrow.',
    'mail.unread': 'You have no unread mail.',
    'contacts.find': 'ana: recorded recorded@example.com.',
    'phone.call': 'FaceTime is calling ana; it may ask you to confirm.',
  })
  const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
  const noted = lines.map((line) => JSON.parse(line) as { port: string; method: string; input: unknown })
  expect(noted).toContainEqual({ port: 'notes', method: 'create', input: { text: 'the plumber comes at nine' } })
  expect(noted).toContainEqual({ port: 'reminders', method: 'create', input: { text: 'milk', list: 'Shopping' } })
  expect(noted).toContainEqual({
    port: 'messages',
    method: 'send',
    input: { to: 'recorded@example.com', text: 'hello' },
  })
  expect(noted).toContainEqual({ port: 'phone', method: 'call', input: { to: 'recorded@example.com', kind: 'audio' } })
  expect(noted.filter(({ port }) => port === 'mail').map(({ method }) => method)).toEqual([
    'unread',
    'search',
    'draft',
    'send',
  ])
})
