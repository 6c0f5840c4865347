import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { SamError } from '../../../src/core/errors.ts'
import { createTools } from '../../../src/tools/create-tools.ts'
import { createMacFiles } from '../../../src/tools/platform/macos/mac-files.ts'
import { parseBattery } from '../../../src/tools/platform/macos/mac-system.ts'
import { createMacosPlatform } from '../../../src/tools/platform/macos/macos-platform.ts'
import { scriptError } from '../../../src/tools/platform/macos/script-errors.ts'
import { type ScriptFacts, scripts } from '../../../src/tools/platform/macos/scripts.ts'
import { spotlightQuery } from '../../../src/tools/platform/macos/spotlight-query.ts'
import {
  callContext,
  createTestClock,
  createTestLogger,
  openMemory,
  temporaryFolder,
  writeProgram,
} from './fixtures.ts'

interface Call {
  name: string
  argv: string[]
  stdin: string
}
type Answers = Record<string, { stdout?: string; stderr?: string; exitCode?: number }>

const separator = '\u001f'
const scriptsFolder = path.resolve(import.meta.dirname, '../../../src/tools/platform/macos/scripts')
const scriptFiles = fs.readdirSync(scriptsFolder)
const constantSources = new Set(scriptFiles.map((file) => fs.readFileSync(path.join(scriptsFolder, file), 'utf8')))

/** SAM on macOS, with stand-ins for the programs of the Mac that note what they get and give the answer they were told. */
function mac(answers: Answers = {}) {
  const bin = temporaryFolder()
  const log = path.join(bin, 'calls.jsonl')
  const source = `#!${process.execPath}
const fs = require('node:fs'), name = require('node:path').basename(process.argv[1])
const stdin = name === 'osascript' ? fs.readFileSync(0, 'utf8') : ''
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ name, argv: process.argv.slice(2), stdin }) + '\\n')
const { stdout = '', stderr = '', exitCode = 0 } = JSON.parse(fs.readFileSync(${JSON.stringify(path.join(bin, 'answers'))}, 'utf8'))[name] ?? {}
fs.writeSync(1, stdout)
fs.writeSync(2, stderr)
process.exit(exitCode)
`
  for (const name of ['osascript', 'open', 'mdfind', 'mdls', 'pmset']) writeProgram(path.join(bin, name), source)
  const answer = (next: Answers) => fs.writeFileSync(path.join(bin, 'answers'), JSON.stringify(next))
  answer(answers)
  const logger = createTestLogger()
  const environment = { SAM_MACOS_BIN: bin, HOME: '/home-of-me', PATH: '' }
  const platform = createMacosPlatform({ environment, logger })
  const tools = createTools({
    platform,
    memory: openMemory(),
    clock: createTestClock().clock,
    logger,
    onRing() {},
  })
  return {
    answer,
    logger,
    run: (tool: string, input: Record<string, unknown> = {}, context = callContext({ approveConfirm: true })) =>
      tools.runner.run({ callId: 'call-1', tool, input }, context),
    /** What the stand-ins got since the last question. */
    calls(): Call[] {
      if (!fs.existsSync(log)) return []
      const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
      fs.rmSync(log)
      return lines.map((line) => JSON.parse(line) as Call)
    },
  }
}

/** `open -b com.apple.Safari`, and of a script its name. */
function told(calls: readonly Call[]): string[] {
  return calls.map(({ name, argv, stdin }) => {
    if (name !== 'osascript') return [name, ...argv].join(' ')
    const file = scriptFiles.find((one) => fs.readFileSync(path.join(scriptsFolder, one), 'utf8') === stdin)
    return [file?.replace('.applescript', '') ?? 'UNKNOWN SOURCE', ...argv].join(' ')
  })
}

