import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { loadPlatform } from '../../../src/tools/platform/load-platform.ts'
import { callContext, createTestClock, createTestLogger, openMemory, temporaryFolder } from './fixtures.ts'

async function recordingTools(log: string | undefined) {
  const logger = createTestLogger()
  const environment = { SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: log, PATH: '/usr/bin' }
  const platform = await loadPlatform({ environment, logger })
  const { runner } = createTools({
    platform,
    memory: openMemory(),
    clock: createTestClock().clock,
    logger,
    onRing() {},
  })
  return (tool: string, input: Record<string, unknown> = {}, dryRun = false) =>
    runner.run({ callId: 'call-1', tool, input }, callContext({ dryRun }))
}

test('the recording platform does nothing and writes one line for each call', async () => {
  const log = path.join(temporaryFolder(), 'platform.jsonl')
  const run = await recordingTools(log)
  const inputs: [string, Record<string, unknown>][] = [
    ['apps.open', { app: 'terminal' }],
    ['apps.quit', { app: 'safari' }],
    ['apps.list', {}],
    ['files.find', { query: 'tax return', kind: 'pdf' }],
    ['files.open', { position: 1 }],
    ['web.open', { url: 'example.com' }],
    ['sound.volume', { level: 30 }],
    ['sound.mute', {}],
    ['media.next', {}],
    ['media.pause', { app: 'Spotify' }],
    ['system.battery', {}],
    ['time.now', {}],
  ]
  for (const [tool, input] of inputs) await run(tool, input)
  await run('apps.open', { app: 'mail' }, true)
  const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { port: 'apps', method: 'open', input: { app: 'Terminal', bundleId: 'com.apple.Terminal' } },
    { port: 'apps', method: 'quit', input: { app: 'Safari', bundleId: 'com.apple.Safari' } },
    { port: 'apps', method: 'list', input: {} },
    { port: 'files', method: 'find', input: { words: ['tax', 'return'], kind: 'pdf' } },
    { port: 'files', method: 'open', input: { path: '/recorded/tax return' } },
    { port: 'web', method: 'open', input: { url: 'https://example.com/' } },
    { port: 'sound', method: 'setVolume', input: { level: 30 } },
    { port: 'sound', method: 'setMuted', input: { muted: true } },
    { port: 'media', method: 'next', input: {} },
    { port: 'media', method: 'pause', input: { player: 'Spotify' } },
    { port: 'system', method: 'battery', input: {} },
  ])
})

test('without a file to write to, nothing is written', async () => {
  const run = await recordingTools(undefined)
  expect(await run('apps.open', { app: 'terminal' })).toMatchObject({ ok: true, spoken: 'Opening Terminal.' })
})
