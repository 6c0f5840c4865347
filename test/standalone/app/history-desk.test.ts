import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createHistoryDesk } from '../../../src/app/desk/history-desk.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'

function openDesk(key?: string) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-history-desk-'))
  const memory = createMemoryStores(home)
  onTestFinished(() => {
    memory.database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const parts = { home, offline: false, clock: systemClock, memory }
  return { memory, desk: createHistoryDesk({ ...parts, claudeKey: () => key }) }
}

const asking = { signal: new AbortController().signal, onProgress: () => undefined }
const stateWith = (key: string | undefined) => openDesk(key).desk['privacy.state']({}, asking)

it('tells whether there is a key for Claude, wherever it is kept, and never the key', async () => {
  const state = await stateWith('sk-ant-from-the-keychain')
  expect(state).toMatchObject({ claudeKey: true, offline: false, settings: { 'claude.allowed': false } })
  expect(JSON.stringify(state)).not.toContain('keychain')
  expect(await stateWith(undefined)).toMatchObject({ claudeKey: false })
  expect(await stateWith('')).toMatchObject({ claudeKey: false })
})

it('tells of the audit log only what came since, and all of it again where words were forgotten', async () => {
  const { desk, memory } = openDesk()
  const action = {
    ...{
      turnId: 't',
      callId: 'c',
      origin: 'text' as const,
      tainted: false,
      tool: 'apps.open',
      input: {},
      result: 'ok',
    },
    ...{ decision: 'allowed' as const, by: 'policy', durationMs: 1, at: new Date() },
  }
  const egress = {
    destination: 'example.org',
    purpose: 'weather',
    bytes: 3,
    decision: 'allowed' as const,
    by: 'policy',
  }
  const first = memory.audit.appendAction({ ...action, summary: 'Open Safari', receipt: { app: 'Safari' } })
  memory.audit.appendEgress({ ...egress, at: new Date() })
  const all = await desk['history.audit']({}, asking)
  expect(all.lines).toHaveLength(2)
  expect(all).not.toHaveProperty('since')
  const nothing = await desk['history.audit']({ after: all.newest }, asking)
  expect(nothing).toMatchObject({ lines: [], newest: all.newest, undoable: `action ${first}`, since: { undone: [] } })
  memory.audit.appendAction({ ...action, summary: 'Undo', undoes: first })
  const next = await desk['history.audit']({ after: all.newest }, asking)
  expect(next.lines).toMatchObject([{ summary: 'Undo' }])
  expect(next.since?.undone).toEqual([`action ${first}`])
  await memory.forgetter.forget({ words: 'safari' })
  const anew = await desk['history.audit']({ after: next.newest }, asking)
  expect(anew).not.toHaveProperty('since')
  expect(anew.lines).toHaveLength(3)
  expect(JSON.stringify(anew.lines)).not.toContain('Safari')
})
