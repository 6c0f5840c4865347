import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { findProgram, pathFolders } from '../../../src/tools/platform/find-program.ts'
import { createLinuxPlatform } from '../../../src/tools/platform/linux/linux-platform.ts'
import {
  callContext,
  createTestClock,
  createTestLogger,
  openMemory,
  temporaryFolder,
  writeProgram,
} from './fixtures.ts'
import { withVirtualDisplay } from './virtual-display.ts'

/** SAM on a Linux that has these programs and nothing else; each notes its arguments. A script may look at `$*`. */
function linuxWith(programs: Record<string, string>, more: Record<string, string> = {}) {
  const bin = temporaryFolder()
  const log = path.join(bin, 'log')
  for (const [name, script] of Object.entries(programs)) {
    writeProgram(path.join(bin, name), `#!/bin/sh\nprintf '%s\\n' "${name} $*" >> "${log}"\n${script}\n`)
  }
  const environment = { PATH: bin, HOME: bin, ...more }
  const { runner } = createTools({
    platform: createLinuxPlatform({ environment, logger: createTestLogger() }),
    memory: openMemory(),
    clock: createTestClock().clock,
    logger: createTestLogger(),
    onRing() {},
  })
  const ask = async () => ({ approved: true, by: 'panel' })
  return {
    bin,
    run: (tool: string, input = {}) => runner.run({ callId: 'call-1', tool, input }, callContext({ ask })),
    log(): string[] {
      if (!fs.existsSync(log)) return []
      const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
      fs.rmSync(log)
      return lines
    },
  }
}

describe('windows of Linux', () => {
  const programs = {
    wmctrl: `case "$*" in
-l*) echo '0x00400001  0 4321 clock.Clock host Big Clock'; echo '0x00400002  0 99 navigator.Firefox host News, and more';;
-d) echo '0  * DG: 1920x1080  VP: 0,0  WA: 0,30 1920x1050  Workspace 1';;
esac`,
    xdotool: `case "$*" in
getactivewindow) echo 4194306;;
getwindowgeometry*) printf 'WINDOW=1\\nX=10\\nY=20\\nWIDTH=300\\nHEIGHT=200\\n';;
esac`,
  }

  test('are listed, moved to a part of the free area, and put back', async () => {
    const { run, log } = linuxWith(programs)
    expect((await run('windows.list')).spoken).toBe(
      '2 windows are open: Big Clock in Clock and News, and more in Firefox.',
    )
    log()
    expect((await run('windows.move', { position: 'right' })).ok).toBe(true)
    expect(log().at(-1)).toBe('wmctrl -i -r 0x00400002 -e 0,960,30,960,1050')
    await run('undo.last')
    expect(log().at(-1)).toBe('wmctrl -i -r 0x00400002 -e 0,10,20,300,200')
    await run('windows.move', { position: 'center' })
    expect(log().at(-1)).toBe('wmctrl -i -r 0x00400002 -e 0,810,455,300,200')
    // Whether it was so before is not known here: the undo is that of the move before.
    await run('windows.full-screen')
    expect(log().at(-1)).toBe('wmctrl -i -r 0x00400002 -b add,fullscreen')
    const told = linuxWith({ ...programs, xprop: 'echo "_NET_WM_STATE(ATOM) = _NET_WM_STATE_FULLSCREEN"' })
    await told.run('windows.full-screen', { enabled: false })
    await told.run('undo.last')
    expect(told.log().at(-1)).toBe('wmctrl -i -r 0x00400002 -b add,fullscreen')
    await run('windows.minimize')
    expect(log().at(-1)).toBe('xdotool windowminimize 0x00400002')
    await run('windows.hide-all', { others: true })
    expect(log().filter((line) => line.includes('windowmi'))).toEqual(['xdotool windowminimize 0x00400001'])
    await run('undo.last')
    expect(log()).toEqual(['xdotool windowmap 0x00400001'])
    await run('windows.hide-all')
    expect(log().filter((line) => line.includes('windowmi'))).toEqual([
      'xdotool windowminimize 0x00400001',
      'xdotool windowminimize 0x00400002',
    ])
    await run('keyboard.press', { key: 'line-down', times: 3 })
    expect(log().at(-1)).toBe('xdotool key --clearmodifiers Down Down Down')
    expect(await run('disks.eject')).toMatchObject({ code: 'not-on-this-platform' })
  })

  test('that were minimised before all were hidden stay so when that is undone', async () => {
    const state = `case "$*" in *0x00400001*) echo '_NET_WM_STATE(ATOM) = _NET_WM_STATE_HIDDEN';; esac`
    const { run, log } = linuxWith({ ...programs, xprop: state })
    await run('windows.hide-all')
    expect(log().filter((line) => line.includes('windowmi'))).toEqual(['xdotool windowminimize 0x00400002'])
    await run('undo.last')
    expect(log()).toEqual(['xdotool windowmap 0x00400002'])
  })

  test('without the programs the package is named', async () => {
    expect(await linuxWith({}).run('windows.list')).toMatchObject({
      code: 'not-available-here',
      remedy: 'Install the package wmctrl.',
    })
  })
})