describe('actions on a Mac', () => {
  test('reach its own programs, with the data as arguments', async () => {
    const { run, calls, answer } = mac({ osascript: { stdout: `40${separator}30\n` } })
    expect((await run('apps.open', { app: 'safari' })).spoken).toBe('Opening Safari.')
    expect(told(calls())).toEqual(['running-applications - com.apple.Safari', 'open -b com.apple.Safari'])
    expect((await run('sound.volume', { level: 30 })).spoken).toBe('Volume 30 percent.')
    expect((await run('sound.volume', { delta: -10 })).ok).toBe(true)
    expect(told(calls())).toEqual(['set-volume - level 30', 'set-volume - delta -10'])
    answer({ osascript: { stdout: 'false\n' } })
    expect((await run('sound.mute', {})).spoken).toBe('Muted.')
    expect((await run('apps.quit', { app: 'notes' })).spoken).toBe('I quit Notes.')
    expect(told(calls())).toEqual([
      'set-muted - true',
      'unsaved-documents - com.apple.Notes',
      'quit-application - com.apple.Notes',
    ])
    await run('web.open', { url: 'github.com' })
    expect(told(calls())).toEqual(['open https://github.com/'])
    answer({ osascript: { stdout: `Safari${separator}Mail\n` } })
    expect((await run('apps.list')).spoken).toBe('Running: Safari and Mail.')
    answer({ osascript: { stdout: `Code${separator}com.microsoft.VSCode\n` } })
    expect((await run('apps.front')).spoken).toBe('Visual Studio Code is in front.')
  })

  test('undo quits only what was started by SAM', async () => {
    const { run, calls, answer } = mac({ osascript: { stdout: 'com.apple.Safari\n' } })
    await run('apps.open', { app: 'safari' })
    expect(await run('undo.last')).toMatchObject({ ok: false, code: 'nothing-to-undo' })
    answer({ osascript: { stdout: '\n' } })
    await run('apps.open', { app: 'safari' })
    calls()
    expect(await run('undo.last')).toMatchObject({ ok: true, spoken: 'I closed Safari again.' })
    expect(told(calls())).toEqual(['quit-application - com.apple.Safari'])
  })

  test('quitting asks when documents are unsaved', async () => {
    const { run, calls } = mac({ osascript: { stdout: '2\n' } })
    expect(await run('apps.quit', { app: 'textedit' }, callContext())).toMatchObject({ ok: false, refused: true })
    expect(told(calls())).toEqual(['unsaved-documents - com.apple.TextEdit'])
  })

  test('an application that only this Mac has is found by Spotlight and opened by its identifier', async () => {
    const { run, calls, answer } = mac()
    const installed = ['/Applications/Zorblax "Pro".app', '/Applications/Zorblax "Pro".app/Contents/Helper.app']
    answer({
      mdfind: { stdout: installed.map((file) => `${file}\0`).join('') },
      mdls: { stdout: 'com.zorblax.pro' },
    })
    expect(await run('apps.open', { app: 'zorblax pro' })).toMatchObject({ ok: true, spoken: 'Opening Zorblax "Pro".' })
    const opened = calls()
    expect(opened.find((call) => call.name === 'mdls')?.argv.at(-1)).toBe('/Applications/Zorblax "Pro".app')
    expect(opened.at(-1)).toMatchObject({ name: 'open', argv: ['-b', 'com.zorblax.pro'] })
    answer({ mdls: { stdout: '-e display dialog' } })
    expect(await run('apps.open', { app: 'zorblax pro' })).toMatchObject({ ok: false, code: 'app-unidentified' })
  })

  test('music: the player that runs is steered; without one only "play" starts one', async () => {
    const { run, calls, answer } = mac({ osascript: { stdout: 'com.spotify.client\n' } })
    await run('media.pause')
    expect(told(calls())).toEqual(['running-applications - com.apple.Music com.spotify.client', 'spotify - pause'])
    expect(await run('media.shuffle', { enabled: true })).toMatchObject({ spoken: 'Shuffle is on.' })
    expect(await run('media.repeat', { kind: 'one' })).toMatchObject({ spoken: 'Everything repeats.' })
    expect(told(calls()).filter((call) => call.startsWith('spotify'))).toEqual([
      'spotify - shuffle-on',
      'spotify - repeat-one',
    ])
    answer({ osascript: { stdout: '' } })
    expect(await run('media.next')).toMatchObject({ ok: false, code: 'no-player' })
    calls()
    expect(await run('media.play')).toMatchObject({ ok: true })
    expect(told(calls()).at(-1)).toBe('music - play')
    answer({ osascript: { stdout: ['playing', 'So What', 'Miles Davis', 'Kind of Blue'].join(separator) } })
    expect((await run('media.now-playing', { app: 'Spotify' })).spoken).toBe('This is So What by Miles Davis.')
    expect(await run('media.play', { app: 'Winamp' })).toMatchObject({ ok: false, code: 'no-player' })
  })

  test('the battery', async () => {
    const { run } = mac({
      pmset: {
        stdout:
          "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t81%; discharging; 5:12 remaining present: true\n",
      },
    })
    expect((await run('system.battery')).spoken).toBe(
      'The battery is at 81 percent with about 5 hours and 12 minutes left.',
    )
  })
})

