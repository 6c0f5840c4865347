import type { SpeechClip } from './ports.ts'

/** Pause between two sentences in one sound. */
const pauseMs = 180

/** Sentences as one sound with pauses between them, at the rate of the first; undefined for none. All must have one rate. */
export function joinClips(clips: readonly SpeechClip[]): SpeechClip | undefined {
  const [first] = clips
  if (first === undefined) return undefined
  const { sampleRateHz } = first
  const pause = Math.round((pauseMs * sampleRateHz) / 1000)
  const length = clips.reduce((sum, { samples }) => sum + samples.length + pause, -pause)
  const samples = new Float32Array(Math.max(0, length))
  let at = 0
  for (const clip of clips) {
    samples.set(clip.samples, at)
    at += clip.samples.length + pause
  }
  return { samples, sampleRateHz }
}