describe('devices of Linux', () => {
  test('brightness never goes to black, and goes back', async () => {
    const { run, log } = linuxWith({
      brightnessctl: '[ "$*" = "-m -c backlight" ] && echo "intel_backlight,backlight,4800,50%,9600"; true',
    })
    expect((await run('display.brightness', { level: 0 })).spoken).toBe('Brightness 1 percent.')
    expect(log().at(-1)).toBe('brightnessctl -c backlight set 1%')
    await run('undo.last')
    expect(log().at(-1)).toBe('brightnessctl -c backlight set 50%')
    expect((await run('display.brightness', { delta: 20 })).spoken).toBe('Brightness 70 percent.')
    expect(await linuxWith({}).run('display.brightness', { level: 5 })).toMatchObject({ code: 'not-available-here' })
  })

  test('dark mode and do not disturb are settings that can be read', async () => {
    const kept = `file="$0.$3"
case "$1" in
get) if [ -f "$file" ]; then while read -r line; do echo "'$line'"; done < "$file"; else [ "$3" = show-banners ] && echo true || echo "'default'"; fi;;
set) echo "$4" > "$file";;
esac`
    const { run, log } = linuxWith({ gsettings: kept })
    const set = () => log().filter((line) => line.startsWith('gsettings set'))
    await run('display.dark-mode')
    expect(set()).toEqual(['gsettings set org.gnome.desktop.interface color-scheme prefer-dark'])
    await run('undo.last')
    expect(set()).toEqual(['gsettings set org.gnome.desktop.interface color-scheme default'])
    expect((await run('focus.set')).spoken).toBe('Do not disturb on.')
    expect(set()).toEqual(['gsettings set org.gnome.desktop.notifications show-banners false'])
    expect(await run('focus.set', { name: 'Work' })).toMatchObject({ ok: false, code: 'not-on-this-platform' })
  })

  test('a setting that nothing keeps is not claimed to be set', async () => {
    const { run } = linuxWith({ gsettings: `[ "$1" = get ] && echo "'default'"; true` })
    expect(await run('display.dark-mode')).toMatchObject({ ok: false, code: 'setting-unchanged' })
  })

  test('Wi-Fi, Bluetooth and the sound output', async () => {
    const { run, log } = linuxWith({
      nmcli: '[ "$*" = "radio wifi" ] && echo enabled; true',
      bluetoothctl: '[ "$*" = show ] && printf "Controller\\n\\tPowered: yes\\n"; true',
      pactl: `case "$*" in
"list sinks") printf 'Sink #1\\n\\tName: one\\n\\tDescription: Built-in Speakers\\nSink #2\\n\\tName: two\\n\\tDescription: USB Headset\\n';;
get-default-sink) echo one;;
get-source*) echo 'Volume: front-left: 1 / 40% / x';;
esac`,
    })
    await run('system.wifi', { enabled: false })
    await run('undo.last')
    expect(log()).toEqual(['nmcli radio wifi', 'nmcli radio wifi off', 'nmcli radio wifi', 'nmcli radio wifi on'])
    await run('system.bluetooth', { enabled: false })
    expect(log().at(-1)).toBe('bluetoothctl power off')
    expect((await run('sound.output-device', { name: 'headset' })).spoken).toBe('The sound comes out of USB Headset.')
    expect(log().at(-1)).toBe('pactl set-default-sink two')
    await run('undo.last')
    expect(log().at(-1)).toBe('pactl set-default-sink one')
    expect((await run('sound.input-level', { delta: 70 })).spoken).toBe('Microphone 100 percent.')
    expect(log().at(-1)).toBe('pactl set-source-volume @DEFAULT_SOURCE@ 100%')
  })

  test('power goes through systemd, and what fails is told', async () => {
    const { run, log } = linuxWith({ systemctl: '', loginctl: '', xset: '' }, { XDG_SESSION_ID: 'c7' })
    for (const name of ['sleep', 'display-sleep', 'lock', 'restart', 'shut-down', 'log-out']) {
      expect(await run(`power.${name}`), name).toMatchObject({ ok: true })
    }
    expect(log()).toEqual([
      'systemctl suspend',
      'xset dpms force off',
      'loginctl lock-session c7',
      'systemctl reboot',
      'systemctl poweroff',
      'loginctl terminate-session c7',
    ])
    const failing = linuxWith({ systemctl: 'echo "Interactive authentication required." >&2; exit 1' })
    expect((await failing.run('power.sleep')).spoken).toBe(
      'Power control did not work: Interactive authentication required.',
    )
    expect(await failing.run('power.log-out')).toMatchObject({ code: 'not-on-this-platform' })
  })

  test('staying awake is a program that an undo really ends', async () => {
    const { run, bin } = linuxWith({ sleep: '' })
    // As systemd-inhibit does: stays, and waits for the program.
    writeProgram(path.join(bin, 'systemd-inhibit'), '#!/bin/sh\n/bin/sleep 86421\n')
    const { receipt } = (await run('power.keep-awake', { durationSeconds: 600 })) as unknown as {
      receipt: { processId: number }
    }
    const alive = () => fs.existsSync(`/proc/${receipt.processId}`)
    expect(alive()).toBe(true)
    expect((await run('undo.last')).spoken).toBe('The machine may sleep again.')
    await expect.poll(alive, { timeout: 5000 }).toBe(false)
  })
})

