import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDiskSpace, parseProcesses } from '../../../src/tools/platform/machine-answers.ts'
import { portOf } from '../../../src/tools/platform/macos/mac-facts.ts'
import { callContext, writeProgram } from './fixtures.ts'
import { macWith, type ProgramCall } from './mac-applications.ts'

const separator = '\u001f'

function window(title: string, frame: [number, number, number, number], more: Record<string, unknown> = {}) {
  const { minimized = false, fullScreen = false, subrole = 'AXStandardWindow' } = more
  return {
    name: title,
    subrole,
    position: frame.slice(0, 2),
    size: frame.slice(2),
    attributes: [
      { name: 'AXMinimized', value: minimized },
      { name: 'AXFullScreen', value: fullScreen },
    ],
  }
}

function desktop(windows: Record<string, unknown>[] = [], more: Record<string, unknown> = {}) {
  const safari = {
    bundleIdentifier: 'com.apple.Safari',
    displayedName: 'Safari',
    frontmost: true,
    backgroundOnly: false,
  }
  const notes = { bundleIdentifier: 'com.apple.Notes', displayedName: 'Notes', frontmost: false, backgroundOnly: false }
  return {
    processes: [
      { ...safari, visible: true, unixId: 4001, windows },
      { ...notes, visible: true, unixId: 4002, windows: [window('Shopping', [0, 25, 500, 400])] },
    ],
    appearancePreferences: { darkMode: false },
    ...more,
  }
}
type Held = Record<string, unknown>
const first = (mac: ReturnType<typeof macWith>, process = 0, index = 0): Held => {
  const processes = mac.holds('systemEvents')['processes'] as { windows: Held[] }[]
  return processes[process]?.windows[index] as Held
}
const told = (calls: readonly ProgramCall[]) => calls.map(({ name, argv }) => [name, ...argv].join(' '))

describe('windows of a Mac', () => {
  test('go to halves and quarters of their own screen, and back', async () => {
    // The second screen lies to the right and is lower; the menu bar takes 25 points of the first.
    const screens = [
      [0, 0, 1440, 900, 25],
      [1440, -180, 1920, 1080, 0],
    ]
    const mac = macWith({ systemEvents: desktop([window('News', [100, 100, 800, 600])]) }, { more: { screens } })
    expect((await mac.run('windows.move', { position: 'left' })).spoken).toBe(
      'The window is at the left half of the screen.',
    )
    expect(first(mac)).toMatchObject({ position: [0, 25], size: [720, 875] })
    expect(await mac.run('undo.last')).toMatchObject({ ok: true })
    expect(first(mac)).toMatchObject({ position: [100, 100], size: [800, 600] })
    await mac.run('windows.move', { position: 'center' })
    expect(first(mac)).toMatchObject({ position: [320, 163], size: [800, 600] })
    await mac.run('windows.move', { position: 'bottom-right', app: 'notes' })
    expect(first(mac, 1)).toMatchObject({ position: [720, 463], size: [720, 438] })
    const second = macWith({ systemEvents: desktop([window('News', [1500, 100, 800, 600])]) }, { more: { screens } })
    await second.run('windows.move', { position: 'maximized' })
    expect(first(second)).toMatchObject({ position: [1440, 0], size: [1920, 1080] })
  })

  test('full screen, minimized, listed; panels are no windows', async () => {
    const windows = [window('', [0, 0, 10, 10], { subrole: 'AXDialog' }), window('News', [100, 100, 800, 600])]
    const mac = macWith({ systemEvents: desktop(windows) })
    const state = (name: string) =>
      (first(mac, 0, 1)['attributes'] as { name: string; value: boolean }[]).find((one) => one.name === name)?.value
    await mac.run('windows.full-screen')
    expect(state('AXFullScreen')).toBe(true)
    await mac.run('undo.last')
    expect(state('AXFullScreen')).toBe(false)
    expect((await mac.run('windows.minimize', { app: 'safari' })).spoken).toBe('Minimized.')
    expect(state('AXMinimized')).toBe(true)
    const listed = await mac.run('windows.list')
    expect(listed).toMatchObject({
      taints: true,
      spoken: '3 windows are open: Safari, News in Safari and Shopping in Notes.',
    })
    await mac.run('windows.minimize', { app: 'safari', enabled: false })
    expect(state('AXMinimized')).toBe(false)
    expect(await mac.run('windows.minimize', { app: 'safari', enabled: false })).toMatchObject({ code: 'no-window' })
    expect(await mac.run('windows.move', { app: 'mail', position: 'left' })).toMatchObject({ code: 'app-not-running' })
    expect(await mac.run('windows.move', { position: 'behind the sofa' })).toMatchObject({ code: 'invalid-arguments' })
  })
})

