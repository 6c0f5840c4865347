import type { PermissionPort } from './mac/permissions.ts'
import type { Notification } from './menu/notifications.ts'
import type { TrayState } from './menu/tray-icon.ts'
import type { LoginItem, ShellState } from './window/page-bridge.ts'

export interface MenuEntry {
  label: string
  /** Absent: a line of text that cannot be clicked. */
  onClick?: () => void
  /** Shown with a tick or the place for one. */
  checked?: boolean
  submenu?: MenuEntry[]
}

/** The few things of Electron that the shell uses; electron-port.ts implements it, tests do without Electron. */
export interface ShellPort extends PermissionPort {
  /** Icon in the menu bar with its label for screen readers and as a tooltip. */
  showState(state: TrayState, label: string): void
  /** The menu on right-click. */
  showMenu(entries: MenuEntry[]): void
  loadPanel(url: string): void
  showPanel(): void
  isPanelVisible(): boolean
  /** Tells the page that the shortcut was pressed. */
  toggleTalk(): void
  /** Tells the page how the shell is. */
  tellPage(state: ShellState): void
  /** False when another program has this shortcut, or it is none. */
  registerShortcut(accelerator: string, onPress: () => void): boolean
  notify(notification: Notification, onClick: () => void): void
  loginItem(): LoginItem
  setLoginItem(on: boolean): void
  readClipboard(): Promise<string>
  clearClipboard(): void
  quit(): void
}
