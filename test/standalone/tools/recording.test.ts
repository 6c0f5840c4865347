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
  return (tool: string, input: Record<string, unknown> = {}, dryRun = false, approveConfirm = false) =>
    runner.run({ callId: 'call-1', tool, input }, callContext({ dryRun, approveConfirm }))
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

test('every tool for the machine does its work through the platform, and names what it would do', async () => {
  const log = path.join(temporaryFolder(), 'platform.jsonl')
  const run = await recordingTools(log)
  const file = '/recorded/a.txt'
  const calls: [string, Record<string, unknown>, ...string[]][] = [
    ['apps.hide', { app: 'safari' }, 'apps setHidden {"app":"Safari","hidden":true}'],
    ['apps.kill', { app: 'safari' }, 'apps kill {"app":"Safari"}'],
    ['files.reveal', { path: file }, `files reveal {"path":"${file}"}`],
    [
      'files.move',
      { path: file, destination: 'documents' },
      `files move {"from":"${file}","to":"/recorded/Documents/a.txt"}`,
    ],
    ['files.rename', { path: file, name: 'b' }, `files move {"from":"${file}","to":"/recorded/b.txt"}`],
    ['files.copy', { path: file }, `files copy {"from":"${file}","to":"/recorded/a copy.txt"}`],
    ['files.new-folder', { name: 'Taxes' }, 'files createFolder {"path":"/recorded/Desktop/Taxes"}'],
    ['files.trash', { path: file }, `files trash {"path":"${file}"}`],
    ['finder.selection', {}, 'finder selection {}'],
    ['windows.list', {}, 'windows list {}'],
    ['windows.move', { position: 'left' }, 'windows move {"to":"left"}'],
    ['windows.full-screen', {}, 'windows setFullScreen {"fullScreen":true}'],
    ['windows.minimize', { app: 'notes' }, 'windows setMinimized {"app":"Notes","minimized":true}'],
    ['windows.hide-all', { others: true }, 'windows hideAll {"exceptFront":true}'],
    ['sound.input-level', { level: 40 }, 'sound setInputLevel {"level":40}'],
    ['sound.output-device', { name: 'AirPods' }, 'sound setOutput {"name":"AirPods"}'],
    ['display.brightness', { delta: -10 }, 'display setBrightness {"delta":-10}'],
    ['display.dark-mode', {}, 'display setDarkMode {"dark":true}'],
    ['focus.set', {}, 'focus set {"enabled":true}'],
    ['media.search', { query: 'jazz' }, 'media search {"query":"jazz"}'],
    ['media.play', { query: 'jazz', app: 'Spotify' }, 'media play {"query":"jazz","player":"Spotify"}'],
    ['browser.tabs', {}, 'browser tabs {}'],
    [
      'browser.switch-tab',
      { query: 'news' },
      'browser switchTo {"browser":"Safari","title":"news","url":"https://recorded.example/"}',
    ],
    [
      'browser.close-tab',
      {},
      'browser close {"browser":"Safari","title":"recorded","url":"https://recorded.example/"}',
    ],
    ['browser.page-text', {}, 'browser pageText {"browser":"Safari"}'],
    ['clipboard.read', {}, 'clipboard read {}'],
    ['clipboard.write', { text: 'x' }, 'clipboard write {"text":"x"}'],
    ['clipboard.paste', {}, 'clipboard paste {}'],
    ['keyboard.press', { key: 'new-tab' }, 'keyboard press {"key":"new-tab","times":1}'],
    ['disks.eject', {}, 'disks eject {"name":"Recorded"}'],
    [
      'screen.capture',
      {},
      'screen capture {"kind":"screen","path":"/recorded/Desktop/Screen 2025-11-22 at 16.20.00.png"}',
    ],
    ['shortcuts.list', {}, 'shortcuts list {}'],
    ['shortcuts.run', { name: 'Morning' }, 'shortcuts run {"name":"Morning"}'],
    ['system.info', {}, 'system info {}'],
    ['system.disk', {}, 'system disk {}'],
    ['system.processes', {}, 'system processes {}'],
    ['system.network', {}, 'system network {}'],
    ['system.wifi', { enabled: false }, 'system setWifi {"on":false}'],
    ['system.bluetooth', { enabled: true }, 'system setBluetooth {"on":true}'],
    ['power.sleep', {}, 'power sleep {}'],
    ['power.display-sleep', {}, 'power display-sleep {}'],
    ['power.lock', {}, 'power lock {}'],
    ['power.keep-awake', {}, 'power keepAwake {"seconds":7200}'],
    ['math.evaluate', { expression: '6*7' }],
    ['units.convert', { from: 'mile', to: 'km' }],
    ['chance.coin', {}],
    ['chance.dice', { count: 2 }],
    ['chance.number', {}],
    ['numbers.count', { to: 3 }],
  ]
  for (const [tool, input] of calls) expect(await run(tool, input, false, true), tool).toMatchObject({ ok: true })
  const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
  const told = lines.map((line) => {
    const { port, method, input } = JSON.parse(line) as { port: string; method: string; input: unknown }
    return `${port} ${method} ${JSON.stringify(input)}`
  })
  expect(told).toEqual(calls.flatMap(([, , ...wanted]) => wanted))
  for (const tool of ['files.empty-trash', 'power.restart', 'power.shut-down', 'power.log-out', 'shell.run']) {
    expect(await run(tool, tool === 'shell.run' ? { argv: ['ls'] } : {}, false, true), tool).toMatchObject({
      refused: true,
    })
  }
  for (const [tool, input] of calls)
    expect((await run(tool, input, true)).spoken, tool).toMatch(/^I would do this: .+\./)
  expect(fs.readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(lines.length)
})
