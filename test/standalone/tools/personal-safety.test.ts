import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { SamError } from '../../../src/core/errors.ts'
import { createMacPersonal } from '../../../src/tools/platform/macos/mac-personal.ts'
import { createScriptRunner } from '../../../src/tools/platform/macos/script-runner.ts'
import { type ScriptName, scripts } from '../../../src/tools/platform/macos/scripts.ts'
import type { PersonalPorts } from '../../../src/tools/platform/personal-port.ts'
import { createTestLogger } from './fixtures.ts'
import { at, bundles, macWith, programsThat } from './mac-applications.ts'

const scriptsFolder = path.resolve(import.meta.dirname, '../../../src/tools/platform/macos/scripts')
const constantSources = new Set(
  fs.readdirSync(scriptsFolder).map((file) => fs.readFileSync(path.join(scriptsFolder, file), 'utf8')),
)
const signal = new AbortController().signal

const payloads = [
  '" & (do shell script "touch /tmp/sam-pwned") & "',
  `'; touch /tmp/sam-pwned; '`,
  '$(touch /tmp/sam-pwned)',
  '`touch /tmp/sam-pwned`',
  '| touch /tmp/sam-pwned #',
  '\\" & quit & \\"',
  'tell application "Finder" to delete every item',
  '"}); app.quit(); ({"a":"',
  "'); Application.currentApplication().doShellScript('touch /tmp/sam-pwned'); ('",
  `$\{app.quit()}`,
  '</div><script>alert(1)</script>',
  '-e display dialog "x"',
  '-l AppleScript',
  '--',
  '__proto__',
  'constructor',
  '*/ app.quit() /*',
  '// \n app.quit()',
  '%s %n %@',
  '\\u0022 \\x22 \\0',
  '\ud800 half a letter',
  'é 🎉 \u202e right to left',
  '{"id":"x"}',
  '" & quit',
]
const wrappers: ((text: string) => string)[] = [
  (text) => text,
  (text) => `"${text}"`,
  (text) => `'${text}'`,
  (text) => `\\${text}`,
  (text) => `${text}\\`,
  (text) => `first line\n${text}`,
  (text) => `first line\r\n${text}\r\n`,
  (text) => `\u2028${text}\u2029`,
  (text) => `${text}\u001f${text}`,
  (text) => `\t${text} `,
  (text) => `((${text}))`,
  (text) => `\u00ab${text}\u00bb`,
  (text) => `\u201c${text}\u201d`,
  (text) => text.repeat(8),
  (text) => text.toUpperCase(),
  (text) => `end tell\n${text}\ntell me`,
  (text) => `end run\n${text}`,
  (text) => `🎉${text}🎉`,
  (text) => `${text}"`,
  (text) => `${text}'`,
  (text) => `${text}\``,
  (text) => `return ${text}`,
]
const hostile = payloads.flatMap((payload) => wrappers.map((wrap) => wrap(payload)))

/** The script runner over a stand-in for programs, which keeps what would have been started. */
function watched(answer = 'null') {
  const started: { name: string; args: readonly string[]; input: string }[] = []
  const programs = programsThat(async (name, args, { input = '' }) => {
    started.push({ name, args, input })
    return { exitCode: 0, stdout: `${answer}\n`, stderr: '' }
  })
  const runScript = createScriptRunner({ programs, logger: createTestLogger() })
  const ports = createMacPersonal(programs, runScript, { home: '/home-of-me', readMessages: false })
  return { started, runScript, ports }
}

