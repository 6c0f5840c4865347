/** What macOS has to grant, in the order in which it is asked for. */
export const permissionNames = ['microphone', 'accessibility', 'automation', 'input-monitoring'] as const
export type PermissionName = (typeof permissionNames)[number]
/** `unknown`: macOS tells only when it is used. */
export type PermissionStatus = 'granted' | 'denied' | 'not-asked' | 'unknown'

export interface Permission {
  name: PermissionName
  status: PermissionStatus
  /** Why SAM wants it, for the person who decides. */
  reason: string
}

export interface PermissionPort {
  /** Electron's word: `not-determined`, `granted`, `denied`, `restricted` or `unknown`. */
  microphoneStatus(): string
  askForMicrophone(): Promise<void>
  /** @param ask shows macOS's own question once */
  isAccessibilityTrusted(ask: boolean): boolean
  openSettings(url: string): void
}

export interface Permissions {
  list(): Permission[]
  /** Lets macOS ask where it can, and opens its settings where it cannot. */
  ask(name: PermissionName): Promise<void>
  /** Opens the page of System Settings. */
  open(name: PermissionName): void
  /** What was learned by using it; only for those that macOS does not tell. */
  learn(name: 'automation' | 'input-monitoring', status: PermissionStatus): void
  /** Looks now and again, so that a switch in System Settings is seen at once. */
  watch(): void
  stop(): void
}

const pane = (name: string) => `x-apple.systempreferences:com.apple.preference.security?Privacy_${name}`
const settingsUrls: Record<PermissionName, string> = {
  microphone: pane('Microphone'),
  accessibility: pane('Accessibility'),
  automation: pane('Automation'),
  'input-monitoring': pane('ListenEvent'),
}
export const loginItemsUrl = 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension'

const reasons: Record<PermissionName, string> = {
  microphone: 'SAM listens for its wake word and for what you say. The sound stays on this Mac.',
  accessibility: 'SAM moves windows and presses keys in other programs, and sees the key that you hold to talk.',
  automation:
    'SAM asks Calendar, Mail, Music and others to do what you said. macOS asks for each of them when it is first used.',
  'input-monitoring': 'Only for holding a key to talk: SAM looks at that one key, and keeps no other.',
}
const microphoneWords: Record<string, PermissionStatus> = {
  granted: 'granted',
  denied: 'denied',
  restricted: 'denied',
  'not-determined': 'not-asked',
}
export const lookEveryMs = 2000

export function createPermissions(port: PermissionPort, onChange: (list: Permission[]) => void): Permissions {
  const learned = new Map<PermissionName, PermissionStatus>()
  let timer: NodeJS.Timeout | undefined
  let before = ''

  const statusOf = (name: PermissionName): PermissionStatus => {
    if (name === 'microphone') return microphoneWords[port.microphoneStatus()] ?? 'unknown'
    // macOS does not tell "never asked" from "no".
    if (name === 'accessibility') return port.isAccessibilityTrusted(false) ? 'granted' : 'denied'
    return learned.get(name) ?? 'unknown'
  }
  const list = () => permissionNames.map((name) => ({ name, status: statusOf(name), reason: reasons[name] }))
  const look = () => {
    const now = list()
    const text = JSON.stringify(now)
    if (text === before) return
    before = text
    onChange(now)
  }
  const open = (name: PermissionName) => port.openSettings(settingsUrls[name])

  return {
    list,
    async ask(name) {
      if (name === 'microphone' && statusOf(name) === 'not-asked') await port.askForMicrophone()
      else if (name === 'accessibility' && !port.isAccessibilityTrusted(true)) open(name)
      else if (statusOf(name) !== 'granted') open(name)
      look()
    },
    open,
    learn(name, status) {
      learned.set(name, status)
      look()
    },
    watch() {
      clearInterval(timer)
      timer = setInterval(look, lookEveryMs)
      timer.unref()
      look()
    },
    stop: () => clearInterval(timer),
  }
}
