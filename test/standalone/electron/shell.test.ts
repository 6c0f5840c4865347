import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { quickTapMs } from '../../../src/app/electron/keys/hold-to-talk.ts'
import { defaultConfig } from '../../../src/core/config.ts'
import { settle, startShell } from './fake-shell.ts'

const url = 'http://127.0.0.1:4000/?token=a'
const { talk, stop } = defaultConfig.keys
const key = 'sk-ant-api03-abcdefghij'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the menu-bar application and its core', () => {
  test('asks for the microphone once, starts the core and shows its panel', async () => {
    const { shell, calls, line, policy } = startShell({ microphone: 'not-determined' })
    await shell.start()
    expect(calls[0]).toBe('state thinking')
    expect(calls.slice(-1)).toEqual(['start core'])
    expect(calls.filter((call) => call === 'ask for microphone').length).toBe(1)
    const before = calls.length
    line({ type: 'panel', url })
    expect(calls.slice(before)).toEqual([`load ${url}`, 'state idle', 'show'])
    expect(policy.mayNavigate('http://127.0.0.1:4000/')).toBe(true)
    line({ type: 'session-state', state: 'speaking' })
    expect(calls.at(-1)).toBe('state speaking')
    await shell.stop()

    const denied = startShell({ microphone: 'denied' })
    await denied.shell.start()
    expect(denied.calls).not.toContain('ask for microphone')
    await denied.shell.stop()
  })

  test('a core that dies is a warning with its reason, lets go of the microphone and comes back without popping up', async () => {
    const { shell, calls, line, down, label, menu, click } = startShell()
    await shell.start()
    line({ type: 'panel', url })
    down('<b>Out of memory.</b>', 1500)
    expect(calls.at(-1)).toBe('state warning')
    expect(label()).toBe('SAM: not running. <b>Out of memory.</b> I try again in 2 s.')
    // The page that held the microphone is gone; in its place stands the reason, as text.
    const page = decodeURIComponent(calls.findLast((call) => call.startsWith('load ')) ?? '')
    expect(page).toMatch(/^load data:text\/html/)
    expect(page).toContain('&lt;b&gt;Out of memory.&lt;/b&gt; I try again in 2 s.')
    expect(page).toContain("default-src 'none'")
    expect(menu()).toContain('Try again now')
    click('Try again now')
    expect(calls.at(-1)).toBe('start core')

    const before = calls.length
    line({ type: 'panel', url: 'http://127.0.0.1:5000/?token=b' })
    expect(calls.slice(before)).toEqual(['load http://127.0.0.1:5000/?token=b', 'state idle'])
    expect(menu()).not.toContain('Try again now')
    // Another command that asks for the panel gets to see it.
    line({ type: 'panel', url })
    expect(calls.at(-1)).toBe('show')
    await shell.stop()
  })

  test('a core that was given up says so without a promise', async () => {
    const { shell, down, label } = startShell()
    await shell.start()
    down('The recogniser is missing. sam models pull')
    expect(label()).toBe('SAM: not running. The recogniser is missing. sam models pull')
    await shell.stop()
  })

  test('what is fetched before the panel is there can be read at the icon', async () => {
    const { shell, line, label } = startShell()
    await shell.start()
    line({ type: 'progress', id: 'whisper-tiny-en', phase: 'download', receivedBytes: 30, totalBytes: 120 })
    expect(label()).toBe('SAM: preparing whisper-tiny-en, 25 %')
    await shell.stop()
  })

  test('a page that ends is loaded again without its used token, and not for ever', async () => {
    const { shell, calls, line } = startShell()
    await shell.start()
    line({ type: 'panel', url })
    for (let i = 0; i < 3; i++) {
      shell.onPageGone()
      expect(calls.at(-1)).toBe('load http://127.0.0.1:4000/')
    }
    shell.onPageGone()
    expect(calls.at(-1)).toMatch(/^load data:/)
    await settle(61_000)
    shell.onPageGone()
    expect(calls.at(-1)).toBe('load http://127.0.0.1:4000/')
    await shell.stop()
  })

  test('where another SAM runs already, its panel stays, and the menu says why it does little', async () => {
    const { shell, calls, line, handedOver, menu } = startShell()
    await shell.start()
    line({ type: 'panel', url })
    handedOver()
    expect(calls.at(-1)).toBe('state idle')
    expect(menu()).toContain('SAM was started elsewhere; this menu only shows its panel.')
    await shell.stop()
  })
})