describe('the desktop of a Mac', () => {
  test('hides, shows and ends applications', async () => {
    const mac = macWith({ systemEvents: desktop() }, { programs: { kill: '' } })
    const visible = () => (mac.holds('systemEvents')['processes'] as Held[])[0]?.['visible']
    expect((await mac.run('apps.hide', { app: 'safari' })).spoken).toBe('I hid Safari.')
    expect(visible()).toBe(false)
    await mac.run('undo.last')
    expect(visible()).toBe(true)
    expect(await mac.run('apps.hide', { app: 'mail' })).toMatchObject({ ok: false, code: 'app-not-running' })
    mac.calls()
    expect((await mac.run('apps.kill', { app: 'safari' })).spoken).toBe('I ended Safari.')
    expect(mac.questions).toEqual(['Force Safari to quit. What is not saved there is lost.'])
    expect(told(mac.calls()).at(-1)).toBe('kill -KILL 4001')
    expect((await mac.run('apps.kill', { app: 'mail' })).spoken).toBe('Mail is not running.')
    expect(mac.calls().some(({ name }) => name === 'kill')).toBe(false)
  })

  test('hides every application or all others, and shows just those again', async () => {
    const more = desktop()
    const hidden = { bundleIdentifier: 'com.apple.Music', displayedName: 'Music', frontmost: false }
    more.processes.push({ ...hidden, backgroundOnly: false, visible: false, unixId: 4003, windows: [] })
    const mac = macWith({ systemEvents: more })
    const visible = () => (mac.holds('systemEvents')['processes'] as Held[]).map((one) => one['visible'])
    expect((await mac.run('windows.hide-all', { others: true })).spoken).toBe('The others are hidden.')
    expect(visible()).toEqual([true, false, false])
    await mac.run('undo.last')
    expect(visible()).toEqual([true, true, false])
    expect((await mac.run('windows.hide-all')).spoken).toBe('All windows are hidden.')
    expect(visible()).toEqual([false, false, false])
    await mac.run('undo.last')
    expect(visible()).toEqual([true, true, false])
  })

  test('presses keys by their names only, and asks before a document is changed', async () => {
    const mac = macWith({ systemEvents: desktop() })
    await mac.run('keyboard.press', { key: 'new-tab' })
    await mac.run('keyboard.press', { key: 'line-down', times: 2 })
    expect(mac.questions).toEqual([])
    await mac.run('keyboard.press', { key: 'save' })
    expect(mac.questions).toEqual(['Save the document in front.'])
    expect(mac.holds('systemEvents')['pressed']).toEqual([
      '["keystroke","t",{"using":["command down"]}]',
      '["keyCode",125]',
      '["keyCode",125]',
      '["keystroke","s",{"using":["command down"]}]',
    ])
    for (const input of [{ key: 'lock' }, { key: 'constructor' }, { key: 'copy', times: 1000 }])
      expect(await mac.run('keyboard.press', input)).toMatchObject({ code: 'invalid-arguments' })
    expect(await mac.run('keyboard.press', { key: 'save' }, callContext())).toMatchObject({ refused: true })
  })

  test('takes a key back by its opposite, where it has one', async () => {
    const mac = macWith({ systemEvents: desktop() })
    await mac.run('keyboard.press', { key: 'line-down', times: 2 })
    expect(await mac.run('undo.last')).toMatchObject({ ok: true, spoken: 'Up.' })
    expect(mac.holds('systemEvents')['pressed']).toEqual([
      '["keyCode",125]',
      '["keyCode",125]',
      '["keyCode",126]',
      '["keyCode",126]',
    ])
    await mac.run('keyboard.press', { key: 'new-tab' })
    expect(await mac.run('undo.last')).toMatchObject({ code: 'nothing-to-undo' })
    expect(mac.questions).toEqual([])
  })

  test('ejects the disk that was meant, and says when it stays', async () => {
    const disks = [
      { name: 'Macintosh HD', ejectable: false },
      { name: 'Backup Drive', ejectable: true },
      { name: 'CAMERA', ejectable: true },
    ]
    const mac = macWith({ finder: { disks } })
    const left = () => (mac.holds('finder')['disks'] as Held[]).map((one) => one['name'])
    expect(await mac.run('disks.eject')).toMatchObject({ code: 'disk-ambiguous' })
    expect((await mac.run('disks.eject', { name: 'backup' })).spoken).toBe('You can take Backup Drive out now.')
    expect(mac.questions).toEqual(['Eject Backup Drive.'])
    expect(left()).toEqual(['Macintosh HD', 'CAMERA'])
    expect((await mac.run('disks.eject')).spoken).toBe('You can take CAMERA out now.')
    expect(await mac.run('disks.eject')).toMatchObject({ code: 'disk-missing' })
    const busy = macWith({ finder: { disks: [{ name: 'CAMERA', ejectable: true, busy: true }] } })
    expect(await busy.run('disks.eject', { all: true })).toMatchObject({ code: 'disk-in-use' })
  })

  test('ejects the other disks where one is held', async () => {
    const disks = [
      { name: 'CAMERA', ejectable: true, busy: true },
      { name: 'Stick', ejectable: true },
    ]
    const mac = macWith({ finder: { disks } })
    expect(await mac.run('disks.eject', { all: true })).toMatchObject({
      code: 'disk-in-use',
      spoken: expect.stringMatching(/^You can take Stick out now\. CAMERA is still in use, so it stays\./),
    })
  })

  test('dark mode, and brightness by the keys where nothing tells the level', async () => {
    const mac = macWith({ systemEvents: desktop() })
    const dark = () => (mac.holds('systemEvents')['appearancePreferences'] as Held)['darkMode']
    await mac.run('display.dark-mode')
    expect(dark()).toBe(true)
    await mac.run('undo.last')
    expect(dark()).toBe(false)
    const pressed = () => (mac.holds('systemEvents')['pressed'] as string[] | undefined) ?? []
    expect((await mac.run('display.brightness', { delta: 13 })).spoken).toBe('The screen is brighter.')
    expect(pressed()).toEqual(['["keyCode",144]', '["keyCode",144]'])
    await mac.run('undo.last')
    expect(pressed().slice(2)).toEqual(['["keyCode",145]', '["keyCode",145]'])
    expect((await mac.run('display.brightness', { level: 50 })).spoken).toBe('Brightness about 50 percent.')
    expect(pressed().slice(4)).toEqual([...Array(16).fill('["keyCode",145]'), ...Array(8).fill('["keyCode",144]')])
    const exact = macWith({}, { programs: { brightness: { '-l': 'display 0: brightness 0.500000\n' } } })
    expect((await exact.run('display.brightness', { delta: -20 })).spoken).toBe('Brightness 30 percent.')
    await exact.run('undo.last')
    expect(told(exact.calls())).toEqual(['brightness -l', 'brightness 0.30', 'brightness -l', 'brightness 0.50'])
  })

  test('power: sleeping asks, restarting takes a hand, and locking is the keys', async () => {
    const mac = macWith({ systemEvents: desktop() }, { programs: { pmset: '' } })
    const byVoice = { ask: async () => ({ approved: true, by: 'voice' }) }
    expect(await mac.run('power.sleep', {}, callContext())).toMatchObject({ refused: true })
    for (const tool of ['power.restart', 'power.shut-down', 'power.log-out']) {
      expect(await mac.run(tool, {}, callContext(byVoice)), tool).toMatchObject({ refused: true })
      expect(await mac.run(tool, {}, callContext({ approveConfirm: true })), tool).toMatchObject({ refused: true })
    }
    expect(mac.calls()).toEqual([])
    for (const tool of ['power.lock', 'power.restart', 'power.shut-down', 'power.log-out']) await mac.run(tool)
    expect(mac.holds('systemEvents')['pressed']).toEqual([
      '["keystroke","q",{"using":["control down","command down"]}]',
      '["restart"]',
      '["shutDown"]',
      '["logOut"]',
    ])
    mac.calls()
    await mac.run('power.sleep')
    await mac.run('power.display-sleep')
    expect(told(mac.calls())).toEqual(['pmset sleepnow', 'pmset displaysleepnow'])
  })

  test('staying awake is a program that an undo ends, and only that one', async () => {
    const programs = { ps: '/usr/bin/caffeinate\n', kill: '' }
    const mac = macWith({}, { programs })
    writeProgram(path.join(mac.folder, 'caffeinate'), '#!/bin/sh\nexec /bin/sleep 30\n')
    const awake = await mac.run('power.keep-awake', { durationSeconds: 3600 })
    expect(awake.spoken).toBe('I keep the machine awake for 1 hour.')
    const { processId } = (awake as unknown as { receipt: { processId: number } }).receipt
    process.kill(processId)
    await mac.run('undo.last')
    expect(told(mac.calls())).toEqual([`ps -o comm= -p ${processId}`, `kill ${processId}`])
    const other = macWith({}, { programs: { ...programs, ps: '/usr/bin/vim\n' } })
    writeProgram(path.join(other.folder, 'caffeinate'), '#!/bin/sh\nexec /bin/sleep 30\n')
    const again = (await other.run('power.keep-awake')) as unknown as { receipt: { processId: number } }
    process.kill(again.receipt.processId)
    expect((await other.run('undo.last')).spoken).toBe('That had ended already.')
    expect(other.calls().some(({ name }) => name === 'kill')).toBe(false)
  })

  test('the clipboard travels by input and output, in UTF-8, and asks before it is read aloud', async () => {
    const text = 'grüße "$HOME"\n\u2028 🎉'
    const mac = macWith({ systemEvents: desktop() }, { programs: { pbcopy: '', pbpaste: text } })
    expect((await mac.run('clipboard.write', { text })).ok).toBe(true)
    expect(mac.calls()).toEqual([{ name: 'pbcopy', argv: [], stdin: text }])
    expect(await mac.run('clipboard.read', {}, callContext())).toMatchObject({ refused: true })
    expect(await mac.run('clipboard.read')).toMatchObject({ ok: true, taints: true, output: { text } })
    await mac.run('clipboard.paste')
    expect(mac.holds('systemEvents')['pressed']).toEqual(['["keystroke","v",{"using":"command down"}]'])
  })
})

