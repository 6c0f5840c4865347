import fs from 'node:fs'
import path from 'node:path'
import { app, autoUpdater, globalShortcut, ipcMain, powerMonitor, screen } from 'electron'
import { type Menubar, menubar } from 'menubar'
import { defaultConfig, loadConfig } from '../../core/config.ts'
import { samHome } from '../../core/paths.ts'
import { createCoreProcess } from './core-process/core-process.ts'
import { handOverOf } from './core-process/hand-over.ts'
import { createElectronPort, sealPort, trayImage } from './electron-port.ts'
import { createKeyWatch, type KeyHook } from './keys/key-watch.ts'
import { isSecureInput } from './keys/secure-input.ts'
import { createKeychain } from './mac/keychain.ts'
import { type PresenceEvent, presenceEvents } from './mac/presence.ts'
import { createUpdates } from './mac/updates.ts'
import { createShell, type Shell } from './shell.ts'
import { coreArguments, type ShellSettings, shellSettingsSchema, shellSettingsVariable } from './shell-settings.ts'
import { lockSession, lockWindows } from './window/lock-down.ts'
import { type PageAnswer, pageRequestSchema, requestChannel } from './window/page-bridge.ts'
import { createWindowPolicy, type WindowPolicy } from './window/window-policy.ts'

/** Connects the shell to Electron; what needs Electron is in this file, electron-port.ts, window/lock-down.ts and preload.ts. */

/** From the starting command; in an installed application, from where it lies. */
function readSettings(): ShellSettings {
  const given = process.env[shellSettingsVariable]
  if (given !== undefined) return shellSettingsSchema.parse(JSON.parse(given))
  const root = app.getAppPath()
  return {
    node: path.join(root, 'node_modules', 'node', 'bin', 'node'),
    projectRoot: root,
    home: samHome(),
    coreArguments: coreArguments(path.join(root, 'src', 'app', 'cli', 'main.ts'), undefined),
  }
}

/** Settings that cannot be read are named by the core, which reads them too; the shell must come up to show that. */
function readConfig(home: string) {
  try {
    return loadConfig(home)
  } catch {
    return defaultConfig
  }
}

/** Where an installed application asks for updates; written into package.json when it is packaged. */
function updateFeed(root: string): string | undefined {
  if (!app.isPackaged || process.platform !== 'darwin') return undefined
  const { samUpdates } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    samUpdates?: unknown
  }
  return typeof samUpdates === 'string' && samUpdates.startsWith('https://') ? samUpdates : undefined
}

function createMenubar(): Menubar {
  return menubar({
    index: false,
    icon: trayImage('thinking'),
    tooltip: 'SAM',
    preloadWindow: true,
    showDockIcon: false,
    browserWindow: {
      width: 400,
      height: 620,
      minWidth: 320,
      minHeight: 420,
      vibrancy: 'popover',
      backgroundColor: '#00000000',
      webPreferences: {
        // The built main.cjs lies beside it (shell-build.ts).
        preload: path.join(__dirname, 'preload.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        // It would fetch dictionaries.
        spellcheck: false,
        // The hidden page is still the microphone and the speaker.
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    },
  })
}

/** Optional: without it hold-to-talk says so, and everything else works. */
async function loadHook(): Promise<KeyHook | undefined> {
  if (process.platform !== 'darwin') return undefined
  return ((await import('uiohook-napi')) as { uIOhook: KeyHook }).uIOhook
}

function composeShell(bar: Menubar, policy: WindowPolicy, settings: ShellSettings): Shell {
  const environment = { ...process.env }
  delete environment[shellSettingsVariable]
  const feed = updateFeed(settings.projectRoot)
  return createShell({
    port: createElectronPort(bar),
    policy,
    keychain: createKeychain(settings.home, sealPort),
    keys: readConfig(settings.home).keys,
    createCore: (handlers) =>
      createCoreProcess({
        command: settings.node,
        args: settings.coreArguments,
        cwd: settings.projectRoot,
        environment,
        ...handlers,
      }),
    createKeyWatch: (handlers) => createKeyWatch({ loadHook, isSecureInput, ...handlers }),
    ...(feed === undefined
      ? {}
      : {
          createUpdates(handlers) {
            autoUpdater.setFeedURL({ url: feed, serverType: 'json' })
            autoUpdater.on('error', (error) => console.error(`No update: ${error.message}`))
            const port = {
              check: () => autoUpdater.checkForUpdates(),
              onDownloaded: (listener: () => void) => void autoUpdater.on('update-downloaded', listener),
              installAndRestart: () => autoUpdater.quitAndInstall(),
            }
            return createUpdates({ port, mayAsk: () => !readConfig(settings.home).offline, ...handlers })
          },
        }),
  })
}

/** Brings everything that happens to the application to the shell. */
function connect(bar: Menubar, policy: WindowPolicy, shell: Shell): void {
  app.on('second-instance', (_event, argv) => shell.onSecondInstance(handOverOf(argv)))
  const presence = powerMonitor as NodeJS.EventEmitter
  for (const event of Object.keys(presenceEvents) as PresenceEvent[]) presence.on(event, () => shell.onPresence(event))
  const displays = screen as NodeJS.EventEmitter
  for (const event of ['display-added', 'display-removed', 'display-metrics-changed'])
    displays.on(event, () => shell.onHardware('displays'))
  bar.on('after-show', () => shell.onPanelShown())
  bar.window?.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') shell.onPageGone()
  })
  ipcMain.on('sound-devices-changed', () => shell.onHardware('sound-devices'))
  ipcMain.handle(requestChannel, async ({ senderFrame }, message): Promise<PageAnswer> => {
    // The top frame of the panel's own origin, and no other.
    const asker = senderFrame === null || senderFrame.parent !== null ? undefined : senderFrame.url
    const request = pageRequestSchema.safeParse(message)
    if (asker === undefined || !policy.mayNavigate(asker) || !request.success)
      return { ok: false, message: 'That is no request of the panel.' }
    return shell.onPageRequest(request.data)
  })
}

function run(settings: ShellSettings): void {
  const policy = createWindowPolicy()
  lockWindows(policy)
  const bar = createMenubar()
  bar.on('ready', () => {
    lockSession(policy)
    const shell = composeShell(bar, policy, settings)
    connect(bar, policy, shell)
    let stopped = false
    app.on('before-quit', (event) => {
      if (stopped) return
      event.preventDefault()
      shell.stop().finally(() => {
        stopped = true
        globalShortcut.unregisterAll()
        app.quit()
      })
    })
    process.on('SIGTERM', () => app.quit())
    process.on('SIGINT', () => app.quit())
    shell.start().catch((thrown) => console.error(thrown))
  })
}

const settings = readSettings()
// A folder of its own: one SAM for each home, and no files of Chromium among the user's.
app.setPath('userData', path.join(settings.home, 'menu-bar'))
if (app.requestSingleInstanceLock()) run(settings)
else app.quit()
