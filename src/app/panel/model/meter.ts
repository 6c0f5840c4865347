/** Loudness as it comes, outside React: fifty times a second is for the eye, not for state. */
export interface Meter {
  set(loudness: number): void
  /** 0 to 1 on a scale that fits the ear; sinks by itself when nothing comes. */
  level(nowMs: number): number
}

const fallMs = 180
const quietestDecibel = -60

/** Loudness (root mean square) on a decibel scale from -60 dB to -10 dB. */
export function audibleLevel(loudness: number): number {
  if (loudness <= 0) return 0
  const decibel = 20 * Math.log10(loudness)
  return Math.max(0, Math.min(1, (decibel - quietestDecibel) / (-10 - quietestDecibel)))
}

export function createMeter(now: () => number = () => performance.now()): Meter {
  let peak = 0
  let peakAtMs = 0
  const levelAt = (nowMs: number) => peak * Math.exp(-Math.max(0, nowMs - peakAtMs) / fallMs)
  return {
    set(loudness) {
      const next = audibleLevel(loudness)
      const nowMs = now()
      if (next < levelAt(nowMs)) return
      peak = next
      peakAtMs = nowMs
    },
    level: levelAt,
  }
}