describe('Finder', () => {
  test('throws away, puts back under the old name, and empties', async () => {
    const mac = macWith({ finder: { trash: { items: [], warnsBeforeEmptying: true }, selection: [] } })
    const file = path.join(mac.folder, 'two words.txt')
    fs.writeFileSync(file, 'x')
    expect(await mac.run('files.trash', { path: file })).toMatchObject({
      ok: true,
      receipt: { trashed: '/home-of-me/.Trash/two words.txt', original: file },
    })
    await mac.run('undo.last')
    expect(mac.holds('finder')['moved']).toEqual([
      { name: 'two words.txt', from: '/home-of-me/.Trash/two words.txt', to: mac.folder, replacing: false },
    ])
    expect(await mac.run('files.empty-trash')).toMatchObject({ ok: true, spoken: 'The trash is empty.' })
    expect(mac.questions.at(-1)).toMatch(/the one thing in the trash/)
    expect(mac.holds('finder')['trash']).toEqual({ items: [], warnsBeforeEmptying: true })
  })

  test('tells what is selected; the next words can take one of it', async () => {
    const selection = [
      { url: 'file:///home-of-me/a%20%22b%22.txt' },
      { url: 'file:///home-of-me/Folder/' },
      { url: 'smb://x' },
    ]
    const mac = macWith({ finder: { selection } })
    expect(await mac.run('finder.selection')).toMatchObject({
      taints: true,
      spoken: 'a "b".txt and Folder are selected.',
      output: { paths: ['/home-of-me/a "b".txt', '/home-of-me/Folder'] },
    })
    expect(await mac.run('files.open', { position: 3 })).toMatchObject({ code: 'file-not-found' })
  })

  test('shows a file, which is one argument', async () => {
    const mac = macWith({})
    const file = path.join(mac.folder, '-e "x" $(y).txt')
    fs.writeFileSync(file, '')
    await mac.run('files.reveal', { path: file })
    expect(mac.calls()).toEqual([{ name: 'open', argv: ['-R', file], stdin: '' }])
  })
})

