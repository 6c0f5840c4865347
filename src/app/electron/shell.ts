import type { Config } from '../../core/config.ts'
import { toSamError } from '../../core/errors.ts'
import type { CoreLine } from './core-process/core-line.ts'
import type { CoreProcess, CoreProcessOptions } from './core-process/core-process.ts'
import type { HandOver } from './core-process/hand-over.ts'
import { createHoldToTalk } from './keys/hold-to-talk.ts'
import type { KeyWatch, KeyWatchOptions, KeyWatchStatus } from './keys/key-watch.ts'
import { createClaudeKey } from './mac/claude-key.ts'
import type { Keychain } from './mac/keychain.ts'
import { createPermissions, loginItemsUrl } from './mac/permissions.ts'
import { createPresence, type PresenceEvent } from './mac/presence.ts'
import type { Updates, UpdatesOptions } from './mac/updates.ts'
import { buildMenu } from './menu/menu.ts'
import { notificationFor } from './menu/notifications.ts'
import { createQuietMode } from './menu/quiet-mode.ts'
import { type TrayState, trayLabels } from './menu/tray-icon.ts'
import type { ShellPort } from './shell-port.ts'
import type { PageAnswer, PageRequest, ShellState } from './window/page-bridge.ts'
import { createShownPage } from './window/shown-page.ts'
import type { WindowPolicy } from './window/window-policy.ts'

export interface ShellParts {
  port: ShellPort
  policy: WindowPolicy
  keychain: Keychain
  keys: Config['keys']
  createCore(handlers: Pick<CoreProcessOptions, 'greet' | 'onLine' | 'onDown' | 'onHandedOver'>): CoreProcess
  createKeyWatch(handlers: Pick<KeyWatchOptions, 'onEvent' | 'onStatus' | 'isPermitted'>): KeyWatch
  /** Absent where this application is not installed, or has no place to ask for updates. */
  createUpdates?(handlers: Pick<UpdatesOptions, 'isIdle' | 'onReady'>): Updates
}

/** The menu-bar application: shows what the core does, keeps it running, and tells it what only an application can know. */
export interface Shell {
  start(): Promise<void>
  /** Someone started SAM a second time. */
  onSecondInstance(handOver: HandOver): void
  onPresence(event: PresenceEvent): void
  onHardware(what: 'displays' | 'sound-devices'): void
  /** The page ended without being asked to. */
  onPageGone(): void
  /** The user opened the panel: somebody is there, whatever the system said last. */
  onPanelShown(): void
  onPageRequest(request: PageRequest): Promise<PageAnswer>
  /** Before the application ends. */
  stop(): Promise<void>
}