describe('the menu-bar application and its user', () => {
  test('a second start shows the panel or does what it asks, the shortcuts talk and stop, quitting ends the core', async () => {
    const { shell, calls, press, click } = startShell()
    await shell.start()
    const whatComesOf = (act: () => void) => {
      act()
      return calls.at(-1)
    }
    expect(whatComesOf(() => shell.onSecondInstance('show'))).toBe('show')
    expect(whatComesOf(() => shell.onSecondInstance('talk'))).toBe('talk')
    expect(whatComesOf(() => shell.onSecondInstance('stop'))).toBe('interrupt')
    expect(whatComesOf(() => press(talk))).toBe('talk')
    expect(whatComesOf(() => press(stop))).toBe('interrupt')
    expect(whatComesOf(() => click('Stop what SAM is doing'))).toBe('interrupt')
    expect(whatComesOf(() => click('Quit SAM'))).toBe('quit')
    await shell.stop()
    expect(calls.at(-1)).toBe('stop core')
  })

  test('a shortcut that another program has is named', async () => {
    const { shell, label } = startShell({ shortcutTaken: true })
    await shell.start()
    expect(label()).toMatch(/Another program has the shortcut CommandOrControl\+Shift\+Space and/)
    await shell.stop()
  })

  test('Quiet mode reaches the core, is seen at the icon and ends after its hour', async () => {
    const { shell, sent, click, label, submenu, greeting, told } = startShell()
    await shell.start()
    expect(submenu('Quiet mode')).toEqual(['For an hour', 'Until I turn it off'])
    click('For an hour')
    expect(sent).toEqual([{ type: 'quiet', quiet: true }])
    expect(label()).toMatch(/Quiet mode$/)
    expect(told.at(-1)?.quiet).toBe(true)
    // A core that is started meanwhile is told.
    expect(await greeting()).toContainEqual({ type: 'quiet', quiet: true })
    await settle(3_599_000)
    expect(sent.length).toBe(1)
    await settle(2000)
    expect(sent.at(-1)).toEqual({ type: 'quiet', quiet: false })
    await shell.stop()
  })

  test('the key on the clipboard goes to the Keychain and the core, and from the clipboard', async () => {
    const { shell, mac, sent, click, notified, submenu, greeting, home } = startShell({ clipboard: 'no key at all' })
    await shell.start()
    click('Use the key on the clipboard')
    await settle()
    expect(notified.at(-1)?.body).toMatch(/no key of Claude/)
    expect(mac.clipboard).toBe('no key at all')

    mac.clipboard = `${key}\n`
    click('Use the key on the clipboard')
    await expect.poll(() => mac.clipboard).toBe('')
    expect(sent).toEqual([{ type: 'claude-key', key }])
    expect(await greeting()).toContainEqual({ type: 'hello', claudeKey: key })
    expect(JSON.stringify(notified)).not.toContain('abcdefghij')
    const sealed = await import('node:fs').then((fs) => fs.readFileSync(`${home}/claude-key.sealed`, 'utf8'))
    expect(sealed).not.toContain('abcdefghij')

    expect(submenu('Key for Claude')).toContain('Forget the key')
    click('Forget the key')
    expect(sent.at(-1)).toEqual({ type: 'claude-key', key: null })
    expect(await greeting()).toContainEqual({ type: 'hello' })
    await shell.stop()
  })

  test('the login item is set, shown, and led to System Settings where macOS wants a word', async () => {
    const { shell, mac, click, checked, menu, opened } = startShell()
    await shell.start()
    expect(checked('Start at login')).toBe(false)
    click('Start at login')
    expect(checked('Start at login')).toBe(true)
    mac.loginItem = 'needs-approval'
    await shell.onPageRequest({ type: 'set-login-item', on: true })
    expect(opened.at(-1)).toMatch(/LoginItems/)
    expect(menu()).toContain('Start at login (allow it in System Settings)')
    mac.loginItem = 'unavailable'
    await shell.onPageRequest({ type: 'set-quiet', on: true })
    expect(menu().join()).not.toContain('Start at login')
    await shell.stop()
  })

  test('permissions are live, asked for where macOS can ask, and linked where it cannot', async () => {
    const { shell, mac, opened, told, submenu, click, calls, line } = startShell({ trusted: false })
    await shell.start()
    expect(submenu('Permissions')).toEqual([
      'Microphone: allowed',
      'Accessibility: not allowed',
      'Automation: asked for when needed',
      'Input Monitoring: asked for when needed',
    ])
    click('Accessibility: not allowed')
    expect(calls).toContain('ask for accessibility')
    expect(opened.at(-1)).toMatch(/Privacy_Accessibility$/)
    line({ type: 'tool-result', ok: false, error: { code: 'automation-not-allowed' } })
    expect(submenu('Permissions')).toContain('Automation: not allowed')
    // The user flips the switch in System Settings.
    mac.trusted = true
    mac.microphone = 'denied'
    await settle(2000)
    expect(told.at(-1)?.permissions.map(({ status }) => status)).toEqual(['denied', 'granted', 'denied', 'unknown'])
    await shell.onPageRequest({ type: 'ask-permission', name: 'microphone' })
    expect(opened.at(-1)).toMatch(/Privacy_Microphone$/)
    await shell.onPageRequest({ type: 'open-permission', name: 'input-monitoring' })
    expect(opened.at(-1)).toMatch(/Privacy_ListenEvent$/)
    await shell.stop()
  })

  test('the page is answered with the state and never with the key', async () => {
    const { shell } = startShell()
    await shell.start()
    const refused = await shell.onPageRequest({ type: 'set-claude-key', key: 'sk-wrong' })
    expect(refused).toMatchObject({ ok: false })
    const answer = await shell.onPageRequest({ type: 'set-claude-key', key })
    expect(answer).toMatchObject({ ok: true, state: { hasClaudeKey: true } })
    expect(JSON.stringify([refused, answer])).not.toContain('abcdefghij')
    await shell.stop()
  })

  test('a timer and a question become notifications, without words on a locked screen', async () => {
    const { shell, mac, line, notified, clickNotification, calls } = startShell()
    await shell.start()
    line({ type: 'notice', code: 'timer-rings', message: 'Your tea timer is done.' })
    line({ type: 'notice', code: 'microphone-silent', message: 'The microphone delivers no signal.' })
    line({ type: 'tool-approval-request', callId: 'c', prompt: 'Send it to Ann?' })
    expect(notified.map(({ body }) => body)).toEqual(['Your tea timer is done.', 'Send it to Ann?'])
    clickNotification()
    expect(calls.at(-1)).toBe('show')
    shell.onPresence('lock-screen')
    line({ type: 'tool-approval-request', callId: 'd', prompt: 'Send it to Bob?' })
    expect(notified.at(-1)?.body).toBe('Unlock the Mac to answer.')
    mac.panelVisible = true
    line({ type: 'tool-approval-request', callId: 'e', prompt: 'Send it to Cid?' })
    expect(notified.length).toBe(3)
    await shell.stop()
  })

  test('an update is offered, and is installed by itself only while nobody uses SAM', async () => {
    const { shell, mac, line, menu, click, calls, updateDownloaded, isIdle } = startShell()
    await shell.start()
    expect(isIdle()).toBe(false)
    line({ type: 'panel', url })
    expect(isIdle()).toBe(true)
    mac.panelVisible = true
    expect(isIdle()).toBe(false)
    expect(menu()).not.toContain('Install the update and restart')
    updateDownloaded()
    click('Install the update and restart')
    expect(calls.at(-1)).toBe('install')
    await shell.stop()
  })
})