test('what no Linux can do is said so', async () => {
  const { run } = linuxWith({})
  for (const [tool, input] of [
    ['browser.tabs', {}],
    ['browser.page-text', {}],
    ['browser.close-tab', {}],
    ['shortcuts.list', {}],
    ['shortcuts.run', { name: 'x' }],
    ['finder.selection', {}],
  ] as const) {
    expect(await run(tool, input), tool).toMatchObject({ ok: false, code: 'not-on-this-platform' })
  }
})

test('music is looked for among the sound files', async () => {
  const { run, bin, log } = linuxWith({ 'xdg-open': '' }, { DISPLAY: ':99' })
  fs.writeFileSync(path.join(bin, 'Miles Davis - So What.mp3'), '')
  fs.writeFileSync(path.join(bin, 'so what.txt'), '')
  expect((await run('media.search', { query: 'so what by miles davis' })).spoken).toBe('I found Miles Davis - So What.')
  expect((await run('media.play', { query: 'so what' })).spoken).toBe('Playing Miles Davis - So What.')
  expect(log()).toEqual([`xdg-open ${path.join(bin, 'Miles Davis - So What.mp3')}`])
  expect(await run('media.play', { query: 'the beatles' })).toMatchObject({ code: 'nothing-to-play' })
})

test('an application is ended at once, with its children', async () => {
  const { run, bin } = linuxWith({}, { XDG_DATA_HOME: '', XDG_DATA_DIRS: '' })
  fs.mkdirSync(path.join(bin, '.local/share/applications'), { recursive: true })
  fs.copyFileSync('/bin/sleep', path.join(bin, 'qworp'))
  fs.writeFileSync(
    path.join(bin, '.local/share/applications/qworp.desktop'),
    `[Desktop Entry]\nType=Application\nName=Qworp\nExec="${bin}/qworp" 86422\n`,
  )
  const child = spawn(path.join(bin, 'qworp'), ['86422'], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'spawn')
  const ended = once(child, 'exit')
  expect((await run('apps.kill', { app: 'qworp' })).spoken).toBe('I ended Qworp.')
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect((await run('apps.kill', { app: 'qworp' })).spoken).toBe('Qworp is not running.')
})

test('facts of this very machine', async () => {
  const { run } = linuxWith({})
  expect((await run('system.info')).spoken).toMatch(/^This is .+ of memory\. It has been on for .+\.$/)
  expect((await run('system.disk')).spoken).toMatch(/^[\d.]+ \w+ of [\d.]+ \w+ are free/)
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore', argv0: 'node' })
  onTestFinished(() => void busy.kill('SIGKILL'))
  await once(busy, 'spawn')
  const { output } = (await run('system.processes')) as unknown as {
    output: { processes: { processorPercent: number }[] }
  }
  expect(output.processes[0]?.processorPercent).toBeGreaterThan(5)
  expect((await run('system.network')).ok).toBe(true)
})

const programOf = (name: string) => findProgram(name, pathFolders(process.env['PATH']))
const missing = ['Xvfb', 'xclip'].filter((name) => programOf(name) === undefined)
const why = missing.length === 0 ? '' : ` (skipped: this machine lacks ${missing.join(' and ')})`

describe.skipIf(missing.length > 0)(`a real clipboard${why}`, () => {
  const display = withVirtualDisplay()

  test('takes any text and gives it back; an empty one is said to be empty', async () => {
    const { run } = linuxWith({}, { PATH: process.env['PATH'] ?? '', DISPLAY: display() })
    expect((await run('clipboard.read')).spoken).toBe('There is no text on the clipboard.')
    const text = 'grüße "$HOME" `id`\n\u2028 🎉 --help'
    expect((await run('clipboard.write', { text })).ok).toBe(true)
    expect(execFileSync('xclip', ['-o', '-selection', 'clipboard', '-display', display()]).toString()).toBe(text)
    expect(await run('clipboard.read')).toMatchObject({ ok: true, taints: true, output: { text } })
  })

  test('that cannot be reached is told', async () => {
    const { run } = linuxWith({}, { PATH: process.env['PATH'] ?? '', DISPLAY: ':4711' })
    expect(await run('clipboard.write', { text: 'x' })).toMatchObject({ ok: false, code: 'clipboard-unreachable' })
    expect(await run('clipboard.read')).toMatchObject({ ok: false, code: 'clipboard-unreachable' })
  })
})