describe('browsers of a Mac', () => {
  const tab = (name: string, url: string) => ({
    name,
    title: name,
    url,
    text: `text of ${name}`,
    execute: `js of ${name}`,
  })
  const safari = () => ({
    running: true,
    windows: [
      {
        id: 7,
        index: 1,
        currentTab: { index: 2 },
        tabs: [tab('News', 'https://news.example/'), tab('Docs', 'https://docs.example/a')],
      },
      { id: 8, index: 2, currentTab: { index: 1 }, tabs: [tab('Mail', 'https://mail.example/')] },
    ],
  })
  const front = (bundleId: string) => ({
    more: { printed: { 'front-application': `X${separator}${bundleId}`, 'running-applications': 'com.apple.Safari' } },
  })

  test('tell their tabs, switch and close, and take both back', async () => {
    const mac = macWith({ safari: safari() }, front('com.apple.Safari'))
    expect(await mac.run('browser.tab')).toMatchObject({ spoken: 'This is Docs.', taints: true })
    expect((await mac.run('browser.tabs')).spoken).toBe('3 tabs are open: News, Docs and Mail.')
    expect((await mac.run('browser.switch-tab', { query: 'news' })).spoken).toBe('Here is News.')
    const windows = () => mac.holds('safari')['windows'] as { currentTab: Held; tabs: Held[] }[]
    expect(windows()[0]?.currentTab).toMatchObject({ name: 'News' })
    expect(await mac.run('browser.close-tab', { query: 'mail' })).toMatchObject({ ok: true, spoken: 'I closed Mail.' })
    expect(mac.questions).toEqual(['Close the tab Mail.'])
    expect(windows()[1]?.tabs).toEqual([])
    mac.calls()
    await mac.run('undo.last')
    expect(told(mac.calls())).toEqual(['open https://mail.example/'])
    expect(await mac.run('browser.close-tab', { query: 'recipes' })).toMatchObject({ ok: false, code: 'no-tab' })
    expect((await mac.run('browser.switch-tab', { query: '2' })).spoken).toBe('Here is Docs.')
    expect(await mac.run('browser.switch-tab', { position: 9 })).toMatchObject({ ok: false, code: 'no-tab' })
    expect(await mac.run('browser.switch-tab', { query: 'example' })).toMatchObject({ code: 'tab-ambiguous' })
    expect(await mac.run('browser.switch-tab', {})).toMatchObject({ code: 'invalid-arguments' })
  })

  test('a page that changed meanwhile is not closed', async () => {
    const mac = macWith({ safari: safari() }, front('com.apple.Safari'))
    const changing = {
      ask: async () => {
        const held = safari()
        held.windows[1]?.tabs.splice(0, 1, tab('Bank', 'https://bank.example/'))
        mac.put('safari', held)
        return { approved: true, by: 'panel' }
      },
    }
    expect(await mac.run('browser.close-tab', { query: 'mail' }, callContext(changing))).toMatchObject({
      ok: false,
      code: 'tab-changed',
    })
  })

  test('read a page: Safari by itself, Chrome only where its setting allows', async () => {
    const mac = macWith({ safari: safari() }, front('com.apple.Finder'))
    expect(await mac.run('browser.page-text')).toMatchObject({
      ok: true,
      taints: true,
      spoken: 'Docs: text of Docs.',
      output: { url: 'https://docs.example/a', text: 'text of Docs' },
    })
    expect(mac.questions).toEqual(['Read the page Docs.'])
    const chrome = {
      running: true,
      windows: [{ id: 1, activeTabIndex: 1, tabs: [tab('Page', 'https://page.example/')] }],
    }
    const other = macWith({ chrome }, front('com.google.Chrome'))
    expect((await other.run('browser.page-text')).spoken).toBe('Page: js of Page.')
    const stderr =
      'Executing JavaScript through AppleScript is turned off. To turn it on, from the menu bar, go to View > Developer. (12)'
    const refusing = macWith({ chrome }, front('com.google.Chrome'))
    const ask = async () => {
      refusing.fail(stderr, true)
      return { approved: true, by: 'panel' }
    }
    expect(await refusing.run('browser.page-text', { app: 'Chrome' }, callContext({ ask }))).toMatchObject({
      ok: false,
      code: 'browser-setting-missing',
      remedy: expect.stringMatching(/Allow JavaScript from Apple Events/),
    })
    const elsewhere = async () => {
      const held = safari()
      Object.assign(held.windows[0] ?? {}, { currentTab: { index: 1 } })
      mac.put('safari', held)
      return { approved: true, by: 'panel' }
    }
    const context = callContext({ ask: elsewhere })
    expect(await mac.run('browser.page-text', { app: 'Safari' }, context)).toMatchObject({ code: 'tab-changed' })
  })

  test('that cannot be seen are named', async () => {
    const mac = macWith({}, { more: { printed: { 'front-application': `Firefox${separator}org.mozilla.firefox` } } })
    expect(await mac.run('browser.tabs')).toMatchObject({ ok: false, code: 'no-browser' })
    expect((await mac.run('browser.tabs', { app: 'firefox' })).spoken).toMatch(/not those of firefox/)
  })
})

