import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDesktopEntry } from '../../../src/tools/platform/linux/desktop-entry.ts'
import { findEntry, readDesktopEntries } from '../../../src/tools/platform/linux/desktop-index.ts'
import { commandOf } from '../../../src/tools/platform/linux/exec-line.ts'
import { createLinuxFiles } from '../../../src/tools/platform/linux/linux-files.ts'
import { createLinuxPlatform } from '../../../src/tools/platform/linux/linux-platform.ts'
import { createLinuxSystem } from '../../../src/tools/platform/linux/linux-system.ts'
import { defaultWalkLimits, walk } from '../../../src/tools/platform/linux/walk.ts'
import { platformKind } from '../../../src/tools/platform/load-platform.ts'
import { createTestLogger, temporaryFolder, writeProgram } from './fixtures.ts'

const signal = new AbortController().signal

/** A machine that has these programs and nothing else; each notes its arguments, one a line. */
function machineWith(programs: Record<string, string>, more: Record<string, string> = {}) {
  const bin = temporaryFolder()
  const log = path.join(bin, 'log')
  for (const [name, script] of Object.entries(programs)) {
    writeProgram(path.join(bin, name), `#!/bin/sh\nprintf '%s\\n' "${name}" "$@" >> "${log}"\n${script}\n`)
  }
  const environment = { PATH: bin, HOME: bin, DISPLAY: ':99', ...more }
  return {
    platform: createLinuxPlatform({ environment, logger: createTestLogger() }),
    environment,
    log: () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n') : []),
    bin,
  }
}

describe('opening with what the desktop has', () => {
  test('xdg-open first, gio where there is none, the target as one argument', async () => {
    const target = 'https://example.com/?a=b;c&d=$(e)'
    const both = machineWith({ 'xdg-open': '', gio: '' })
    await both.platform.web.open(target, signal)
    expect(both.log()).toEqual(['xdg-open', target])
    const only = machineWith({ gio: '' })
    await only.platform.web.open(target, signal)
    expect(only.log()).toEqual(['gio', 'open', target])
  })

  test('an opener that fails is told, and a machine without one names the package', async () => {
    const failing = machineWith({ 'xdg-open': 'exit 3' })
    await expect(failing.platform.web.open('https://example.com', signal)).rejects.toMatchObject({
      code: 'open-failed',
    })
    await expect(machineWith({}).platform.web.open('https://example.com', signal)).rejects.toMatchObject({
      code: 'not-available-here',
      kind: 'missing',
      remedy: 'Install the package xdg-utils.',
    })
  })
})

describe('sound and music', () => {
  test('wpctl: levels are read, moved within bounds and written as percent', async () => {
    const { platform, log } = machineWith({ wpctl: '[ "$1" = get-volume ] && echo "Volume: 0.95 [MUTED]"; true' })
    expect(await platform.sound.setVolume({ delta: 20 }, signal)).toEqual({ before: 95, after: 100 })
    expect(await platform.sound.setMuted(false, signal)).toEqual({ before: true })
    expect(log().join(' ')).toBe(
      'wpctl get-volume @DEFAULT_AUDIO_SINK@ wpctl set-volume @DEFAULT_AUDIO_SINK@ 100% ' +
        'wpctl get-volume @DEFAULT_AUDIO_SINK@ wpctl set-mute @DEFAULT_AUDIO_SINK@ 0',
    )
  })

  test('pactl stands in where wpctl does not answer; where nothing does, it is said', async () => {
    const answer = '[ "$1" = get-sink-volume ] && echo "Volume: front-left: 26214 / 40% / -23 dB"; true'
    const { platform, log } = machineWith({ wpctl: 'exit 1', pactl: answer })
    expect(await platform.sound.setVolume({ level: 30 }, signal)).toEqual({ before: 40, after: 30 })
    expect(log()).toContain('30%')
    await expect(machineWith({ pactl: 'exit 1' }).platform.sound.setVolume({ level: 1 }, signal)).rejects.toMatchObject(
      { code: 'sound-unreachable' },
    )
    await expect(machineWith({}).platform.sound.setMuted(true, signal)).rejects.toMatchObject({
      code: 'not-available-here',
    })
  })

  test('playerctl steers the player that was named', async () => {
    const script = '[ "$2" = metadata ] && printf \'spotify\\037Paused\\037So What\\037\\037Kind of Blue\\n\'; true'
    const { platform, log } = machineWith({ playerctl: script })
    await platform.media.command('next', undefined, signal)
    await platform.media.command('pause', 'Apple -v; Music', signal)
    expect(log()).toEqual(['playerctl', 'next', 'playerctl', '--player=applevmusic', 'pause'])
    await platform.media.command('shuffle-off', undefined, signal)
    await platform.media.command('repeat-one', undefined, signal)
    expect(log().slice(-6)).toEqual(['playerctl', 'shuffle', 'Off', 'playerctl', 'loop', 'Track'])
    expect(await platform.media.nowPlaying('Spotify', signal)).toEqual({
      player: 'spotify',
      state: 'paused',
      title: 'So What',
      album: 'Kind of Blue',
    })
    const silent = machineWith({ playerctl: 'exit 1' }).platform.media
    await expect(silent.command('play', undefined, signal)).rejects.toMatchObject({ code: 'no-player' })
    expect(await silent.nowPlaying(undefined, signal)).toBeUndefined()
  })
})