describe('the menu-bar application and the Mac', () => {
  test('sleep, lock and another user add up, and opening the panel ends them', async () => {
    const { shell, sent, greeting } = startShell()
    await shell.start()
    const last = () => sent.findLast((message) => message.type === 'away')
    shell.onPresence('lock-screen')
    shell.onPresence('suspend')
    expect(last()).toEqual({ type: 'away', reasons: ['asleep', 'locked'] })
    // A core that comes up meanwhile hears nobody either.
    expect(await greeting()).toContainEqual({ type: 'away', reasons: ['asleep', 'locked'] })
    shell.onPresence('resume')
    expect(last()).toEqual({ type: 'away', reasons: ['locked'] })
    shell.onPresence('user-did-resign-active')
    shell.onPanelShown()
    expect(last()).toEqual({ type: 'away', reasons: [] })
    shell.onHardware('displays')
    expect(sent.at(-1)).toEqual({ type: 'hardware-changed', what: 'displays' })
    await shell.stop()
  })

  test('another user gets the microphone: the page is left, and loaded when the user is back', async () => {
    const { shell, calls, line } = startShell()
    await shell.start()
    line({ type: 'panel', url })
    shell.onPresence('user-did-resign-active')
    expect(decodeURIComponent(calls.at(-1) ?? '')).toMatch(/^load data:.*Another user is at the Mac/s)
    shell.onPageGone()
    shell.onPresence('lock-screen')
    expect(calls.at(-1)).toMatch(/^load data:/)
    shell.onPresence('user-did-become-active')
    expect(calls.at(-1)).toBe('load http://127.0.0.1:4000/')
    // A core that comes up meanwhile keeps its fresh address until then.
    shell.onPresence('user-did-resign-active')
    const before = calls.length
    line({ type: 'panel', url: 'http://127.0.0.1:5000/?token=b' })
    expect(calls.slice(before).join()).not.toContain('load')
    shell.onPresence('user-did-become-active')
    expect(calls.at(-1)).toBe('load http://127.0.0.1:5000/?token=b')
    await shell.stop()
  })

  test('a held key talks, and is let go by sleep, by Secure Input and with the core', async () => {
    const { shell, mac, hook, sent, down, told } = startShell({}, { hold: 'right-option' })
    await shell.start()
    await settle()
    expect(told.at(-1)?.holdToTalk).toBe('watching')
    const talks = () => sent.flatMap((message) => (message.type === 'push-to-talk' ? [message.down] : []))
    const hold = async () => {
      hook.see(4, 3640, { altKey: true })
      await settle(quickTapMs)
    }
    await hold()
    expect(talks()).toEqual([true])
    shell.onPresence('lock-screen')
    expect(talks()).toEqual([true, false])
    shell.onPresence('unlock-screen')
    await settle()
    expect(hook.calls).toEqual(['start', 'stop', 'start'])
    await hold()
    down('It died.', 500)
    expect(talks()).toEqual([true, false, true, false])
    await hold()
    mac.secureInput = true
    await settle(2000)
    expect(talks().at(-1)).toBe(false)
    expect(told.at(-1)?.holdToTalk).toBe('secure-input')
    await shell.stop()
    expect(hook.calls.at(-1)).toBe('stop')
  })
})
