import type { KeyWatchStatus } from '../../electron/keys/key-watch.ts'
import type { PermissionName, PermissionStatus } from '../../electron/mac/permissions.ts'
import type { LoginItem } from '../../electron/window/page-bridge.ts'

/** What the Mac has to grant, and what the menu bar does. */
export const macWords = {
  title: 'This Mac',
  permissions: 'Permissions of this Mac',
  names: {
    microphone: 'Microphone',
    accessibility: 'Accessibility',
    automation: 'Automation',
    'input-monitoring': 'Input Monitoring',
  } satisfies Record<PermissionName, string>,
  statuses: {
    granted: 'Granted',
    denied: 'Not granted',
    'not-asked': 'Not asked yet',
    unknown: 'macOS tells when it is first used',
  } satisfies Record<PermissionStatus, string>,
  ask: 'Ask macOS',
  open: 'Open System Settings',
  askLabel: (name: string) => `Ask macOS: ${name}`,
  openLabel: (name: string) => `Open System Settings: ${name}`,
  application: 'SAM in the menu bar',
  login: 'Start when you log in',
  loginWhy: 'SAM is there as soon as you are.',
  loginProblems: {
    'needs-approval': 'macOS wants you to allow it: System Settings › General › Login Items.',
    unavailable: 'Only an installed SAM can be started by macOS; this one runs from a folder.',
  } satisfies Partial<Record<LoginItem, string>>,
  quiet: 'Quiet mode',
  quietWhy: 'No sound: answers are text, and timers are notifications.',
  hold: 'A key that is held to talk',
  holdStates: {
    off: 'Off. Choose a key under “Keys (menu bar)”.',
    watching: 'Hold the key and speak.',
    'not-permitted': 'It needs Accessibility, above.',
    'secure-input': 'A program reads a password now, so no other sees keys.',
    absent: 'What watches keys is not installed here.',
    failed: 'Watching keys failed. Quit SAM and start it again.',
  } satisfies Record<KeyWatchStatus, string>,
  claude: 'Key of Claude',
}

export const claudeWords = {
  known: 'There is a key, from ANTHROPIC_API_KEY.',
  none: 'There is none. Quit SAM and start it with one:',
  command: 'ANTHROPIC_API_KEY=sk-ant-… npm start',
  inKeychain: 'A key is in the Keychain, sealed for SAM alone.',
  askFor:
    'Take one from console.anthropic.com. It goes into the Keychain, and to Anthropic with each question; nowhere else.',
  field: 'Key of Claude',
  example: 'sk-ant-…',
  keep: 'Keep it',
  replace: 'Replace it',
  forget: 'Forget it',
}