describe('the battery', () => {
  const supply = (folder: string, name: string, values: Record<string, string>) => {
    fs.mkdirSync(path.join(folder, name))
    for (const [key, text] of Object.entries(values)) fs.writeFileSync(path.join(folder, name, key), `${text}\n`)
  }

  test('is the main one, with the time left', async () => {
    const folder = temporaryFolder()
    supply(folder, 'AC', { type: 'Mains', online: '0' })
    supply(folder, 'mouse', { type: 'Battery', scope: 'Device', capacity: '5', status: 'Discharging' })
    expect(await createLinuxSystem({}, folder).battery(signal)).toEqual({ state: 'none' })
    supply(folder, 'BAT0', {
      type: 'Battery',
      capacity: '81',
      status: 'Discharging',
      energy_now: '40000000',
      power_now: '8000000',
    })
    expect(await createLinuxSystem({}, folder).battery(signal)).toEqual({
      state: 'discharging',
      percent: 81,
      minutesLeft: 300,
    })
    expect(await createLinuxSystem({}, '/no/such/folder').battery(signal)).toEqual({ state: 'unknown' })
  })
})

describe('desktop entries', () => {
  const entry = (lines: string) =>
    parseDesktopEntry(`[Desktop Entry]\nType=Application\n${lines}`, 'a.desktop', '/a.desktop')
  const command = (exec: string) => {
    const parsed = entry(`Name=A b\nIcon=pic\nExec=${exec}`)
    return parsed === undefined ? undefined : commandOf(parsed)
  }

  test.each([
    ['firefox %u', 'firefox', []],
    ['"/opt/my app/run" --new "a b" %F', '/opt/my app/run', ['--new', 'a b']],
    ['sh -c "echo \\\\$HOME \\\\"x\\\\""', 'sh', ['-c', 'echo $HOME "x"']],
    ['app ; rm -rf / $(touch x) `y`', 'app', [';', 'rm', '-rf', '/', '$(touch', 'x)', '`y`']],
    ['app %i --title=%c %k 100%%', 'app', ['--icon', 'pic', '--title=A b', '/a.desktop', '100%']],
    ['app "%u" --url=%u', 'app', ['%u', '--url=']],
  ])('Exec=%s', (exec, program, args) => {
    expect(command(exec)).toEqual({ program, args })
  })

  test('a broken Exec line is no command', () => {
    expect(() => command('"never closed')).toThrowError(expect.objectContaining({ code: 'desktop-entry-invalid' }))
    expect(() => command('""')).toThrowError(expect.objectContaining({ code: 'desktop-entry-invalid' }))
  })

  test('only applications that could be started count, the own folder hides the shared one', () => {
    const own = temporaryFolder()
    const shared = temporaryFolder()
    const write = (root: string, file: string, text: string) => {
      fs.mkdirSync(path.dirname(path.join(root, 'applications', file)), { recursive: true })
      fs.writeFileSync(path.join(root, 'applications', file), text)
    }
    const app = (name: string, more = '') => `[Desktop Entry]\nType=Application\nName=${name}\nExec=${name}\n${more}`
    write(own, 'editor.desktop', app('My Editor'))
    write(shared, 'editor.desktop', app('Shared Editor'))
    write(
      shared,
      'kde/viewer.desktop',
      app('Viewer', 'Categories=Graphics;Viewer;\n[Desktop Action new]\nName=Other\n'),
    )
    write(shared, 'gone.desktop', app('Gone', 'TryExec=no-such-program-here\n'))
    write(shared, 'link.desktop', '[Desktop Entry]\nType=Link\nName=Link\nURL=https://example.com\n')
    write(shared, 'hidden.desktop', app('Hidden', 'NoDisplay=true\n'))
    write(shared, 'broken.desktop', '\0\u0001 not an entry')
    const entries = readDesktopEntries({ XDG_DATA_HOME: own, XDG_DATA_DIRS: shared, PATH: '/usr/bin', HOME: own })
    expect(entries.map(({ id, name }) => [id, name]).sort()).toEqual([
      ['editor.desktop', 'My Editor'],
      ['hidden.desktop', 'Hidden'],
      ['kde-viewer.desktop', 'Viewer'],
    ])
    expect(findEntry({ name: 'viewer' }, entries)?.id).toBe('kde-viewer.desktop')
    expect(findEntry({ name: 'Hidden' }, entries)).toBeUndefined()
    expect(findEntry({ name: 'X', desktopIds: ['none.desktop', 'hidden.desktop'] }, entries)?.name).toBe('Hidden')
    expect(findEntry({ name: 'Other' }, entries)).toBeUndefined()
  })
})