describe('hostile words', () => {
  const pwned = path.join(temporaryRoot(), 'sam-pwned')
  const hostile = [
    `" & (do shell script "touch ${pwned}") & "`,
    `'; touch ${pwned}; '`,
    `$(touch ${pwned})`,
    `\`touch ${pwned}\``,
    `| touch ${pwned} #`,
    'two\nlines\r\nof text',
    '\u2028tell application "Finder" to delete every item',
    '\\" & quit & \\"',
    '-e display dialog "x"',
    '--args -b com.apple.Terminal',
    '-onlyin / "*"',
    '") || (kMDItemFSName == "*"',
    '* ? [a] {b} ~ ! %s %n',
    'émoji 🎉 ‮right to left',
    'https://example.com/"; touch x',
  ]
  const marked = hostile.map((text, index) => `zq${index}x ${text}`)

  test.each(marked)('never become a script, a shell command or an option: %j', async (text) => {
    const { run, calls, answer } = mac()
    const inputs: [string, Record<string, unknown>][] = [
      ['apps.open', { app: text }],
      ['apps.quit', { app: text }],
      ['files.find', { query: text }],
      ['files.open', { query: text }],
      ['web.open', { url: text }],
      ['web.search', { query: text }],
      ['media.play', { app: text }],
      ['time.timer', { durationSeconds: 60, name: text }],
    ]
    const results = []
    for (const [tool, input] of inputs) results.push(await run(tool, input))
    expect(results.some((result) => !result.ok && result.code === 'tool-failed')).toBe(false)
    const found = calls()
    // An installed application of that name reaches scripts only by its identifier.
    answer({
      mdfind: { stdout: `/Applications/${text.replaceAll('/', ':')}.app\0` },
      mdls: { stdout: 'com.example.hostile' },
    })
    await run('apps.quit', { app: text.replaceAll('/', ':') })
    const all = [...found, ...calls()]

    expect(all.filter((call) => call.name === 'osascript' && !constantSources.has(call.stdin))).toEqual([])
    for (const { name, argv } of all) {
      if (name === 'osascript') expect(argv.slice(0, 1)).toEqual(['-'])
      if (name === 'osascript') expect(argv.join()).not.toMatch(/zq\d+x/)
      if (name === 'open') expect(argv[0]).toMatch(/^(?:https?:\/\/|-b$)/)
      if (name === 'mdfind') expect(argv.slice(0, -1)).not.toContain(text)
    }
    expect(all.some(({ name, argv }) => name === 'mdfind' && /zq\d+x/.test(argv.at(-1) ?? ''))).toBe(true)
    expect(all.some(({ name, argv }) => name === 'open' && /zq\d+x/.test(decodeURIComponent(argv[0] ?? '')))).toBe(true)
    expect(fs.existsSync(pwned)).toBe(false)
  })

  test('a file with a hostile name is opened as one argument', async () => {
    const { run, calls, answer } = mac()
    const folder = temporaryFolder()
    for (const [index, text] of marked.entries()) {
      const file = path.join(folder, `${text.replaceAll('/', ':')}.txt`)
      fs.writeFileSync(file, '')
      answer({ mdfind: { stdout: `${file}\0` } })
      expect(await run('files.open', { query: `zq${index}x` })).toMatchObject({ ok: true })
      expect(calls().at(-1)).toEqual({ name: 'open', argv: [fs.realpathSync(file)], stdin: '' })
    }
  })

  test('a name with a NUL is refused, not cut', async () => {
    const { run } = mac()
    expect(await run('media.play', { app: 'Music\0' })).toMatchObject({ ok: false })
  })
})