/** Every call that takes text from outside, with that text in each place. */
const uses: readonly (readonly [string, (ports: Required<PersonalPorts>, text: string) => Promise<unknown>])[] = [
  ['reminders.create', ({ reminders }, text) => reminders.create({ text, list: text }, signal)],
  ['reminders.open', ({ reminders }, text) => reminders.open({ list: text, limit: 5 }, signal)],
  ['reminders.isOpen', ({ reminders }, text) => reminders.isOpen(text, signal)],
  ['reminders.setCompleted', ({ reminders }, text) => reminders.setCompleted(text, true, signal)],
  ['reminders.remove', ({ reminders }, text) => reminders.remove(text, signal)],
  ['reminders.createList', ({ reminders }, text) => reminders.createList(text, signal)],
  ['reminders.removeList', ({ reminders }, text) => reminders.removeList(text, signal)],
  ['notes.create', ({ notes }, text) => notes.create({ text, title: text }, signal)],
  ['notes.search', ({ notes }, text) => notes.search({ query: text, limit: 5 }, signal)],
  ['notes.append', ({ notes }, text) => notes.append(text, text, signal)],
  ['notes.takeBack', ({ notes }, text) => notes.takeBack(text, text, signal)],
  ['notes.remove', ({ notes }, text) => notes.remove(text, signal)],
  [
    'calendar.create',
    ({ calendar }, text) => {
      const now = new Date()
      return calendar.create({ title: text, location: text, start: now, end: now, allDay: false }, signal)
    },
  ],
  ['calendar.remove', ({ calendar }, text) => calendar.remove({ id: text, calendar: text }, signal)],
  ['mail.unread', ({ mail }, text) => mail.unread({ sender: text, limit: 5 }, signal)],
  ['mail.search', ({ mail }, text) => mail.search({ words: text, sender: text, limit: 5 }, signal)],
  ['mail.draft', ({ mail }, text) => mail.draft({ to: text, subject: text, body: text }, signal)],
  ['mail.send', ({ mail }, text) => mail.send({ to: text, subject: text, body: text }, signal)],
  ['mail.discardDraft', ({ mail }, text) => mail.discardDraft(text, signal)],
  ['contacts.find', ({ contacts }, text) => contacts.find(text, 5, signal)],
  ['contacts.add', ({ contacts }, text) => contacts.add({ name: text, phone: text, email: text }, signal)],
  ['contacts.takeBack', ({ contacts }, text) => contacts.takeBack({ id: text, phone: text, whole: false }, signal)],
  ['messages.send', ({ messages }, text) => messages.send('ana@example.com', text, signal)],
]

describe(`${hostile.length} hostile texts`, () => {
  test.each(uses)('reach %s as one argument of JSON, and never its source', async (_, use) => {
    const { started, ports } = watched()
    for (const text of hostile) await use(ports, text).catch(() => undefined)
    expect(started).toHaveLength(hostile.length)
    for (const [index, { name, args, input }] of started.entries()) {
      expect(name).toBe('osascript')
      expect(constantSources.has(input)).toBe(true)
      expect(args.slice(0, 3)).toEqual(['-l', 'JavaScript', '-'])
      expect(args).toHaveLength(5)
      expect(Object.values(JSON.parse(args[4] ?? '') as object)).toContain(hostile[index])
    }
  })

  test.each(Object.keys(scripts) as ScriptName[])('reach the script %s only after the dash', async (name) => {
    const { started, runScript } = watched()
    for (const text of hostile) await runScript(name, { args: [text], signal })
    for (const [index, { args, input }] of started.entries()) {
      expect(constantSources.has(input)).toBe(true)
      expect(args[args.indexOf('-') + 1]).toBe(hostile[index])
    }
  })

  test('no call, no message and no other link can be made of a number', async () => {
    const { started, ports } = watched()
    for (const text of [...hostile, '1-800-FLOWERS', '12', '', '555 0100 x12', '555?a=b', '555;ext=1', '+1 555/0100']) {
      await expect(ports.phone.call(text, 'audio', signal)).rejects.toMatchObject({ code: 'number-unusable' })
      await expect(ports.messages.send(text, 'x', signal)).rejects.toMatchObject({ code: 'number-unusable' })
    }
    expect(started).toEqual([])
    await ports.phone.call('+1 (555) 010‑0.100', 'audio', signal)
    await ports.phone.call('a&b?c=d/@example.com', 'video', signal)
    expect(started.map(({ name, args }) => [name, ...args])).toEqual([
      ['open', 'tel:+15550100100'],
      ['open', 'facetime://a%26b%3Fc%3Dd%2F%40example.com'],
    ])
  })

  test('arrive whole in the applications themselves', async () => {
    const { run, holds } = macWith({
      reminders: { lists: [{ name: 'Reminders', reminders: [] }] },
      notes: { folders: [{ name: 'Notes', notes: [] }] },
    })
    const some = hostile.filter((text, index) => index % 23 === 0 && text.trim() === text && !text.includes('\ud800'))
    expect(some.length).toBeGreaterThan(12)
    for (const text of some) {
      expect(await run('reminders.create', { text })).toMatchObject({ ok: true })
      expect(await run('notes.create', { text })).toMatchObject({ ok: true })
    }
    const [list] = holds('reminders')['lists'] as { reminders: { name: string }[] }[]
    expect(list?.reminders.map((one) => one.name)).toEqual(some)
    const [folder] = holds('notes')['folders'] as { notes: { body: string }[] }[]
    for (const { body } of folder?.notes ?? []) {
      // Nothing but SAM's own paragraphs is markup.
      expect(body.replace(/<\/?div>|<br>/g, '')).not.toMatch(/[<>]/)
    }
    expect(fs.existsSync('/tmp/sam-pwned')).toBe(false)
  }, 20_000)
})

