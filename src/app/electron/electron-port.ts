import {
  app,
  clipboard,
  globalShortcut,
  Menu,
  type MenuItemConstructorOptions,
  Notification,
  nativeImage,
  safeStorage,
  shell as system,
  systemPreferences,
} from 'electron'
import type { Menubar } from 'menubar'
import type { SealPort } from './mac/keychain.ts'
import { drawTrayIcon, type TrayState } from './menu/tray-icon.ts'
import type { MenuEntry, ShellPort } from './shell-port.ts'
import { stateChannel } from './window/page-bridge.ts'

const onMac = process.platform === 'darwin'
const report = (thrown: unknown) => console.error(thrown instanceof Error ? thrown.message : thrown)

export function trayImage(state: TrayState) {
  const image = nativeImage.createFromBuffer(drawTrayIcon(state, 18), { scaleFactor: 1 })
  image.addRepresentation({ scaleFactor: 2, buffer: drawTrayIcon(state, 36) })
  image.setTemplateImage(true)
  return image
}

const templateOf = (entries: MenuEntry[]): MenuItemConstructorOptions[] =>
  entries.map(({ label, onClick, checked, submenu }) => ({
    label,
    ...(checked === undefined ? {} : { type: 'checkbox', checked }),
    ...(submenu === undefined ? {} : { submenu: templateOf(submenu) }),
    ...(onClick === undefined ? { enabled: submenu !== undefined } : { click: () => onClick() }),
  }))

/** The shell's port over Electron. */
export function createElectronPort(bar: Menubar): ShellPort {
  // A notification that nobody holds may be collected before it is clicked.
  const shown = new Set<Notification>()
  return {
    showState(state, label) {
      bar.tray.setImage(trayImage(state))
      bar.tray.setToolTip(label)
    },
    showMenu(entries) {
      const menu = Menu.buildFromTemplate(templateOf(entries))
      bar.tray.removeAllListeners('right-click')
      bar.tray.on('right-click', () => bar.tray.popUpContextMenu(menu))
    },
    loadPanel(url) {
      bar.window?.loadURL(url).catch(report)
    },
    showPanel: () => void bar.showWindow().catch(report),
    isPanelVisible: () => bar.window?.isVisible() === true,
    toggleTalk: () => bar.window?.webContents.send('toggle-talk'),
    tellPage: (state) => bar.window?.webContents.send(stateChannel, state),
    registerShortcut(accelerator, onPress) {
      try {
        return globalShortcut.register(accelerator, onPress)
      } catch {
        // Not an accelerator at all.
        return false
      }
    },
    notify({ title, body, silent }, onClick) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body, silent })
      shown.add(notification)
      notification.on('click', onClick)
      notification.on('close', () => shown.delete(notification))
      notification.show()
    },
    microphoneStatus: () => (onMac ? systemPreferences.getMediaAccessStatus('microphone') : 'unknown'),
    async askForMicrophone() {
      if (onMac) await systemPreferences.askForMediaAccess('microphone')
    },
    isAccessibilityTrusted: (ask) => onMac && systemPreferences.isTrustedAccessibilityClient(ask),
    openSettings: (url) => void system.openExternal(url).catch(report),
    loginItem() {
      // From a checkout it would be Electron itself that starts.
      if (!onMac || !app.isPackaged) return 'unavailable'
      const { openAtLogin, status } = app.getLoginItemSettings()
      return status === 'requires-approval' ? 'needs-approval' : openAtLogin ? 'on' : 'off'
    },
    setLoginItem(on) {
      if (onMac && app.isPackaged) app.setLoginItemSettings({ openAtLogin: on, type: 'mainAppService' })
    },
    readClipboard: async () => clipboard.readText(),
    clearClipboard: () => clipboard.clear(),
    quit: () => app.quit(),
  }
}

/** Sealing with the user's Keychain. */
export const sealPort: SealPort = {
  async isAvailable() {
    // With this one the key to the key would be the same on every machine.
    if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
    return safeStorage.isAsyncEncryptionAvailable()
  },
  seal: (text) => safeStorage.encryptStringAsync(text),
  async open(sealed) {
    return (await safeStorage.decryptStringAsync(sealed)).result
  },
}