describe('music of a Mac', () => {
  const music = () => ({
    libraryPlaylists: [{ name: 'Library' }],
    userPlaylists: [{ name: 'Morning' }],
    tracks: [
      { name: 'So What', artist: 'Miles Davis', album: 'Kind of Blue' },
      { name: 'Blue in Green', artist: 'Miles Davis', album: 'Kind of Blue' },
    ],
  })

  test('is looked for, and what fits best is played', async () => {
    const mac = macWith({ music: music() })
    expect((await mac.run('media.search', { query: 'miles davis' })).spoken).toBe(
      'I found So What by Miles Davis and Blue in Green by Miles Davis.',
    )
    expect((await mac.run('media.play', { query: 'so what by miles davis' })).spoken).toBe(
      'Playing So What by Miles Davis.',
    )
    expect((mac.holds('music')['tracks'] as Held[]).map((one) => one['played'])).toEqual([true, undefined])
    expect((await mac.run('media.play', { query: 'Morning' })).spoken).toBe('Playing Morning.')
    expect(await mac.run('media.play', { query: 'the beatles' })).toMatchObject({ ok: false, code: 'nothing-to-play' })
    mac.calls()
    expect(await mac.run('media.play', { query: 'a & b', app: 'Spotify' })).toMatchObject({
      spoken: expect.stringMatching(/opened the search.*does not let me/),
    })
    expect(told(mac.calls())).toEqual(['open spotify:search:a%20%26%20b'])
  })

  const tracks = [
    { persistentID: 'T1', name: 'So What', favorited: false },
    { persistentID: 'T2', name: 'Blue in Green', favorited: true },
  ]
  const playing = (state = 'playing') => ({
    running: true,
    playerState: state,
    currentTrack: tracks[0],
    libraryPlaylists: [{ name: 'Library', tracks }],
    userPlaylists: [
      { name: 'Morning Run', smart: false, tracks: [tracks[0]] },
      { name: 'Run to the Hills', smart: false, tracks: [] },
      { name: 'Recently Added', smart: true, tracks: [] },
    ],
  })

  test('what plays becomes a favourite, and no longer one by undo, also when something else plays by then', async () => {
    const mac = macWith({ music: playing() })
    expect((await mac.run('media.favorite')).spoken).toBe('So What is a favourite now.')
    const current = () => mac.holds('music')['currentTrack'] as Held
    expect(current()['favorited']).toBe(true)
    expect((await mac.run('media.favorite')).spoken).toBe('So What is a favourite already.')
    const library = { ...tracks[0], favorited: true }
    mac.put('music', {
      ...playing(),
      currentTrack: tracks[1],
      libraryPlaylists: [{ name: 'Library', tracks: [library] }],
    })
    expect((await mac.run('undo.last')).spoken).toBe('So What is no favourite any more.')
    const [held] = mac.holds('music')['libraryPlaylists'] as { tracks: Held[] }[]
    expect(held?.tracks[0]?.['favorited']).toBe(false)
    expect(current()['favorited']).toBe(true)
  })

  test('it is put on a playlist of the user, once more too, and only that taken back', async () => {
    const mac = macWith({ music: playing() })
    const lists = () => (mac.holds('music')['userPlaylists'] as { tracks: Held[] }[]).map((one) => one.tracks.length)
    expect((await mac.run('media.add-to-playlist', { list: 'morning' })).spoken).toBe('I put So What on Morning Run.')
    expect(lists()).toEqual([2, 0, 0])
    expect((await mac.run('undo.last')).spoken).toBe('I took it off Morning Run again.')
    expect(lists()).toEqual([1, 0, 0])
    expect(await mac.run('media.add-to-playlist', { list: 'run' })).toMatchObject({ code: 'playlist-ambiguous' })
    expect(await mac.run('media.add-to-playlist', { list: 'recently added' })).toMatchObject({
      code: 'playlist-missing',
      spoken: 'I found no playlist called recently added. There is Morning Run and Run to the Hills.',
    })
  })

  test('nothing is marked where nothing plays, nor in Spotify', async () => {
    for (const idle of [playing('stopped'), { ...playing(), running: false }]) {
      const mac = macWith({ music: idle })
      expect(await mac.run('media.favorite')).toMatchObject({ ok: false, code: 'nothing-plays' })
      expect(await mac.run('media.add-to-playlist', { list: 'morning' })).toMatchObject({ code: 'nothing-plays' })
    }
    const mac = macWith({ music: playing() })
    expect(await mac.run('media.favorite', { app: 'Spotify' })).toMatchObject({ ok: false, code: 'not-supported' })
    expect(mac.calls()).toEqual([])
  })
})