export function createShell(parts: ShellParts): Shell {
  const { port, policy, keychain, keys } = parts
  const page = createShownPage(port, policy)
  let state: TrayState = 'thinking'
  let trouble: string | undefined
  let shownBefore = false
  let restarting = false
  let keyWatchStatus: KeyWatchStatus = 'off'

  const show = () => {
    const labels = [trayLabels[state], ...(trouble === undefined ? [] : [trouble]), ...(quiet.on ? ['Quiet mode'] : [])]
    port.showState(state, labels.join('. '))
    port.showMenu(
      buildMenu(
        { ...stateNow(), trouble, updateReady: updates?.ready === true },
        {
          open: () => port.showPanel(),
          retry: () => core.start(),
          stop: () => core.interrupt(),
          setQuiet: quiet.set,
          askPermission: (name) => void permissions.ask(name),
          setLoginItem,
          useClipboardKey: () => void claudeKey.useClipboard(),
          forgetKey: claudeKey.forget,
          installUpdate: () => updates?.install(),
          quit: () => port.quit(),
        },
      ),
    )
  }
  const stateNow = (): ShellState => ({
    permissions: permissions.list(),
    loginItem: port.loginItem(),
    quiet: quiet.on,
    hasClaudeKey: keychain.has(),
    holdToTalk: keyWatchStatus,
  })
  /** Something that menu and page show has changed. */
  const changed = () => {
    show()
    port.tellPage(stateNow())
  }
  const setTrouble = (next: string | undefined, nextState: TrayState) => {
    trouble = next
    state = nextState
    show()
  }

  const quiet = createQuietMode((on) => {
    core.send({ type: 'quiet', quiet: on })
    changed()
  })
  const presence = createPresence((reasons) => {
    if (reasons.length > 0) hold.release()
    page.setElsewhere(reasons.includes('another-user'))
    core.send({ type: 'away', reasons })
  })
  const permissions = createPermissions(port, changed)
  const hold = createHoldToTalk({
    key: keys.hold === 'off' ? 'right-option' : keys.hold,
    onTalk: (down) => core.send({ type: 'push-to-talk', down }),
  })
  const keyWatch = parts.createKeyWatch({
    isPermitted: () => port.isAccessibilityTrusted(false),
    onEvent: hold.see,
    onStatus(next) {
      keyWatchStatus = next
      if (next !== 'watching') hold.release()
      // macOS has no question "may I watch keys?" here: a hook that runs is the answer.
      if (next === 'watching') permissions.learn('input-monitoring', 'granted')
      changed()
    },
  })
  const updates = parts.createUpdates?.({
    isIdle: () => state === 'idle' && !port.isPanelVisible(),
    onReady: changed,
  })

  const setLoginItem = (on: boolean) => {
    port.setLoginItem(on)
    if (on && port.loginItem() === 'needs-approval') port.openSettings(loginItemsUrl)
    changed()
  }
  const claudeKey = createClaudeKey(keychain, port, (key) => {
    core.send({ type: 'claude-key', key })
    changed()
  })

  const onPanel = (url: string) => {
    page.open(url)
    setTrouble(undefined, 'idle')
    // The first time, and when another command asked for the panel; not after a restart behind the user's back.
    if (!shownBefore || !restarting) port.showPanel()
    shownBefore = true
    restarting = false
  }
  const onLine = (line: CoreLine) => {
    const circumstances = {
      panelVisible: port.isPanelVisible(),
      locked: presence.reasons().length > 0,
      quiet: quiet.on,
    }
    const notification = notificationFor(line, circumstances)
    if (notification !== undefined) port.notify(notification, () => port.showPanel())
    if (line.type === 'panel') return onPanel(line.url)
    if (line.type === 'session-state') {
      state = line.state
      return show()
    }
    if (line.type === 'tool-result' && line.error?.code === 'automation-not-allowed')
      permissions.learn('automation', 'denied')
    if (line.type === 'progress') {
      const percent = Math.floor((100 * line.receivedBytes) / Math.max(1, line.totalBytes))
      // The next state, or the end, is shown in its place.
      port.showState(state, `SAM: preparing ${line.id}, ${percent} %`)
      if (line.phase === 'done') show()
    }
  }
  const core = parts.createCore({
    onLine,
    async greet() {
      const key = await keychain.read()
      return [
        { type: 'hello', ...(key === undefined ? {} : { claudeKey: key }) },
        { type: 'away', reasons: presence.reasons() },
        { type: 'quiet', quiet: quiet.on },
      ]
    },
    onDown(reason, retryInMs) {
      restarting = true
      hold.release()
      const seconds = Math.ceil((retryInMs ?? 0) / 1000)
      const next = retryInMs === undefined ? '' : seconds === 0 ? ' I start again.' : ` I try again in ${seconds} s.`
      page.close(`${reason}${next}`)
      setTrouble(`${reason}${next}`, 'warning')
    },
    // The panel of the one that runs was loaded already; its states, and its end, are not told here.
    onHandedOver: () => setTrouble('SAM was started elsewhere; this menu only shows its panel.', 'idle'),
  })

  const registerShortcuts = () => {
    const shortcuts: [string, () => void][] = [
      [keys.talk, () => port.toggleTalk()],
      [keys.stop, () => core.interrupt()],
    ]
    const taken = shortcuts.filter(([shortcut, onPress]) => !port.registerShortcut(shortcut, onPress))
    if (taken.length === 0) return
    setTrouble(`Another program has the shortcut ${taken.map(([shortcut]) => shortcut).join(' and ')}.`, state)
  }

  return {
    async start() {
      show()
      // The first question only: what was answered before is not asked again.
      if (permissions.list().some(({ name, status }) => name === 'microphone' && status === 'not-asked'))
        await permissions.ask('microphone')
      registerShortcuts()
      permissions.watch()
      if (keys.hold !== 'off') void keyWatch.start()
      updates?.start()
      core.start()
    },
    onSecondInstance(handOver) {
      const actions: Record<HandOver, () => void> = {
        show: () => port.showPanel(),
        talk: () => port.toggleTalk(),
        stop: () => core.interrupt(),
        quiet: () => quiet.set(!quiet.on),
        quit: () => port.quit(),
      }
      actions[handOver]()
    },
    onPresence(event) {
      presence.happen(event)
      // Sleep and a switched session may end the hook without a word.
      if (event === 'resume' || event === 'unlock-screen' || event === 'user-did-become-active') keyWatch.restart()
    },
    onHardware: (what) => core.send({ type: 'hardware-changed', what }),
    onPageGone: page.reload,
    onPanelShown: () => presence.somebodyIsHere(),
    async onPageRequest(request) {
      try {
        switch (request.type) {
          case 'read-state':
            break
          case 'ask-permission':
            await permissions.ask(request.name)
            break
          case 'open-permission':
            permissions.open(request.name)
            break
          case 'set-login-item':
            setLoginItem(request.on)
            break
          case 'set-quiet':
            quiet.set(request.on)
            break
          case 'set-claude-key':
            await claudeKey.set(request.key)
            break
          case 'forget-claude-key':
            claudeKey.forget()
            break
        }
        return { ok: true, state: stateNow() }
      } catch (thrown) {
        return { ok: false, message: toSamError(thrown).message }
      }
    },
    async stop() {
      permissions.stop()
      keyWatch.stop()
      updates?.stop()
      await core.stop()
    },
  }
}
