import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import type {
  CaptureKind,
  ClipboardPort,
  DisplayPort,
  FocusPort,
  KeyboardPort,
  KeyName,
  ScreenPort,
} from '../machine-port.ts'
import type { LinuxTools } from './linux-tools.ts'

/** Brightness by brightnessctl, the dark look by GNOME's settings, which GTK and most desktops follow. */
export function createLinuxDisplay(tools: LinuxTools): DisplayPort {
  const level = (text: string) => {
    // "intel_backlight,backlight,4800,50%,9600"
    const percent = /,(\d+)%,/.exec(text)?.[1]
    return percent === undefined ? undefined : Number(percent)
  }
  return {
    async setBrightness(change, signal) {
      tools.first(['brightnessctl'], 'The brightness', 'brightnessctl')
      const before = level(await tools.read('brightnessctl', ['-m', '-c', 'backlight'], 'The brightness', signal))
      const wanted = 'level' in change ? change.level : before === undefined ? undefined : before + change.delta
      if (wanted === undefined) throw new SamError('no-device', 'This screen does not tell its brightness.')
      // At zero some screens are black, and nobody finds the way back.
      const after = Math.min(100, Math.max(1, wanted))
      await tools.read('brightnessctl', ['-c', 'backlight', 'set', `${after}%`], 'The brightness', signal)
      return { before, after }
    },
    async setDarkMode(dark, signal) {
      const setting = createSetting(tools, 'org.gnome.desktop.interface', 'color-scheme', 'Dark mode')
      const before = await setting.get(signal)
      await setting.set(dark ? 'prefer-dark' : 'default', signal)
      return { before: before === 'prefer-dark' }
    },
  }
}

/** Do not disturb is GNOME's "no notification banners"; other focuses are not known here. */
export function createLinuxFocus(tools: LinuxTools): FocusPort {
  return {
    async set({ enabled, name }, signal) {
      if (name !== undefined && !/^do not disturb$/i.test(name)) {
        throw new SamError('not-on-this-platform', `There is only do not disturb here, no focus called ${name}.`)
      }
      const setting = createSetting(tools, 'org.gnome.desktop.notifications', 'show-banners', 'Do not disturb')
      const before = (await setting.get(signal)) === 'false'
      await setting.set(String(!enabled), signal)
      return { before, known: true }
    },
  }
}

function createSetting(tools: LinuxTools, schema: string, key: string, what: string) {
  tools.first(['gsettings'], what, 'libglib2.0-bin')
  const get = async (signal: AbortSignal) =>
    (await tools.read('gsettings', ['get', schema, key], what, signal)).trim().replace(/^'|'$/g, '')
  return {
    get,
    async set(value: string, signal: AbortSignal) {
      await tools.read('gsettings', ['set', schema, key, value], what, signal)
      // Without a desktop session the program succeeds and forgets.
      if ((await get(signal)) === value) return
      throw new SamError('setting-unchanged', `${what} did not change: no desktop keeps such settings here.`)
    },
  }
}

interface ClipboardProgram {
  read: readonly [string, ...string[]]
  write: readonly [string, ...string[]]
}

const wayland: ClipboardProgram = {
  read: ['wl-paste', '--no-newline', '--type', 'text'],
  write: ['wl-copy', '--type', 'text/plain'],
}
const x11: readonly ClipboardProgram[] = [
  { read: ['xclip', '-selection', 'clipboard', '-out'], write: ['xclip', '-selection', 'clipboard', '-in'] },
  { read: ['xsel', '--clipboard', '--output'], write: ['xsel', '--clipboard', '--input'] },
]