describe('shortcuts', () => {
  const programs = { shortcuts: { list: 'Morning Routine\n--help\nSAM Focus On\nLights "off"\n', run: 'it is done\n' } }

  test('are listed, and asked about the first time each is run', async () => {
    const mac = macWith({}, { programs })
    expect((await mac.run('shortcuts.list')).spoken).toMatch(/Morning Routine, --help, SAM Focus On and Lights "off"/)
    mac.calls()
    expect(await mac.run('shortcuts.run', { name: 'morning routine' })).toMatchObject({ ok: true, taints: true })
    expect(mac.questions).toEqual(['Run the shortcut Morning Routine. A yes counts for 90 days.'])
    await mac.run('shortcuts.run', { name: 'the morning' })
    await mac.run('shortcuts.run', { name: 'Morning Routine' })
    expect(mac.questions).toHaveLength(1)
    await mac.run('shortcuts.run', { name: '--help' })
    expect(mac.questions).toHaveLength(2)
    expect(told(mac.calls().filter(({ argv }) => argv[0] === 'run'))).toEqual([
      'shortcuts run --output-path - -- Morning Routine',
      'shortcuts run --output-path - -- Morning Routine',
      'shortcuts run --output-path - -- --help',
    ])
    expect(await mac.run('shortcuts.run', { name: 'make coffee' })).toMatchObject({ code: 'shortcut-missing' })
  })

  test('set a focus, where the user made them; its state is not claimed', async () => {
    const mac = macWith({}, { programs })
    expect((await mac.run('focus.set')).spoken).toMatch(/I ran your shortcut for do not disturb on\..*does not tell/)
    expect(await mac.run('focus.set', { enabled: false })).toMatchObject({
      ok: false,
      code: 'shortcut-missing',
      remedy: expect.stringMatching(/"SAM Focus Off"/),
    })
    expect((await mac.run('focus.set', { name: 'work' })).spoken).toMatch(/"SAM Work On"/)
  })
})