describe('what macOS refuses', () => {
  const refusals: [string, string, RegExp][] = [
    ['execution error: Not authorized to send Apple events to Notes. (-1743)', 'automation-not-allowed', /Automation/],
    ['osascript is not allowed assistive access. (-25211)', 'accessibility-not-allowed', /Accessibility/],
    ['System Events got an error: not allowed assistive access. (-1719)', 'accessibility-not-allowed', /Accessibility/],
    ['Notes got an error: AppleEvent timed out. (-1712)', 'timed-out', /did not respond in time/],
    ['Notes got an error: Can’t get window 1. (-1728)', 'not-found', /did not find/],
    ['Notes got an error: Invalid index. (-1719)', 'not-found', /did not find/],
    ['Notes got an error: Connection is invalid. (-600)', 'app-not-running', /not running/],
    ['execution error: User canceled. (-128)', 'cancelled', /Cancelled/],
    ['Notes got an error: doesn’t understand. (-1708)', 'not-supported', /does not support/],
    ['A privilege violation occurred. (-10004)', 'privilege-missing', /right/],
    ['syntax error: Expected end of line. (-2741)', 'script-broken', /bug/],
    ['syntax error: A application constant or consideration can’t go here. (-2740)', 'script-broken', /bug/],
    ["execution error: Error on line 3: SyntaxError: Unexpected token '}' (-2700)", 'script-broken', /bug/],
    ['execution error: Error: Error: Something of its own. (-2700)', 'script-failed', /Something of its own/],
    ['execution error: something new (-9999)', 'script-failed', /something new/],
    ['', 'script-failed', /no reason/],
  ]

  test.each(refusals)('"%s" is %s', (stderr, code, words) => {
    const error = scriptError(stderr, 'Notes')
    expect(error.code).toBe(code)
    expect(`${error.message} ${error.remedy ?? ''}`).toMatch(words)
  })

  test('a missing permission is told with its cure, and its settings page opens once', async () => {
    const stderr = 'execution error: Not authorized to send Apple events to Music. (-1743)'
    const { run, calls } = mac({ osascript: { stderr, exitCode: 1 } })
    const first = await run('sound.mute', {})
    expect(first).toMatchObject({
      ok: false,
      code: 'automation-not-allowed',
      spoken: expect.stringMatching(/Automation/),
    })
    expect(told(calls()).at(-1)).toMatch(/^open x-apple\.systempreferences:.*Privacy_Automation$/)
    await run('sound.mute', {})
    expect(calls().map((call) => call.name)).toEqual(['osascript'])
  })

  test('a script that does not compile is a bug of SAM, in the log', async () => {
    const { run, logger } = mac({ osascript: { stderr: 'syntax error (-2741)', exitCode: 1 } })
    expect(await run('sound.mute', {})).toMatchObject({ ok: false, code: 'script-broken' })
    expect(logger.lines.join()).toMatch(/set-muted does not compile/)
  })

  test('an application that is not installed, or that stayed open', async () => {
    const { run, answer } = mac({ open: { stderr: 'Unable to find application', exitCode: 1 } })
    expect(await run('apps.open', { app: 'figma' })).toMatchObject({ ok: false, code: 'app-not-installed' })
    answer({ osascript: { stderr: 'User canceled. (-128)', exitCode: 1 } })
    expect(await run('apps.quit', { app: 'figma' })).toMatchObject({ ok: false, code: 'still-running' })
  })

  test('Spotlight that fails or is too slow is never "nothing found"', async () => {
    const { run } = mac({ mdfind: { stderr: 'disabled', exitCode: 1 } })
    expect(await run('files.find', { query: 'tax' })).toMatchObject({ ok: false, code: 'spotlight-failed' })
    const slow = createMacFiles(
      { hasStandIn: () => true, run: () => Promise.reject(new SamError('timed-out', 'mdfind did not answer.')) },
      '/home-of-me',
      [],
    )
    await expect(slow.find({ words: ['tax'] }, new AbortController().signal)).rejects.toMatchObject({
      code: 'timed-out',
      message: expect.stringMatching(/cannot say/),
    })
  })
})

