import { hearingRateHz } from './ports.ts'
import type { SpeechSegment } from './speech-segments.ts'

/** A part of a sound that is decoded in one piece; positions in samples. */
export interface SoundWindow {
  start: number
  end: number
  /** How much of it is speech. */
  speechSamples: number
}

/** Whisper hears 30 seconds at a time. */
const longestWindow = 28 * hearingRateHz
/** Sound around speech that is decoded along: soft first and last sounds lie there. */
const margin = 0.5 * hearingRateHz
/** Speech less certain than this on average is a noise that resembles it. */
const leastCertainty = 0.6
/** Less speech than this in the whole sound holds no word. */
const leastSpeech = 0.16 * hearingRateHz

/** Joins stretches of speech to windows that Whisper can hear whole; a longer stretch is cut where it must be. */
export function planWindows(segments: readonly SpeechSegment[], length: number): SoundWindow[] {
  const windows: SoundWindow[] = []
  let previousEnd = 0
  for (const segment of segments.filter(isSpeech).flatMap(cutLong)) {
    const last = windows.at(-1)
    const speechSamples = segment.end - segment.start
    const start = Math.max(0, segment.start - margin)
    const end = Math.min(length, segment.end + margin)
    if (last !== undefined && end - last.start <= longestWindow) {
      last.end = end
      last.speechSamples += speechSamples
    } else {
      // Two windows part in the middle of the pause between them.
      const border = Math.round((previousEnd + segment.start) / 2)
      if (last !== undefined) last.end = Math.min(last.end, border)
      windows.push({ start: last === undefined ? start : Math.max(start, border), end, speechSamples })
    }
    previousEnd = segment.end
  }
  return windows
}

function isSpeech({ start, end, certainty }: SpeechSegment): boolean {
  return certainty >= leastCertainty && end - start >= leastSpeech
}

function cutLong(segment: SpeechSegment): SpeechSegment[] {
  const room = longestWindow - 2 * margin
  const pieces = Math.ceil((segment.end - segment.start) / room)
  const step = (segment.end - segment.start) / pieces
  return Array.from({ length: pieces }, (_, index) => ({
    ...segment,
    start: Math.round(segment.start + index * step),
    end: Math.round(segment.start + (index + 1) * step),
  }))
}
