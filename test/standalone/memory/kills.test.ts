import { expect, it } from 'vitest'
import { killWriters } from '../../../src/app/bench/memory/kills.ts'
import { temporaryFolder } from './fixtures.ts'

it('loses nothing that was accepted and doubles nothing when the writer is killed', async () => {
  const report = await killWriters(temporaryFolder(), 5)
  expect(report).toMatchObject({ lost: 0, duplicates: 0, damaged: 0 })
  expect(report.accepted).toBeGreaterThan(100)
}, 60_000)
