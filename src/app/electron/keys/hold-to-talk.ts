/** A key that is held to talk: modifiers only, since the hook can watch keys but must not swallow them. */
const holdKeys = {
  'right-option': { keycode: 3640, modifier: 'alt' },
  'right-command': { keycode: 3676, modifier: 'meta' },
  'right-control': { keycode: 3613, modifier: 'ctrl' },
} as const
export type HoldKey = keyof typeof holdKeys

/** What the keyboard hook saw: a key, or something else that also tells which modifiers are down. */
export interface KeyEvent {
  type: 'down' | 'up' | 'other'
  /** Of libuiohook; absent for the mouse. */
  keycode?: number
  alt: boolean
  meta: boolean
  ctrl: boolean
}

export interface HoldToTalkOptions {
  key: HoldKey
  onTalk(down: boolean): void
}

export interface HoldToTalk {
  see(event: KeyEvent): void
  /** The key counts as let go: the hook sees nothing more (sleep, a locked screen, Secure Input, a lost permission). */
  release(): void
}

/**
 * A shorter press is an accident, or part of a shortcut. Shorter than the sound that is kept from before a turn
 * (turn-taking.ts), so that waiting costs no word.
 */
export const quickTapMs = 200
/** Longer than any turn: whoever "holds" this long has left, or the release was lost without a trace. */
export const longestHoldMs = 120_000

/**
 * Hold to talk. A quick tap does nothing; a press with another key is a shortcut of somebody else. A release that was lost is
 * noticed by the next thing the hook sees: an event without the modifier, or the key going down a second time.
 */
export function createHoldToTalk({ key, onTalk }: HoldToTalkOptions): HoldToTalk {
  const { keycode, modifier } = holdKeys[key]
  /** `foreign`: down, but as part of a shortcut. */
  let state: 'up' | 'pressed' | 'talking' | 'foreign' = 'up'
  let timer: NodeJS.Timeout | undefined

  const release = () => {
    clearTimeout(timer)
    const wasTalking = state === 'talking'
    state = 'up'
    if (wasTalking) onTalk(false)
  }
  const press = () => {
    state = 'pressed'
    timer = setTimeout(() => {
      state = 'talking'
      timer = setTimeout(release, longestHoldMs)
      onTalk(true)
    }, quickTapMs)
  }

  return {
    see(event) {
      if (event.keycode === keycode) {
        // A modifier does not repeat: down while down means that the release in between was lost.
        if (state !== 'up') release()
        if (event.type === 'down') press()
        return
      }
      if (state === 'up') return
      if (!event[modifier]) return release()
      if (event.type === 'down' && state === 'pressed') {
        clearTimeout(timer)
        state = 'foreign'
      }
    },
    release,
  }
}