describe('answers of the applications', () => {
  const refused: readonly (readonly [string, string, Record<string, unknown>, string])[] = [
    ['no JSON', 'notes.create', { text: 'x' }, 'note id x-coredata'],
    ['nothing', 'notes.create', { text: 'x' }, ''],
    ['another shape', 'notes.create', { text: 'x' }, '[]'],
    ['two answers', 'notes.create', { text: 'x' }, '{"id":"a"}\n{"id":"b"}'],
    ['an identifier with control characters', 'notes.create', { text: 'x' }, '{"id":"a\\u0007b"}'],
    ['more than was asked for', 'notes.create', { text: 'x' }, '{"id":"a","approved":true}'],
    [
      'a date as text',
      'reminders.list',
      {},
      '{"reminders":[{"id":"a","text":"t","list":"l","due":"2025-11-22"}],"total":1}',
    ],
    [
      'a date of no calendar',
      'reminders.list',
      {},
      '{"reminders":[{"id":"a","text":"t","list":"l","due":9e15}],"total":1}',
    ],
    ['a broken number', 'mail.unread', {}, '{"messages":[],"total":-1}'],
    [
      'more mails than the limit',
      'mail.unread',
      {},
      JSON.stringify({
        messages: Array(26).fill({ subject: 's', sender: 'a', receivedAt: 0, unread: true }),
        total: 26,
      }),
    ],
    [
      'an event without an end',
      'calendar.list',
      {},
      '{"events":[{"id":"a","calendar":"c","title":"t","start":0}],"complete":true}',
    ],
    [
      'a person without a name',
      'contacts.find',
      { person: 'ana' },
      '{"people":[{"id":"a","phones":[],"emails":[]}],"complete":true}',
    ],
  ]
  test.each(refused)('with %s are refused, and nothing is claimed', async (_, tool, input, text) => {
    const { run, answer } = macWith({
      notes: { folders: [{ name: 'Notes', notes: [] }] },
      reminders: { lists: [] },
      mail: { inbox: { messages: [] } },
      calendar: { calendars: [] },
      contacts: { people: [] },
    })
    answer(text)
    expect(await run(tool, input)).toMatchObject({
      ok: false,
      code: 'answer-unreadable',
      spoken: expect.stringMatching(/cannot say whether that worked/),
    })
  })

  test('cannot fake a second line or more than the cap', async () => {
    const messages = Array.from({ length: 60 }, (_, index) => ({
      subject: `Line one\u2028Say yes${index}\u0007`,
      sender: 'Eve <eve@example.com>',
      dateReceived: at(2025, 10, 20, 8, index),
      readStatus: false,
    }))
    const { run } = macWith({ mail: { inbox: { messages } } })
    const told = await run('mail.unread')
    expect(told.spoken).toBe(
      'You have 60 unread mails: Line one Say yes59 from Eve, Line one Say yes58 from Eve, Line one Say yes57 from Eve and 57 more.',
    )
    expect((told as { output?: { messages: unknown[] } }).output?.messages).toHaveLength(25)
  })
})

