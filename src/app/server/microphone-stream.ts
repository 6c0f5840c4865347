import { hearingRateHz } from '../../audio/ports.ts'
import type { SoundFrame } from './frames.ts'

/** Where a page says that a sentence began to sound. */
interface SaidPlace {
  /** Of the microphone's samples, as the page counts them. */
  atSample: number
  /** How often the page has opened its microphone: it counts samples anew each time. */
  openings: number
}

export interface MicrophoneStream {
  /** Another page is the microphone from here on, or none. */
  change(): void
  /** Takes the next frame; answers how many before it got lost. */
  take(frame: SoundFrame): number
  /** The place in samples of hearing after what was taken so far; undefined where the page cannot know. */
  placeOf(said: SaidPlace): { afterHeard: number; openings: number } | undefined
}

/** A page tells at once when a clip sounds, by a frame that came just before. */
const mostApartSeconds = 10

/** The frames of whichever page is the microphone, and what its counting means here. */
export function createMicrophoneStream(): MicrophoneStream {
  let last: SoundFrame | undefined
  /** Counts openings of the microphone over all pages: what a page counts begins anew with each. */
  let openings = 0
  let pageOpenings: number | undefined
  return {
    change() {
      last = undefined
      pageOpenings = undefined
    },
    take(frame) {
      const lost = last === undefined ? 0 : Math.max(0, frame.sequence - last.sequence - 1)
      last = frame
      return lost
    },
    placeOf(said) {
      if (last === undefined) return undefined
      const seconds = distance(last.position + last.samples.length, said.atSample) / last.sampleRateHz
      // It cannot know: it counts otherwise, or it makes it up.
      if (Math.abs(seconds) > mostApartSeconds) return undefined
      if (said.openings !== pageOpenings) openings++
      pageOpenings = said.openings
      return { afterHeard: seconds * hearingRateHz, openings }
    },
  }
}

/** Samples from one place to another, where positions begin anew after 2^32. */
function distance(from: number, to: number): number {
  const samples = to - from
  return samples - 2 ** 32 * Math.round(samples / 2 ** 32)
}
