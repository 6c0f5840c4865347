import type { TrayState } from './tray-icon.ts'

export interface MenuEntry {
  label: string
  /** Absent: a line of text that cannot be clicked. */
  onClick?: () => void
}

/** The few things of Electron that the shell uses; main.ts implements it, tests do without Electron. */
export interface ShellPort {
  /** Icon in the menu bar with its label for screen readers and as a tooltip. */
  showState(state: TrayState, label: string): void
  /** The menu on right-click. */
  showMenu(entries: MenuEntry[]): void
  loadPanel(url: string): void
  showPanel(): void
  togglePanel(): void
  /** Tells the page that the shortcut was pressed. */
  toggleTalk(): void
  /** Asks the system for the microphone once; the page names what is missing if it says no. */
  askForMicrophone(): Promise<void>
  /** False when another program has this shortcut. */
  registerShortcut(accelerator: string, onPress: () => void): boolean
  quit(): void
}
