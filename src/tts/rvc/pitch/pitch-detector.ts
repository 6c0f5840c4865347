/** Finds the pitch of a voice. */
export interface PitchDetector {
  /**
   * @param samples mono at 16 kHz
   * @param signal looked at every few seconds of sound
   * @returns hertz every 10 ms, one a whole 160 samples; 0 where nothing is voiced
   * Errors: `cancelled`.
   */
  detect(samples: Float32Array, signal?: AbortSignal): Promise<Float32Array>
}

/** Between two pitches, in samples at 16 kHz. */
export const pitchHopSamples = 160
/** What a voice can sing, for RVC. */
export const pitchRangeHz = { lowest: 50, highest: 1100 }