describe('devices and facts of a Mac', () => {
  const ports =
    'Hardware Port: Ethernet\nDevice: en5\nEthernet Address: x\n\nHardware Port: Wi-Fi\nDevice: en0\nEthernet Address: y\n'

  test('Wi-Fi and Bluetooth ask, and an undo switches back', async () => {
    const programs = {
      networksetup: { '-listallhardwareports': ports, '-getairportpower': 'Wi-Fi Power (en0): On\n' },
      blueutil: { '--power': '0\n' },
    }
    const mac = macWith({}, { programs })
    expect((await mac.run('system.wifi', { enabled: false })).spoken).toBe('Wi-Fi is off.')
    expect(mac.questions).toEqual(['Switch Wi-Fi off. The connection may be lost.'])
    expect(told(mac.calls()).at(-1)).toBe('networksetup -setairportpower en0 off')
    await mac.run('undo.last')
    expect(told(mac.calls()).at(-1)).toBe('networksetup -setairportpower en0 on')
    await mac.run('system.bluetooth', { enabled: true })
    expect(told(mac.calls())).toEqual(['blueutil --power', 'blueutil --power 1'])
    expect(await macWith({}).run('system.bluetooth', { enabled: true })).toMatchObject({
      code: 'program-missing',
      remedy: expect.stringMatching(/brew install blueutil/),
    })
    expect(await mac.run('system.wifi', {})).toMatchObject({ code: 'invalid-arguments' })
  })

  test('the sound output by words of its name', async () => {
    const device = (name: string) => `${JSON.stringify({ name, type: 'output', id: '1' })}\n`
    const programs = {
      SwitchAudioSource: {
        '-a': device('MacBook Pro Speakers') + device("Ana's AirPods"),
        '-c': device('MacBook Pro Speakers'),
      },
    }
    const mac = macWith({}, { programs })
    expect((await mac.run('sound.output-device', { name: 'airpods' })).spoken).toBe(
      "The sound comes out of Ana's AirPods.",
    )
    expect(mac.calls().at(-1)?.argv).toEqual(['-t', 'output', '-s', "Ana's AirPods"])
    await mac.run('undo.last')
    expect(mac.calls().at(-1)?.argv).toEqual(['-t', 'output', '-s', 'MacBook Pro Speakers'])
    expect((await mac.run('sound.output-device', { name: 'sonos' })).spoken).toMatch(
      /no sound output called sonos.*AirPods/,
    )
    const level = macWith({}, { more: { printed: { 'set-input-level': `50${separator}70` } } })
    expect((await level.run('sound.input-level', { delta: 20 })).spoken).toBe('Microphone 70 percent.')
  })

  test('what the machine is, what is free, what is busy, how it is connected', async () => {
    const mac = macWith(
      {},
      {
        programs: {
          sw_vers: '26.1\n',
          sysctl: 'MacBookPro18,3\nApple M1 Pro\n17179869184\n',
          df: 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/disk3s5 482797652 300000000 120000000 72% /System/Volumes/Data\n',
          ps: '  501  80.5 102400 /Applications/Safari.app/Contents/MacOS/Safari\n  502  10.0 204800 /Applications/Safari.app/Contents/XPC/Web\n  503   2,5 900000 /usr/libexec/some daemon\n',
          route: '   route to: default\n  interface: en0\n',
          ipconfig: { getifaddr: '192.168.1.5\n', getsummary: '  SSID : <redacted>\n' },
          networksetup: ports,
        },
      },
    )
    expect((await mac.run('system.info')).spoken).toMatch(
      /^This is macOS 26.1 on a MacBook Pro with Apple M1 Pro and 16 gigabytes of memory\. It has been on for /,
    )
    expect((await mac.run('system.disk')).spoken).toBe('123 gigabytes of 494 gigabytes are free.')
    expect((await mac.run('system.processes')).spoken).toBe(
      'Most of the processor is used by Safari with 91 percent and some daemon with 3 percent.',
    )
    expect((await mac.run('system.processes', { kind: 'memory' })).spoken).toMatch(
      /some daemon with 879 megabytes and Safari/,
    )
    expect((await mac.run('system.network')).spoken).toBe(
      'Connected through Wi-Fi. Its address here is 192.168.1.5. The system keeps the name of the Wi-Fi to itself.',
    )
    const offline = macWith({}, { programs: { route: { stderr: 'not in table', exitCode: 1 } } })
    expect((await offline.run('system.network')).spoken).toBe('This machine is not connected to a network.')
  })

  test('a picture of the screen; without the permission its cure is told', async () => {
    const mac = macWith({}, { programs: { screencapture: { writes: true } } })
    fs.mkdirSync(path.join(mac.folder, 'Desktop'))
    expect(await mac.run('screen.capture')).toMatchObject({
      ok: true,
      taints: true,
      spoken: 'The picture is in Desktop.',
    })
    const [call] = mac.calls()
    expect(call?.argv.slice(0, 3)).toEqual(['-x', '-t', 'png'])
    expect(call?.argv.at(-1)).toBe(path.join(mac.folder, 'Desktop', 'Screen 2025-11-22 at 16.20.00.png'))
    await mac.run('screen.capture', { kind: 'selection' })
    expect(fs.readdirSync(path.join(mac.folder, 'Desktop'))).toHaveLength(2)
    const refused = macWith({}, { programs: { screencapture: { exitCode: 1, stderr: 'could not create image' } } })
    expect(await refused.run('screen.capture')).toMatchObject({
      code: 'screen-not-allowed',
      remedy: expect.stringMatching(/Screen Recording/),
    })
    expect(await refused.run('screen.capture', { kind: 'window' })).toMatchObject({ ok: false, code: 'cancelled' })
  })
})

