/** Electron's updater (Squirrel.Mac): it believes only what is signed by whoever signed the running application. */
export interface UpdatePort {
  /** Downloads by itself what it finds. */
  check(): void
  onDownloaded(listener: () => void): void
  installAndRestart(): void
}

export interface UpdatesOptions {
  port: UpdatePort
  /** SAM may use the network. */
  mayAsk(): boolean
  /** Nobody talks to SAM, looks at it or waits for it now. */
  isIdle(): boolean
  onReady(): void
}

export interface Updates {
  readonly ready: boolean
  start(): void
  install(): void
  stop(): void
}

export const firstCheckMs = 10 * 60_000
export const checkEveryMs = 24 * 3_600_000
const lookEveryMs = 60_000
/** So long SAM must have been idle without a break. */
export const idleForMs = 10 * 60_000

/** Looks once a day, and installs what was downloaded when nobody would notice the restart. */
export function createUpdates({ port, mayAsk, isIdle, onReady }: UpdatesOptions): Updates {
  const timers: NodeJS.Timeout[] = []
  let ready = false
  let idleMs = 0
  const stop = () => {
    for (const timer of timers.splice(0)) clearInterval(timer)
  }
  const install = () => {
    if (!ready) return
    stop()
    port.installAndRestart()
  }
  const check = () => {
    // What is downloaded is not downloaded again.
    if (!ready && mayAsk()) port.check()
  }
  const every = (ms: number, what: () => void) => {
    const timer = setInterval(what, ms)
    timer.unref()
    timers.push(timer)
  }
  return {
    get ready() {
      return ready
    },
    start() {
      port.onDownloaded(() => {
        ready = true
        onReady()
      })
      const first = setTimeout(check, firstCheckMs)
      first.unref()
      timers.push(first)
      every(checkEveryMs, check)
      every(lookEveryMs, () => {
        idleMs = isIdle() ? idleMs + lookEveryMs : 0
        if (idleMs >= idleForMs) install()
      })
    },
    install,
    stop,
  }
}
