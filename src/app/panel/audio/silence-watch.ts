/** Below one step of 16-bit sound: a device that works has noise above it. */
const zeroPeak = 1e-5

/** Tells a microphone that delivers zeros (muted by a switch, dead cable) from a quiet room. */
export interface SilenceWatch {
  /** Takes the peak of the next frame; answers whether the device counts as silent. */
  observe(peak: number, frameMs: number): boolean
  reset(): void
}

/** @param afterMs zeros without a break that make the device silent; one real sample ends it */
export function createSilenceWatch(afterMs = 2500): SilenceWatch {
  let zerosMs = 0
  return {
    observe(peak, frameMs) {
      zerosMs = peak > zeroPeak ? 0 : zerosMs + frameMs
      return zerosMs >= afterMs
    },
    reset() {
      zerosMs = 0
    },
  }
}
