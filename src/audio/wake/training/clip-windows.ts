import { findSpeech, speechProbabilities } from '../../speech-segments.ts'
import type { VoiceActivityModel } from '../../voice-activity.ts'
import { embeddingSize, type WakeFeatureModels } from '../wake-features.ts'
import { scaleEmbedding } from './embedding-bank.ts'
import type { EmbeddingScale, WindowRows } from './network.ts'
import { surrounded } from './sound-variants.ts'

/** Sound between two embeddings, in samples at 16 kHz. */
const stepSamples = 1280
/** Windows that end here, in steps of 80 ms beside the end of the phrase, hold it. */
const holdsFrom = -1
const holdsTo = 4
/** Windows that end earlier or later than this do not. */
const missesBefore = -5
const missesAfter = 10
const tailMs = 1000

export interface SpokenPhrase {
  samples: Float32Array
  /** Where the phrase begins and ends, in samples. */
  start: number
  end: number
}

/** The stretch of speech in a recording of one phrase; undefined when nobody speaks in it. */
export async function findPhrase(
  samples: Float32Array,
  activity: VoiceActivityModel,
): Promise<SpokenPhrase | undefined> {
  const segments = await findSpeech(await speechProbabilities(samples, activity))
  const longest = segments.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]
  return longest && { samples, start: longest.start, end: longest.end }
}

/** All windows of a sound, heard after quiet. */
export async function soundWindows(
  samples: Float32Array,
  windowSteps: number,
  features: WakeFeatureModels,
  scale: EmbeddingScale,
): Promise<Float32Array[]> {
  const stream = features.openStream()
  const silence = scaleEmbedding(stream.silence, scale)
  const embeddings = (await stream.push(surrounded(samples, 0, tailMs))).map((each) => scaleEmbedding(each, scale))
  return embeddings.map((_, last) => {
    const window = new Float32Array(windowSteps * embeddingSize)
    for (let step = 0; step < windowSteps; step += 1)
      window.set(embeddings[last - windowSteps + 1 + step] ?? silence, step * embeddingSize)
    return window
  })
}

/** Windows of a recording: those that hold the whole phrase, and those that hold none or a part of it. */
export async function phraseWindows(
  { samples, end }: SpokenPhrase,
  windowSteps: number,
  features: WakeFeatureModels,
  scale: EmbeddingScale,
): Promise<{ holding: Float32Array[]; missing: Float32Array[] }> {
  const windows = await soundWindows(samples, windowSteps, features, scale)
  const endStep = Math.ceil(end / stepSamples) - 1
  const holding = windows.filter((_, step) => step >= endStep + holdsFrom && step <= endStep + holdsTo)
  const missing = windows.filter((_, step) => step < endStep + missesBefore || step > endStep + missesAfter)
  return { holding, missing }
}

export function joinWindows(windows: readonly Float32Array[]): WindowRows {
  const size = windows[0]?.length ?? 0
  const values = new Float32Array(windows.length * size)
  for (const [row, window] of windows.entries()) values.set(window, row * size)
  return { values, count: windows.length }
}
