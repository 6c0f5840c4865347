import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import type { CoreLine } from '../../../src/app/electron/core-process/core-line.ts'
import type { CoreProcessOptions } from '../../../src/app/electron/core-process/core-process.ts'
import type { ShellMessage } from '../../../src/app/electron/core-process/shell-message.ts'
import type { HookEvent, KeyHook } from '../../../src/app/electron/keys/key-watch.ts'
import { createKeyWatch } from '../../../src/app/electron/keys/key-watch.ts'
import { createKeychain, type SealPort } from '../../../src/app/electron/mac/keychain.ts'
import type { UpdatesOptions } from '../../../src/app/electron/mac/updates.ts'
import type { Notification } from '../../../src/app/electron/menu/notifications.ts'
import { createShell } from '../../../src/app/electron/shell.ts'
import type { MenuEntry, ShellPort } from '../../../src/app/electron/shell-port.ts'
import type { LoginItem, ShellState } from '../../../src/app/electron/window/page-bridge.ts'
import { createWindowPolicy } from '../../../src/app/electron/window/window-policy.ts'
import { type Config, defaultConfig } from '../../../src/core/config.ts'

/** A Keychain that is no secret: turns the text around. */
export const turningSeal: SealPort = {
  isAvailable: async () => true,
  seal: async (text) => Buffer.from([...text].reverse().join('')),
  open: async (sealed) => [...sealed.toString()].reverse().join(''),
}

/** A Mac as the shell sees it; tests change what it answers. */
export interface FakeMac {
  microphone: string
  trusted: boolean
  secureInput: boolean
  loginItem: LoginItem
  clipboard: string
  panelVisible: boolean
  shortcutTaken: boolean
}

/** The keyboard hook: tests press keys in it. */
export class FakeHook implements KeyHook {
  calls: string[] = []
  fails: { code: string } | undefined
  private listener: ((event: HookEvent) => void) | undefined
  on(_event: 'input', listener: (event: HookEvent) => void) {
    this.listener = listener
  }
  start() {
    this.calls.push('start')
    if (this.fails !== undefined) throw this.fails
  }
  stop() {
    this.calls.push('stop')
  }
  see(type: number, keycode: number | undefined, modifiers: Partial<HookEvent> = {}) {
    const code = keycode === undefined ? {} : { keycode }
    this.listener?.({ type, altKey: false, metaKey: false, ctrlKey: false, ...code, ...modifiers })
  }
}

export function startShell(changed: Partial<FakeMac> = {}, keys: Partial<Config['keys']> = {}) {
  const mac: FakeMac = {
    microphone: 'granted',
    trusted: true,
    secureInput: false,
    loginItem: 'off',
    clipboard: '',
    panelVisible: false,
    shortcutTaken: false,
    ...changed,
  }
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-shell-home-'))
  const hook = new FakeHook()
  const calls: string[] = []
  const sent: ShellMessage[] = []
  const notified: Notification[] = []
  const told: ShellState[] = []
  const opened: string[] = []
  let label = ''
  let menu: MenuEntry[] = []
  let clickNotification = () => {}
  const pressed = new Map<string, () => void>()
  let core: Pick<CoreProcessOptions, 'greet' | 'onLine' | 'onDown' | 'onHandedOver'> | undefined
  let updating: Pick<UpdatesOptions, 'isIdle' | 'onReady'> | undefined
  const updates = { ready: false, start() {}, stop() {}, install: () => void calls.push('install') }
  const port: ShellPort = {
    showState(state, next) {
      calls.push(`state ${state}`)
      label = next
    },
    showMenu(entries) {
      menu = entries
    },
    loadPanel: (url) => calls.push(`load ${url}`),
    showPanel: () => calls.push('show'),
    isPanelVisible: () => mac.panelVisible,
    toggleTalk: () => calls.push('talk'),
    tellPage: (state) => told.push(state),
    registerShortcut(accelerator, onPress) {
      pressed.set(accelerator, onPress)
      return !mac.shortcutTaken
    },
    notify(notification, onClick) {
      notified.push(notification)
      clickNotification = onClick
    },
    microphoneStatus: () => mac.microphone,
    async askForMicrophone() {
      calls.push('ask for microphone')
      mac.microphone = 'granted'
    },
    isAccessibilityTrusted(ask) {
      if (ask) calls.push('ask for accessibility')
      return mac.trusted
    },
    openSettings: (url) => opened.push(url),
    loginItem: () => mac.loginItem,
    setLoginItem(on) {
      if (mac.loginItem === 'off' || mac.loginItem === 'on') mac.loginItem = on ? 'on' : 'off'
    },
    readClipboard: async () => mac.clipboard,
    clearClipboard() {
      mac.clipboard = ''
    },
    quit: () => calls.push('quit'),
  }
  const policy = createWindowPolicy()
  const shell = createShell({
    port,
    policy,
    keychain: createKeychain(home, turningSeal),
    keys: { ...defaultConfig.keys, ...keys },
    createCore(handlers) {
      core = handlers
      return {
        start: () => calls.push('start core'),
        send: (message) => sent.push(message),
        interrupt: () => calls.push('interrupt'),
        hangUp: () => calls.push('hang up'),
        async stop() {
          calls.push('stop core')
        },
      }
    },
    createKeyWatch: (handlers) =>
      createKeyWatch({ loadHook: async () => hook, isSecureInput: async () => mac.secureInput, ...handlers }),
    createUpdates(handlers) {
      updating = handlers
      return updates
    },
  })
  const entry = (name: string) => menu.flatMap((one) => [one, ...(one.submenu ?? [])]).find((one) => one.label === name)
  return {
    shell,
    mac,
    hook,
    home,
    policy,
    calls,
    sent,
    notified,
    told,
    opened,
    label: () => label,
    menu: () => menu.map((one) => one.label),
    submenu: (name: string) => menu.find((one) => one.label === name)?.submenu?.map((one) => one.label) ?? [],
    click: (name: string) => entry(name)?.onClick?.(),
    checked: (name: string) => entry(name)?.checked,
    clickNotification: () => clickNotification(),
    press: (shortcut: string) => pressed.get(shortcut)?.(),
    greeting: async () => (await core?.greet()) ?? [],
    line: (line: CoreLine) => core?.onLine(line),
    down: (reason: string, retryInMs?: number) => core?.onDown(reason, retryInMs),
    handedOver: () => core?.onHandedOver(),
    isIdle: () => updating?.isIdle(),
    updateDownloaded() {
      updates.ready = true
      updating?.onReady()
    },
  }
}

/** Lets what waits on promises go on under the stand-in for time. */
export const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
