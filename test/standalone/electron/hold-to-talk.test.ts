import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createHoldToTalk,
  type KeyEvent,
  longestHoldMs,
  quickTapMs,
} from '../../../src/app/electron/keys/hold-to-talk.ts'
import { createKeyWatch, type KeyWatchStatus, lookEveryMs } from '../../../src/app/electron/keys/key-watch.ts'
import { isSecureInput } from '../../../src/app/electron/keys/secure-input.ts'
import { FakeHook } from './fake-shell.ts'

const option = 3640
const letter = 18

describe('holding a key to talk', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function build() {
    const talks: boolean[] = []
    const hold = createHoldToTalk({ key: 'right-option', onTalk: (down) => talks.push(down) })
    const see = (type: KeyEvent['type'], keycode?: number, alt = true) =>
      hold.see({ type, alt, meta: false, ctrl: false, ...(keycode === undefined ? {} : { keycode }) })
    return { hold, talks, see }
  }

  test('talks from the press to the release', () => {
    const { talks, see } = build()
    see('down', option)
    vi.advanceTimersByTime(quickTapMs)
    expect(talks).toEqual([true])
    see('up', option, false)
    expect(talks).toEqual([true, false])
  })

  test('a quick tap and a shortcut with that key are not meant', () => {
    const { talks, see } = build()
    see('down', option)
    vi.advanceTimersByTime(quickTapMs - 1)
    see('up', option, false)
    vi.advanceTimersByTime(quickTapMs)
    see('down', option)
    see('down', letter)
    see('up', letter)
    vi.advanceTimersByTime(10_000)
    see('up', option, false)
    expect(talks).toEqual([])
    // A key that is typed while one talks is no end.
    see('down', option)
    vi.advanceTimersByTime(quickTapMs)
    see('down', letter)
    expect(talks).toEqual([true])
  })

  test('a lost release shows in the next event without the modifier, in a second press, or in time', () => {
    const { talks, see } = build()
    see('down', option)
    vi.advanceTimersByTime(quickTapMs)
    see('other', undefined, true)
    expect(talks).toEqual([true])
    see('other', undefined, false)
    expect(talks).toEqual([true, false])

    see('down', option)
    vi.advanceTimersByTime(quickTapMs)
    see('down', option)
    expect(talks).toEqual([true, false, true, false])
    vi.advanceTimersByTime(quickTapMs)
    expect(talks.at(-1)).toBe(true)
    vi.advanceTimersByTime(longestHoldMs)
    expect(talks.at(-1)).toBe(false)
    // The late release of the hand that is really there ends nothing a second time.
    see('up', option, false)
    expect(talks.length).toBe(6)
  })
})

describe('watching the keyboard', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function build(loadHook?: () => Promise<FakeHook | undefined>) {
    const hook = new FakeHook()
    const mac = { permitted: true, secure: false }
    const statuses: KeyWatchStatus[] = []
    const events: KeyEvent[] = []
    const watch = createKeyWatch({
      loadHook: loadHook ?? (async () => hook),
      isPermitted: () => mac.permitted,
      isSecureInput: async () => mac.secure,
      onEvent: (event) => events.push(event),
      onStatus: (status) => statuses.push(status),
    })
    return { hook, mac, statuses, events, watch }
  }

  test('begins when the permission comes, and takes its hook away the moment it goes', async () => {
    const { hook, mac, statuses, events, watch } = build()
    mac.permitted = false
    await watch.start()
    expect(statuses).toEqual(['not-permitted'])
    expect(hook.calls).toEqual([])
    mac.permitted = true
    await vi.advanceTimersByTimeAsync(lookEveryMs)
    expect(statuses.at(-1)).toBe('watching')
    hook.see(4, option, { altKey: true })
    hook.see(9, undefined)
    expect(events).toEqual([
      { type: 'down', keycode: option, alt: true, meta: false, ctrl: false },
      { type: 'other', alt: false, meta: false, ctrl: false },
    ])
    mac.permitted = false
    await vi.advanceTimersByTimeAsync(lookEveryMs)
    expect(hook.calls).toEqual(['start', 'stop'])
    hook.see(4, option, { altKey: true })
    expect(events.length).toBe(2)
    watch.stop()
  })

  test('Secure Input is told and passes', async () => {
    const { mac, statuses, watch } = build()
    await watch.start()
    mac.secure = true
    await vi.advanceTimersByTimeAsync(lookEveryMs)
    mac.secure = false
    await vi.advanceTimersByTimeAsync(lookEveryMs)
    expect(statuses).toEqual(['watching', 'secure-input', 'watching'])
    watch.stop()
    expect(statuses.at(-1)).toBe('off')
  })

  test('a hook that is not there, cannot be loaded or does not start is told, and the last is tried again', async () => {
    for (const load of [async () => undefined, () => Promise.reject(new Error('no prebuild'))]) {
      const { statuses, watch } = build(load)
      await watch.start()
      expect(statuses).toEqual(['absent'])
    }
    const { hook, statuses, watch } = build()
    hook.fails = { code: 'UIOHOOK_ERROR_CREATE_EVENT_PORT' }
    await watch.start()
    expect(statuses).toEqual(['failed'])
    hook.fails = undefined
    await vi.advanceTimersByTimeAsync(lookEveryMs)
    expect(statuses).toEqual(['failed', 'watching'])
    watch.stop()
  })
})

test('Secure Input is read from the registry, and a registry that does not answer means no', async () => {
  const { fakeIoreg } = await import('./fake-ioreg.ts')
  expect(await isSecureInput(fakeIoreg('<key>kCGSSessionSecureInputPID</key><integer>501</integer>'))).toBe(true)
  expect(await isSecureInput(fakeIoreg('<key>kCGSSessionUserIDKey</key><integer>501</integer>'))).toBe(false)
  expect(await isSecureInput('/no/such/ioreg')).toBe(false)
})
