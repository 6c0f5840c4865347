import path from 'node:path'
import { app, globalShortcut, Menu, nativeImage, session, systemPreferences } from 'electron'
import { type Menubar, menubar } from 'menubar'
import { createCoreProcess } from './core-process.ts'
import { createShell } from './shell.ts'
import type { ShellPort } from './shell-port.ts'
import { type ShellSettings, shellSettingsSchema, shellSettingsVariable } from './shell-settings.ts'
import { drawTrayIcon, type TrayState } from './tray-icon.ts'
import { createWindowPolicy, type WindowPolicy } from './window-policy.ts'

/** Connects the shell to Electron: everything that needs Electron is in this file and preload.ts. */

function icon(state: TrayState) {
  const image = nativeImage.createFromBuffer(drawTrayIcon(state, 18), { scaleFactor: 1 })
  image.addRepresentation({ scaleFactor: 2, buffer: drawTrayIcon(state, 36) })
  image.setTemplateImage(true)
  return image
}

function createMenubar(): Menubar {
  return menubar({
    index: false,
    icon: icon('thinking'),
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
        // The hidden page is still the microphone and the speaker.
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    },
  })
}

/** The panel may be the panel, and nothing else may be in its window. */
function lockWindows(policy: WindowPolicy): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!policy.mayNavigate(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!policy.mayNavigate(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

function lockPermissions(policy: WindowPolicy): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined
    answer(policy.mayUse(permission, details.requestingUrl, mediaTypes))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    policy.mayUse(permission, requestingOrigin, details.mediaType === undefined ? undefined : [details.mediaType]),
  )
}

function createPort(bar: Menubar): ShellPort {
  const report = (thrown: unknown) => console.error(thrown instanceof Error ? thrown.message : thrown)
  return {
    showState(state, label) {
      bar.tray.setImage(icon(state))
      bar.tray.setToolTip(label)
    },
    showMenu(entries) {
      const menu = Menu.buildFromTemplate(
        entries.map(({ label, onClick }) => (onClick ? { label, click: () => onClick() } : { label, enabled: false })),
      )
      bar.tray.removeAllListeners('right-click')
      bar.tray.on('right-click', () => bar.tray.popUpContextMenu(menu))
    },
    loadPanel(url) {
      bar.window?.loadURL(url).catch(report)
    },
    showPanel: () => void bar.showWindow().catch(report),
    togglePanel() {
      if (bar.window?.isVisible()) bar.hideWindow()
      else bar.showWindow().catch(report)
    },
    toggleTalk: () => bar.window?.webContents.send('toggle-talk'),
    async askForMicrophone() {
      if (process.platform === 'darwin') await systemPreferences.askForMediaAccess('microphone')
    },
    registerShortcut: (accelerator, onPress) => globalShortcut.register(accelerator, onPress),
    quit: () => app.quit(),
  }
}

function run(settings: ShellSettings): void {
  const policy = createWindowPolicy()
  lockWindows(policy)
  const bar = createMenubar()
  bar.on('ready', () => {
    lockPermissions(policy)
    const environment = { ...process.env }
    delete environment[shellSettingsVariable]
    const shell = createShell({
      port: createPort(bar),
      policy,
      createCore: (handlers) =>
        createCoreProcess({
          command: settings.node,
          args: settings.coreArguments,
          cwd: settings.projectRoot,
          environment,
          ...handlers,
        }),
    })
    app.on('second-instance', () => shell.onSecondInstance())
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

if (app.requestSingleInstanceLock()) {
  run(shellSettingsSchema.parse(JSON.parse(process.env[shellSettingsVariable] ?? 'null')))
} else {
  app.quit()
}