describe('what an application refuses', () => {
  const applications = {
    reminders: { lists: [{ name: 'Reminders', reminders: [] }] },
    notes: { folders: [{ name: 'Notes', notes: [] }] },
    calendar: { calendars: [] },
    mail: { inbox: { messages: [] } },
    contacts: { people: [] },
  }
  const reads = [
    ['Reminders', 'reminders.list', {}],
    ['Notes', 'notes.search', {}],
    ['Calendar', 'calendar.list', {}],
    ['Mail', 'mail.unread', {}],
    ['Contacts', 'contacts.find', { person: 'ana' }],
  ] as const
  const refusals: readonly (readonly [string, string, RegExp])[] = [
    [
      'Error: Error: Not authorized to send Apple events to it. (-1743)',
      'automation-not-allowed',
      /Allow (\w+) for SAM in .*Automation/,
    ],
    ['Error: Error: AppleEvent timed out. (-1712)', 'timed-out', /(\w+) did not respond in time.*another window/],
    ["Error: Error: Can't get object. (-1728)", 'not-found', /(\w+) did not find that/],
    ['Error: Error: Invalid index. (-1719)', 'not-found', /(\w+) did not find that/],
    ['Error: Error: User canceled. (-128)', 'cancelled', /Cancelled/],
    ['Error: Error: Message not understood. (-1708)', 'not-supported', /(\w+) does not support that/],
    ['Error: Error: A privilege violation occurred. (-10004)', 'privilege-missing', /right/],
    ['Error on line 4: TypeError: undefined is not a function (-2700)', 'script-broken', /bug/],
  ]
  test.each(refusals)('"%s" is %s for each of them, and never "nothing"', async (stderr, code, words) => {
    const { run, fail, calls } = macWith(applications)
    fail(stderr, true)
    for (const [application, tool, input] of reads) {
      const result = await run(tool, input)
      expect(result, tool).toMatchObject({ ok: false, code, spoken: expect.stringMatching(words) })
      expect(words.exec(result.spoken)?.[1] ?? application).toBe(application)
    }
    const panes = calls()
      .filter(({ name }) => name === 'open')
      .map(({ argv }) => argv[0])
    expect(panes).toHaveLength(code === 'automation-not-allowed' ? reads.length : 0)
  })

  test('one that is not running is opened behind the windows, and asked once more', async () => {
    const { run, fail, calls } = macWith(applications)
    fail("Error: Error: Application isn't running. (-600)")
    expect(await run('notes.create', { text: 'x' })).toMatchObject({ ok: true })
    expect(calls().map(({ name, argv }) => [name, argv.join(' ').slice(0, 24)])).toEqual([
      ['osascript', '-l JavaScript - create {'],
      ['open', `-g -b ${bundles.notes}`],
      ['osascript', '-l JavaScript - create {'],
    ])
  })

  test('one that does not start is said not to run, after one retry', async () => {
    const { run, fail, calls } = macWith(applications)
    fail("Error: Error: Application isn't running. (-600)", true)
    expect(await run('mail.unread')).toMatchObject({
      ok: false,
      code: 'app-not-running',
      spoken: 'Mail is not running.',
      retryable: true,
    })
    expect(calls().map(({ name }) => name)).toEqual(['osascript', 'open', 'osascript'])
  })
})

test('one call at a time goes to an application, and others do not wait for it', async () => {
  const active = new Map<string, number>()
  let together = 0
  let most = 0
  const release: (() => void)[] = []
  const programs = programsThat(async (_, args) => {
    const key = String(args[3])
    active.set(key, (active.get(key) ?? 0) + 1)
    together = [...active.values()].reduce((sum, one) => sum + one, 0)
    most = Math.max(most, active.get(key) ?? 0)
    await new Promise<void>((resolve) => release.push(resolve))
    active.set(key, (active.get(key) ?? 1) - 1)
    return { exitCode: 0, stdout: 'null', stderr: '' }
  })
  const runScript = createScriptRunner({ programs, logger: createTestLogger() })
  const all = [
    runScript('notes', { args: ['notes'], signal }),
    runScript('notes', { args: ['notes'], signal }),
    runScript('mail', { args: ['mail'], signal }),
  ]
  const next = async () => {
    while (release.length === 0) await new Promise((resolve) => setImmediate(resolve))
    release.shift()?.()
  }
  while (release.length < 2) await new Promise((resolve) => setImmediate(resolve))
  expect(together).toBe(2)
  await next()
  await next()
  await next()
  await Promise.all(all)
  expect(most).toBe(1)
})

test('an application that hangs is told as that', async () => {
  const programs = programsThat(() =>
    Promise.reject(new SamError('timed-out', 'osascript did not answer within 30 seconds.')),
  )
  const runScript = createScriptRunner({ programs, logger: createTestLogger() })
  const { mail } = createMacPersonal(programs, runScript, { home: '/home-of-me', readMessages: false })
  await expect(mail.unread({ limit: 5 }, signal)).rejects.toMatchObject({
    code: 'timed-out',
    message: expect.stringMatching(/^Mail did not respond in time/),
  })
})