describe('finding on a Mac', () => {
  test('asks Spotlight for words, kind and dates, and keeps to the files of the user', async () => {
    const found = [
      '/home-of-me/Documents/tax return 2025.pdf',
      '/home-of-me/Library/Caches/tax return.pdf',
      '/home-of-me/code/node_modules/tax return.pdf',
      '/home-of-me/.cache/tax return.pdf',
    ]
    const { run, calls } = mac({ mdfind: { stdout: found.map((file) => `${file}\0`).join('') } })
    const input = { query: 'tax return', kind: 'pdf', from: '2025-01-01', to: '2026-01-01' }
    expect((await run('files.find', input)).spoken).toBe('I found tax return 2025.pdf in Documents.')
    const [call] = calls()
    expect(call?.argv.slice(0, 3)).toEqual(['-0', '-onlyin', '/home-of-me'])
    expect(call?.argv.at(-1)).toMatch(/"\*tax\*"cd.*"\*return\*"cd.*com\.adobe\.pdf.*\$time\.iso\(/)
  })

  test('words cannot end the quotes of a query or match everything', () => {
    expect(spotlightQuery({ words: ['a"b*c\\d'] })).toContain(String.raw`"*a\"b\*c\\d*"cd`)
  })

  test('recent files come by last use', async () => {
    const { run, answer } = mac()
    answer({
      mdfind: { stdout: '/home-of-me/a.txt\0/home-of-me/b.txt\0' },
      mdls: { stdout: '2025-11-20 10:00:00 +0000\0' + '2025-11-22 10:00:00 +0000' },
    })
    expect((await run('files.recent', {})).spoken).toBe('I found 2: b.txt and a.txt.')
  })
})

describe('the scripts', () => {
  test('are those of the table, plain ASCII, and give up before SAM does', () => {
    const table: [string, ScriptFacts][] = Object.entries(scripts)
    const fileOf = ([name, { language }]: [string, ScriptFacts]) =>
      `${name}.${language === 'JavaScript' ? 'js' : 'applescript'}`
    expect(scriptFiles.sort()).toEqual(table.map(fileOf).sort())
    for (const [name, facts] of table) {
      const { timeoutMs, language } = facts
      const source = fs.readFileSync(path.join(scriptsFolder, fileOf([name, facts])), 'utf8')
      expect(source).toMatch(language === undefined ? /^on run argv$/m : /^function run\(\[method, input\]\) \{$/m)
      expect([...source].every((letter) => letter.charCodeAt(0) < 128)).toBe(true)
      const own = /with timeout of (\d+) seconds/.exec(source)?.[1]
      if (own !== undefined) expect(Number(own) * 1000).toBeLessThan(timeoutMs)
    }
  })
})

test.each([
  [' -InternalBattery-0 (id=1)\t81%; discharging; 5:12 remaining present: true', 'discharging', 81, 312],
  [' -InternalBattery-0 (id=1)\t43%; charging; 1:05 remaining present: true', 'charging', 43, 65],
  [' -InternalBattery-0 (id=1)\t100%; charged; 0:00 remaining present: true', 'full', 100, undefined],
  [' -InternalBattery-0 (id=1)\t90%; AC attached; not charging present: true', 'charging', 90, undefined],
  [' -InternalBattery-0 (id=1)\t55%; discharging; (no estimate) present: true', 'discharging', 55, undefined],
])('pmset: %s', (line, state, percent, minutesLeft) => {
  const text = `Now drawing from 'Battery Power'\n${line}\n`
  expect(parseBattery(text)).toEqual({ state, percent, ...(minutesLeft === undefined ? {} : { minutesLeft }) })
})

test('a Mac without a battery has none, and nonsense is unknown', () => {
  expect(parseBattery("Now drawing from 'AC Power'\n")).toEqual({ state: 'none' })
  expect(parseBattery('')).toEqual({ state: 'unknown' })
})

function temporaryRoot(): string {
  return process.env['TMPDIR'] ?? '/tmp'
}
