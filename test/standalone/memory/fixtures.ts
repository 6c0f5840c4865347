import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'
import type { ActionEntry } from '../../../src/memory/ports.ts'

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-memory-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function openMemory(home = temporaryFolder()) {
  const memory = createMemoryStores(home)
  onTestFinished(() => memory.database.close())
  return memory
}

export function actionEntry(changes: Partial<ActionEntry> = {}): ActionEntry {
  return {
    at: new Date(2025, 10, 22, 12),
    turnId: 'turn-1',
    callId: 'call-1',
    origin: 'text',
    tainted: false,
    tool: 'apps.open',
    tier: 'reversible',
    input: { app: 'Safari' },
    summary: 'Open Safari.',
    decision: 'allowed',
    by: 'policy',
    durationMs: 12.5,
    result: 'ok',
    ...changes,
  }
}
