import type { KeyEvent } from './hold-to-talk.ts'

/** The part of uiohook-napi that is used. */
export interface KeyHook {
  on(event: 'input', listener: (event: HookEvent) => void): unknown
  start(): void
  stop(): void
}

/** As uiohook-napi tells it; 4 and 5 are a key going down and up. */
export interface HookEvent {
  type: number
  keycode?: number
  altKey: boolean
  metaKey: boolean
  ctrlKey: boolean
}

/** `absent`: the optional package is not installed here. */
export type KeyWatchStatus = 'off' | 'watching' | 'not-permitted' | 'secure-input' | 'absent' | 'failed'

export interface KeyWatchOptions {
  loadHook(): Promise<KeyHook | undefined>
  /** macOS lets SAM watch keys (Accessibility). */
  isPermitted(): boolean
  /** Some program reads a password, and no other sees keys meanwhile. */
  isSecureInput(): Promise<boolean>
  onEvent(event: KeyEvent): void
  /** Told on every change; anything but `watching` means that a held key counts as let go. */
  onStatus(status: KeyWatchStatus): void
}

export interface KeyWatch {
  start(): Promise<void>
  /** Begins anew: after sleep the system may have forgotten the hook. */
  restart(): void
  stop(): void
}

/** How often permission and Secure Input are looked at. */
export const lookEveryMs = 2000

/**
 * Watches the keyboard while it may. libuiohook's event tap is an active one: once the permission is gone it would hold up every
 * key of the Mac, so it is taken away as soon as that is seen, and put back when the permission returns.
 */
export function createKeyWatch(options: KeyWatchOptions): KeyWatch {
  let hook: KeyHook | undefined
  let running = false
  let timer: NodeJS.Timeout | undefined
  let status: KeyWatchStatus = 'off'

  const set = (next: KeyWatchStatus) => {
    if (next === status) return
    status = next
    options.onStatus(next)
  }
  const unhook = () => {
    if (!running) return
    running = false
    try {
      hook?.stop()
    } catch {
      // It was gone already.
    }
  }
  const look = async (): Promise<void> => {
    if (!options.isPermitted()) {
      unhook()
      return set('not-permitted')
    }
    if (!running) {
      try {
        hook?.start()
        running = true
      } catch (thrown) {
        return set((thrown as { code?: string }).code === 'UIOHOOK_ERROR_AXAPI_DISABLED' ? 'not-permitted' : 'failed')
      }
    }
    const secure = await options.isSecureInput()
    // It may have been stopped meanwhile.
    if (running) set(secure ? 'secure-input' : 'watching')
  }

  return {
    async start() {
      if (timer !== undefined) return
      // Set at once, so that two calls make one watch.
      timer = setInterval(() => void look(), lookEveryMs)
      timer.unref()
      try {
        hook ??= await options.loadHook()
      } catch {
        hook = undefined
      }
      if (hook === undefined) {
        clearInterval(timer)
        return set('absent')
      }
      hook.on('input', (event) => {
        if (!running) return
        const type = event.type === 4 ? 'down' : event.type === 5 ? 'up' : 'other'
        const keycode = event.keycode === undefined ? {} : { keycode: event.keycode }
        options.onEvent({ type, ...keycode, alt: event.altKey, meta: event.metaKey, ctrl: event.ctrlKey })
      })
      await look()
    },
    restart() {
      if (!running) return
      unhook()
      void look()
    },
    stop() {
      clearInterval(timer)
      unhook()
      set('off')
    },
  }
}