describe('looking through folders', () => {
  test('is bounded by depth and count, and says so', async () => {
    const root = temporaryFolder()
    fs.mkdirSync(path.join(root, 'a/b/c'), { recursive: true })
    for (const folder of ['', 'a', 'a/b', 'a/b/c']) fs.writeFileSync(path.join(root, folder, 'file.txt'), '')
    const visited = async (changes: Partial<typeof defaultWalkLimits>) => {
      const seen: string[] = []
      const complete = await walk([root, root], { ...defaultWalkLimits, ...changes }, signal, (file) =>
        seen.push(path.relative(root, file.path)),
      )
      return { seen, complete }
    }
    const all = ['a', 'file.txt', 'a/b', 'a/file.txt', 'a/b/c', 'a/b/file.txt', 'a/b/c/file.txt']
    const whole = await visited({})
    expect(whole).toEqual({ seen: expect.arrayContaining(all), complete: true })
    expect(whole.seen).toHaveLength(all.length)
    expect((await visited({ depth: 1 })).complete).toBe(false)
    expect((await visited({ entries: 2 })).complete).toBe(false)
    expect((await visited({ timeMs: -1 })).complete).toBe(false)
  })

  test('does not follow links in a circle, and ends on "stop"', async () => {
    const root = temporaryFolder()
    fs.mkdirSync(path.join(root, 'a'))
    fs.symlinkSync(root, path.join(root, 'a', 'up'))
    fs.writeFileSync(path.join(root, 'a', 'file.txt'), '')
    const files = createLinuxFiles({ environment: { HOME: root, PATH: '' }, searchRoots: [] })
    const { matches, complete } = await files.find({ words: ['file'] }, signal)
    expect(matches.map((match) => match.path)).toEqual([path.join(root, 'a', 'file.txt')])
    expect(complete).toBe(true)
    await expect(files.find({ words: ['file'] }, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('takes from the index of names only what is there and was asked for', async () => {
    const root = temporaryFolder()
    const elsewhere = temporaryFolder()
    fs.mkdirSync(path.join(root, 'deep'))
    fs.writeFileSync(path.join(root, 'deep', 'plan.txt'), '')
    fs.writeFileSync(path.join(elsewhere, 'plan.txt'), '')
    const indexed = [`${root}/deep/plan.txt`, `${root}/deleted plan.txt`, `${elsewhere}/plan.txt`, `${root}/deep/other`]
    const { environment, log } = machineWith({
      plocate: `printf '%s\\0' ${indexed.map((file) => `'${file}'`).join(' ')}`,
    })
    const limits = { ...defaultWalkLimits, depth: 0 }
    const files = createLinuxFiles({ environment, searchRoots: [root], limits })
    const { matches } = await files.find({ words: ['plan', '-d', '/etc'] }, signal)
    expect(matches).toEqual([])
    expect(log().slice(-4)).toEqual(['--', 'plan', '-d', '/etc'])
    const found = await files.find({ words: ['plan'] }, signal)
    expect(found.matches.map((match) => match.path)).toEqual([path.join(root, 'deep', 'plan.txt')])
  })
})

test('which platform is used', () => {
  expect(platformKind({}, 'darwin')).toBe('macos')
  expect(platformKind({ SAM_PLATFORM: '' }, 'linux')).toBe('linux')
  expect(platformKind({ SAM_PLATFORM: 'recording' }, 'darwin')).toBe('recording')
  expect(() => platformKind({ SAM_PLATFORM: 'windows' }, 'linux')).toThrowError(
    expect.objectContaining({ kind: 'usage' }),
  )
  expect(() => platformKind({}, 'win32')).toThrowError(expect.objectContaining({ code: 'platform-unknown' }))
})
