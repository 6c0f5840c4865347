import type { CoreLine } from './core-line.ts'
import type { CoreProcess, CoreProcessOptions } from './core-process.ts'
import type { MenuEntry, ShellPort } from './shell-port.ts'
import { type TrayState, trayLabels } from './tray-icon.ts'
import type { WindowPolicy } from './window-policy.ts'

/** Talks and stops talking from any application. */
export const talkShortcut = 'CommandOrControl+Shift+Space'

/** Stops everything SAM is doing, from any application. */
export const stopShortcut = 'CommandOrControl+Shift+Escape'

export interface ShellParts {
  port: ShellPort
  policy: WindowPolicy
  createCore(handlers: Pick<CoreProcessOptions, 'onLine' | 'onDown' | 'onHandedOver'>): CoreProcess
}

/** The menu-bar application: shows what the core does, and keeps the core running. */
export interface Shell {
  start(): Promise<void>
  /** Someone started SAM a second time. */
  onSecondInstance(): void
  /** Before the application ends. */
  stop(): Promise<void>
}

export function createShell({ port, policy, createCore }: ShellParts): Shell {
  let trouble: string | undefined
  let shownBefore = false
  let restarting = false

  const showState = (state: TrayState) => {
    port.showState(state, trouble === undefined ? trayLabels[state] : `${trayLabels[state]}. ${trouble}`)
  }
  const showMenu = () => {
    const entries: MenuEntry[] = [{ label: 'Open SAM', onClick: () => port.showPanel() }]
    if (trouble !== undefined) entries.push({ label: trouble }, { label: 'Try again now', onClick: () => core.start() })
    entries.push({ label: 'Quit SAM', onClick: () => port.quit() })
    port.showMenu(entries)
  }
  const setTrouble = (next: string | undefined, state: TrayState) => {
    trouble = next
    showState(state)
    showMenu()
  }

  const onLine = (line: CoreLine) => {
    if (line.type === 'session-state') return showState(line.state)
    if (line.type === 'error') return
    policy.setPanel(line.url)
    port.loadPanel(line.url)
    setTrouble(undefined, 'idle')
    // The first time, and when another command asked for the panel; not after a restart behind the user's back.
    if (!shownBefore || !restarting) port.showPanel()
    shownBefore = true
    restarting = false
  }
  const core = createCore({
    onLine,
    onDown(reason, retryInMs) {
      restarting = true
      const next = retryInMs === undefined ? '' : ` I try again in ${Math.ceil(retryInMs / 1000)} s.`
      setTrouble(`${reason}${next}`, 'warning')
    },
    // The panel of the one that runs was loaded already; there is nothing to watch.
    onHandedOver: () => setTrouble(undefined, 'idle'),
  })

  return {
    async start() {
      showState('thinking')
      showMenu()
      await port.askForMicrophone()
      const shortcuts: [string, () => void][] = [
        [talkShortcut, () => port.toggleTalk()],
        [stopShortcut, () => core.interrupt()],
      ]
      const taken = shortcuts.filter(([shortcut, onPress]) => !port.registerShortcut(shortcut, onPress))
      if (taken.length > 0) {
        const names = taken.map(([shortcut]) => shortcut).join(' and ')
        setTrouble(`Another program has the shortcut ${names}.`, 'idle')
      }
      core.start()
    },
    onSecondInstance: () => port.showPanel(),
    stop: () => core.stop(),
  }
}
