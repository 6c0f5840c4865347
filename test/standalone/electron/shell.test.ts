import { describe, expect, test } from 'vitest'
import type { CoreLine } from '../../../src/app/electron/core-line.ts'
import type { CoreProcessOptions } from '../../../src/app/electron/core-process.ts'
import { createShell, stopShortcut, talkShortcut } from '../../../src/app/electron/shell.ts'
import type { MenuEntry, ShellPort } from '../../../src/app/electron/shell-port.ts'
import { createWindowPolicy } from '../../../src/app/electron/window-policy.ts'

function startShell(options: { shortcutTaken?: boolean } = {}) {
  const calls: string[] = []
  let label = ''
  let menu: MenuEntry[] = []
  const pressed = new Map<string, () => void>()
  let core: Pick<CoreProcessOptions, 'onLine' | 'onDown' | 'onHandedOver'> | undefined
  const port: ShellPort = {
    showState(state, next) {
      calls.push(`state ${state}`)
      label = next
    },
    showMenu(entries) {
      menu = entries
    },
    loadPanel: (url) => calls.push(`load ${url}`),
    showPanel: () => calls.push('show'),
    togglePanel: () => calls.push('toggle'),
    toggleTalk: () => calls.push('talk'),
    async askForMicrophone() {
      calls.push('microphone')
    },
    registerShortcut(accelerator, onPress) {
      pressed.set(accelerator, onPress)
      return options.shortcutTaken !== true
    },
    quit: () => calls.push('quit'),
  }
  const policy = createWindowPolicy()
  const shell = createShell({
    port,
    policy,
    createCore(handlers) {
      core = handlers
      return {
        start: () => calls.push('start core'),
        interrupt: () => calls.push('interrupt'),
        async stop() {
          calls.push('stop core')
        },
      }
    },
  })
  return {
    shell,
    policy,
    calls,
    label: () => label,
    menu: () => menu.map((entry) => entry.label),
    click: (name: string) => menu.find((entry) => entry.label === name)?.onClick?.(),
    press: (shortcut: string) => pressed.get(shortcut)?.(),
    line: (line: CoreLine) => core?.onLine(line),
    down: (reason: string, retryInMs?: number) => core?.onDown(reason, retryInMs),
    handedOver: () => core?.onHandedOver(),
  }
}

const url = 'http://127.0.0.1:4000/?token=a'

describe('the menu-bar application', () => {
  test('asks for the microphone, starts the core and shows its panel', async () => {
    const { shell, calls, line, policy } = startShell()
    await shell.start()
    expect(calls).toEqual(['state thinking', 'microphone', 'start core'])
    line({ type: 'panel', url })
    expect(calls.slice(3)).toEqual([`load ${url}`, 'state idle', 'show'])
    expect(policy.mayNavigate('http://127.0.0.1:4000/')).toBe(true)
    line({ type: 'session-state', state: 'speaking' })
    expect(calls.at(-1)).toBe('state speaking')
  })

  test('a core that dies is a warning with its reason, and comes back without popping up', async () => {
    const { shell, calls, line, down, label, menu, click } = startShell()
    await shell.start()
    line({ type: 'panel', url })
    down('Out of memory.', 1500)
    expect(calls.at(-1)).toBe('state warning')
    expect(label()).toBe('SAM: not running. Out of memory. I try again in 2 s.')
    expect(menu()).toContain('Try again now')
    click('Try again now')
    expect(calls.at(-1)).toBe('start core')

    const before = calls.length
    line({ type: 'panel', url: 'http://127.0.0.1:5000/?token=b' })
    expect(calls.slice(before)).toEqual(['load http://127.0.0.1:5000/?token=b', 'state idle'])
    expect(menu()).toEqual(['Open SAM', 'Quit SAM'])
    // Another command that asks for the panel gets to see it.
    line({ type: 'panel', url })
    expect(calls.at(-1)).toBe('show')
  })

  test('a core that was given up says so without a promise', async () => {
    const { shell, down, label } = startShell()
    await shell.start()
    down('The recogniser is missing. sam models pull')
    expect(label()).toBe('SAM: not running. The recogniser is missing. sam models pull')
  })

  test('a second start shows the panel, the shortcuts talk and stop, quitting ends the core', async () => {
    const { shell, calls, press, click } = startShell()
    await shell.start()
    shell.onSecondInstance()
    expect(calls.at(-1)).toBe('show')
    press(talkShortcut)
    expect(calls.at(-1)).toBe('talk')
    press(stopShortcut)
    expect(calls.at(-1)).toBe('interrupt')
    click('Quit SAM')
    expect(calls.at(-1)).toBe('quit')
    await shell.stop()
    expect(calls.at(-1)).toBe('stop core')
  })

  test('a shortcut that another program has is named', async () => {
    const { shell, label } = startShell({ shortcutTaken: true })
    await shell.start()
    expect(label()).toMatch(/Another program has the shortcut/)
  })

  test('where another SAM runs already, its panel stays', async () => {
    const { shell, calls, line, handedOver, menu } = startShell()
    await shell.start()
    line({ type: 'panel', url })
    handedOver()
    expect(calls.at(-1)).toBe('state idle')
    expect(menu()).toEqual(['Open SAM', 'Quit SAM'])
  })
})
