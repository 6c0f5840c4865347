/** For how long SAM makes no sound; undefined: until the user says otherwise. */
export const quietChoices = [
  { label: 'For an hour', forMs: 3_600_000 },
  { label: 'Until I turn it off', forMs: undefined },
] as const

export interface QuietMode {
  readonly on: boolean
  set(on: boolean, forMs?: number): void
}

/** The time runs on the monotonic clock: a clock that jumps neither ends it nor makes it last. */
export function createQuietMode(onChange: (on: boolean) => void): QuietMode {
  let on = false
  let timer: NodeJS.Timeout | undefined
  const set = (next: boolean, forMs?: number) => {
    clearTimeout(timer)
    if (next && forMs !== undefined) {
      timer = setTimeout(() => set(false), forMs)
      timer.unref()
    }
    if (next === on) return
    on = next
    onChange(on)
  }
  return {
    get on() {
      return on
    },
    set,
  }
}
