const withinMs = 60_000
const mostReloads = 3

/** Whether a page that ended may be loaded again: three times a minute, then something is wrong with it. */
export function createReloading(nowMs: () => number = () => performance.now()): { mayReload(): boolean } {
  let reloads: number[] = []
  return {
    mayReload() {
      const now = nowMs()
      reloads = reloads.filter((at) => now - at < withinMs)
      if (reloads.length >= mostReloads) return false
      reloads.push(now)
      return true
    },
  }
}