export function createLinuxClipboard(tools: LinuxTools): ClipboardPort {
  const isWayland = Boolean(tools.environment['WAYLAND_DISPLAY'])
  const choose = (): ClipboardProgram => {
    const candidates = isWayland ? [wayland, ...x11] : x11
    const found = candidates.find(({ read: [name] }) => tools.find(name) !== undefined)
    if (found !== undefined) return found
    throw isWayland
      ? notAvailableHere('The clipboard', 'wl-copy', 'wl-clipboard')
      : notAvailableHere('The clipboard', 'xclip or xsel', 'xclip')
  }
  return {
    async read(signal) {
      const [name, ...args] = choose().read
      const { exitCode, stdout, stderr } = await tools.run(name, args, signal)
      if (exitCode === 0) return stdout
      // The programs fail alike when nothing, or no text, is there.
      if (/nothing is copied|not available|no suitable|target/i.test(stderr)) return ''
      throw new SamError('clipboard-unreachable', 'The clipboard does not answer.', { cause: new Error(stderr) })
    },
    async write(text, signal) {
      const [name, ...args] = choose().write
      await tools.hand(name, args, text, signal)
    },
    paste: (signal) => pressKeys(tools, 'ctrl+v', 1, signal),
  }
}

async function pressKeys(tools: LinuxTools, keys: string, times: number, signal: AbortSignal): Promise<void> {
  tools.first(['xdotool'], 'Pressing keys', 'xdotool')
  const pressed = Array.from({ length: times }, () => keys)
  await tools.read('xdotool', ['key', '--clearmodifiers', ...pressed], 'Pressing keys', signal)
}

const keyboardKeys: Record<KeyName, string> = {
  'new-tab': 'ctrl+t',
  'reopen-tab': 'ctrl+shift+t',
  'next-tab': 'ctrl+Tab',
  'previous-tab': 'ctrl+shift+Tab',
  'new-window': 'ctrl+n',
  reload: 'F5',
  back: 'alt+Left',
  forward: 'alt+Right',
  'zoom-in': 'ctrl+plus',
  'zoom-out': 'ctrl+minus',
  'actual-size': 'ctrl+0',
  'page-up': 'Prior',
  'page-down': 'Next',
  'line-up': 'Up',
  'line-down': 'Down',
  top: 'ctrl+Home',
  bottom: 'ctrl+End',
  left: 'Left',
  right: 'Right',
  'select-all': 'ctrl+a',
  copy: 'ctrl+c',
  cut: 'ctrl+x',
  redo: 'ctrl+shift+z',
  save: 'ctrl+s',
  print: 'ctrl+p',
  escape: 'Escape',
}

export function createLinuxKeyboard(tools: LinuxTools): KeyboardPort {
  return { press: (key, times, signal) => pressKeys(tools, keyboardKeys[key], times, signal) }
}

type Capture = Record<CaptureKind, readonly string[] | undefined>

/** Programs that take pictures, by the desktop they work on; the file comes last. */
const captures: Record<string, Capture> = {
  'gnome-screenshot': { screen: ['-f'], window: ['-w', '-f'], selection: ['-a', '-f'] },
  spectacle: { screen: ['-b', '-n', '-o'], window: ['-b', '-n', '-a', '-o'], selection: ['-b', '-n', '-r', '-o'] },
  grim: { screen: [], window: undefined, selection: undefined },
  maim: { screen: [], window: undefined, selection: ['-s'] },
  scrot: { screen: [], window: ['-u'], selection: ['-s'] },
  import: { screen: ['-window', 'root'], window: undefined, selection: [] },
}

export function createLinuxScreen(tools: LinuxTools): ScreenPort {
  return {
    async capture(kind, file, signal) {
      const able = Object.entries(captures).filter(([, options]) => options[kind] !== undefined)
      const name = tools.first(
        able.map(([program]) => program),
        'A picture of the screen',
        'gnome-screenshot',
      )
      const args = [...(captures[name]?.[kind] ?? []), file]
      const { exitCode, stderr } = await tools.run(name, args, signal, { timeoutMs: 80_000 })
      if (exitCode === 0) return
      throw new SamError('capture-failed', 'The screen could not be taken.', { cause: new Error(stderr) })
    },
  }
}
