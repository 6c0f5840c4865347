import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createHistoryDesk } from '../../../src/app/desk/history-desk.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { createActionMemory } from '../../../src/memory/action-memory.ts'

function stateWith(key: string | undefined) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-history-desk-'))
  const memory = createActionMemory(home)
  onTestFinished(() => {
    memory.database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const parts = { home, offline: false, clock: systemClock, memory }
  const desk = createHistoryDesk({ ...parts, claudeKey: () => key })
  return desk['privacy.state']({}, { signal: new AbortController().signal, onProgress: () => undefined })
}

it('tells whether there is a key for Claude, wherever it is kept, and never the key', async () => {
  const state = await stateWith('sk-ant-from-the-keychain')
  expect(state).toMatchObject({ claudeKey: true, offline: false, settings: { 'claude.allowed': false } })
  expect(JSON.stringify(state)).not.toContain('keychain')
  expect(await stateWith(undefined)).toMatchObject({ claudeKey: false })
  expect(await stateWith('')).toMatchObject({ claudeKey: false })
})