test('answers of programs are read column by column', () => {
  const text =
    'Filesystem 1024-blocks Used Available Capacity Mounted on\nmap auto home 10 5 5 50% /Volumes/My Disk\nnonsense\n'
  expect(parseDiskSpace(text, (mounted) => mounted)).toEqual([
    { name: '/Volumes/My Disk', totalBytes: 10_240, freeBytes: 5120 },
  ])
  expect(parseProcesses('')).toEqual([])
  expect(portOf('Hardware Port: A\nDevice: en1\n\nHardware Port: B\nDevice: en10\n', 'en1')).toBe('A')
})

describe('hostile words on a Mac', () => {
  const texts = [
    '" & (do shell script "x") & "',
    '\\"; $(x) `x`',
    '-e x',
    '--help',
    'a\nb\u2028c',
    '\'"]} ); x(',
    '../../x',
    '🎉 \u202E',
  ]

  test.each(texts)('are data and nothing else: %j', async (text) => {
    const words = `zq1x ${text}`
    const pwned = {
      shortcuts: { list: `${words.split('\n')[0]}\n` },
      SwitchAudioSource: '',
      pbcopy: '',
      brightness: '',
    }
    const music = {
      running: true,
      playerState: 'playing',
      currentTrack: { persistentID: 'T1', name: words },
      libraryPlaylists: [{}],
      userPlaylists: [{ name: words, smart: false, tracks: [] }],
      tracks: [],
    }
    const mac = macWith(
      { systemEvents: desktop([window(words, [0, 0, 9, 9])]), finder: { selection: [] }, music },
      { programs: pwned },
    )
    const scripts = path.resolve(import.meta.dirname, '../../../src/tools/platform/macos/scripts')
    const constant = new Set(fs.readdirSync(scripts).map((name) => fs.readFileSync(path.join(scripts, name), 'utf8')))
    const file = path.join(mac.folder, words.replaceAll('/', ':'))
    fs.writeFileSync(file, '')
    const calls: [string, Held][] = [
      ['apps.hide', { app: words }],
      ['apps.kill', { app: words }],
      ['windows.list', {}],
      ['windows.move', { app: words, position: 'left' }],
      ['browser.switch-tab', { query: words }],
      ['clipboard.write', { text: words }],
      ['shortcuts.run', { name: words }],
      ['focus.set', { name: words.slice(0, 60) }],
      ['sound.output-device', { name: words }],
      ['media.search', { query: words }],
      ['media.play', { query: words }],
      ['media.play', { query: words, app: 'Spotify' }],
      ['media.add-to-playlist', { list: words }],
      ['files.reveal', { path: file }],
      ['files.rename', { path: file, name: `${text.replaceAll('/', ':').trim()}.txt` }],
      ['files.new-folder', { name: words.replaceAll('/', ':'), destination: mac.folder }],
    ]
    for (const [tool, input] of calls) {
      const result = await mac.run(tool, input)
      expect(result.ok ? 'ok' : result.code, tool).not.toBe('tool-failed')
    }
    for (const { name, argv, stdin } of mac.calls()) {
      if (name === 'osascript') {
        expect(constant.has(stdin)).toBe(true)
        const data = argv.slice(argv.indexOf('-') + 2)
        expect(argv.slice(0, argv.indexOf('-')).join()).not.toMatch(/zq1x/)
        for (const json of data.filter((one) => one.includes('zq1x'))) expect(() => JSON.parse(json)).not.toThrow()
      }
      if (name === 'open') expect(argv[0]).toMatch(/^(?:-R|-g|-b|spotify:search:zq1x|x-apple)/)
      if (name === 'shortcuts' && argv[0] === 'run')
        expect(argv.slice(0, 4)).toEqual(['run', '--output-path', '-', '--'])
    }
  })
})
