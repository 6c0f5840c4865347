import type { Permission, PermissionStatus } from '../mac/permissions.ts'
import type { MenuEntry } from '../shell-port.ts'
import type { LoginItem } from '../window/page-bridge.ts'
import { quietChoices } from './quiet-mode.ts'

/** All that the menu shows. */
export interface MenuFacts {
  trouble: string | undefined
  quiet: boolean
  permissions: Permission[]
  loginItem: LoginItem
  hasClaudeKey: boolean
  /** A downloaded update waits. */
  updateReady: boolean
}

/** All that can be clicked in it. */
export interface MenuActions {
  open(): void
  retry(): void
  stop(): void
  setQuiet(on: boolean, forMs?: number): void
  askPermission(name: Permission['name']): void
  setLoginItem(on: boolean): void
  useClipboardKey(): void
  forgetKey(): void
  installUpdate(): void
  quit(): void
}

const permissionWords: Record<Permission['name'], string> = {
  microphone: 'Microphone',
  accessibility: 'Accessibility',
  automation: 'Automation',
  'input-monitoring': 'Input Monitoring',
}
const statusWords: Record<PermissionStatus, string> = {
  granted: 'allowed',
  denied: 'not allowed',
  'not-asked': 'not asked yet',
  unknown: 'asked for when needed',
}

/** The menu under the icon, from top to bottom. */
export function buildMenu(facts: MenuFacts, actions: MenuActions): MenuEntry[] {
  const { trouble, quiet, permissions, loginItem } = facts
  const entries: MenuEntry[] = [{ label: 'Open SAM', onClick: actions.open }]
  if (trouble !== undefined) entries.push({ label: trouble }, { label: 'Try again now', onClick: actions.retry })
  entries.push({ label: 'Stop what SAM is doing', onClick: actions.stop })
  entries.push({
    label: 'Quiet mode',
    submenu: quiet
      ? [{ label: 'Quiet', checked: true, onClick: () => actions.setQuiet(false) }]
      : quietChoices.map(({ label, forMs }) => ({ label, onClick: () => actions.setQuiet(true, forMs) })),
  })
  entries.push({
    label: 'Permissions',
    submenu: permissions.map(({ name, status }) => ({
      label: `${permissionWords[name]}: ${statusWords[status]}`,
      onClick: () => actions.askPermission(name),
    })),
  })
  entries.push({
    label: 'Key for Claude',
    submenu: [
      { label: 'Use the key on the clipboard', onClick: actions.useClipboardKey },
      ...(facts.hasClaudeKey ? [{ label: 'Forget the key', onClick: actions.forgetKey }] : []),
    ],
  })
  if (loginItem !== 'unavailable') {
    const approval = loginItem === 'needs-approval' ? ' (allow it in System Settings)' : ''
    entries.push({
      label: `Start at login${approval}`,
      checked: loginItem === 'on',
      onClick: () => actions.setLoginItem(loginItem !== 'on'),
    })
  }
  if (facts.updateReady) entries.push({ label: 'Install the update and restart', onClick: actions.installUpdate })
  entries.push({ label: 'Quit SAM', onClick: actions.quit })
  return entries
}
