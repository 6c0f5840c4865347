import type { MicrophoneProblem } from '../../server/messages.ts'
import { audibleLevel } from './meter.ts'
import type { PanelStore } from './panel-store.ts'

export const recordingRateHz = 16_000
const longestMs = 4000
/** Nobody has begun to speak so long. */
const patienceMs = 3000
const frameMs = 20
/** On the meter's scale: speech is above it by far, a room below. */
const speechLevel = 0.42
/** What was said is over after so much quiet. */
const pauseMs = 700

/** Whether what was said is over, from the loudness of each frame. */
export function createEndOfPhrase() {
  let [heardMs, quietMs, elapsedMs] = [0, 0, 0]
  return (loudness: number): boolean => {
    elapsedMs += frameMs
    if (audibleLevel(loudness) >= speechLevel) {
      heardMs += frameMs
      quietMs = 0
    } else quietMs += frameMs
    const spoken = heardMs >= 120
    return elapsedMs >= longestMs || (spoken ? quietMs >= pauseMs : elapsedMs >= patienceMs)
  }
}

/**
 * Records one phrase from the page's microphone: ends by itself after what was said, or when `signal` says so. What is heard
 * meanwhile does not reach the core. Answers samples at 16 kHz, or why there are none.
 */
export async function recordPhrase(
  store: Pick<PanelStore, 'takeMicrophone'>,
  signal: AbortSignal,
  onStart: () => void,
): Promise<Float32Array<ArrayBuffer> | MicrophoneProblem> {
  const frames: Float32Array[] = []
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const isOver = createEndOfPhrase()
  const taken = await store.takeMicrophone(({ samples, loudness }) => {
    // The buffer of a frame may be handed on.
    frames.push(samples.slice())
    if (isOver(loudness)) resolve()
  })
  if (typeof taken === 'string') return taken
  onStart()
  signal.addEventListener('abort', () => resolve(), { once: true })
  if (signal.aborted) resolve()
  // A device that delivers nothing at all must not keep the page waiting.
  const stalled = setTimeout(resolve, longestMs + 1500)
  await over
  clearTimeout(stalled)
  taken.giveBack()
  const whole = new Float32Array(frames.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const frame of frames) {
    whole.set(frame, at)
    at += frame.length
  }
  return whole.some((sample) => sample !== 0) ? whole : 'silent'
}

/** Samples as a file of 16-bit numbers, little endian, to be sent. */
export function samplesFile(samples: Float32Array): File {
  const view = new DataView(new ArrayBuffer(samples.length * 2))
  for (const [at, sample] of samples.entries())
    view.setInt16(at * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true)
  return new File([view.buffer], 'recording.pcm')
}

/** The first half minute of any sound file that the browser can read, at 16 kHz in one channel. Throws what the browser throws. */
export async function readSoundFile(file: File): Promise<Float32Array> {
  const decoder = new OfflineAudioContext(1, 1, recordingRateHz)
  const decoded = await decoder.decodeAudioData(await file.arrayBuffer())
  const samples = new Float32Array(Math.min(decoded.length, 30 * recordingRateHz))
  for (let channel = 0; channel < decoded.numberOfChannels; channel += 1) {
    const data = decoded.getChannelData(channel)
    for (let at = 0; at < samples.length; at += 1)
      samples[at] = (samples[at] ?? 0) + (data[at] ?? 0) / decoded.numberOfChannels
  }
  return samples
}
