import { SamError } from '../../../core/errors.ts'
import type { SpeechClip } from '../../ports.ts'
import { requireWanted } from '../cancelled.ts'
import type { ContentFeatures } from '../content/content-features.ts'
import { type Noise, seededNoise } from '../excitation.ts'
import { coarsePitch } from '../pitch/coarse-pitch.ts'
import { fillUnvoiced, shiftPitch } from '../pitch/pitch-contour.ts'
import { type PitchDetector, pitchHopSamples } from '../pitch/pitch-detector.ts'
import type { IndexFile } from '../retrieval/index-file.ts'
import { highPass } from '../sound/high-pass.ts'
import { limitPeak } from '../sound/limit-peak.ts'
import { LoudnessMix } from '../sound/loudness-mix.ts'
import { framesPerSecond, type VoiceModel } from '../voice-model.ts'
import { decodeSlices } from '../voices/decode-slices.ts'
import { ExcitationTape } from './excitation-tape.ts'
import { phoneFrames } from './phone-frames.ts'
import { type FrameRange, planChunks } from './plan-chunks.ts'

/** How a voice is to sound; the user sets these for each voice. */
export interface VoiceSettings {
  semitones: number
  indexRate: number
  protect: number
  speaker: number
}

export interface ConverterParts {
  model: VoiceModel
  content: ContentFeatures
  pitch: PitchDetector
  index?: IndexFile
  /** Band-limited, for whole sounds. */
  resample(samples: Float32Array, fromRateHz: number, toRateHz: number): Float32Array
}

export interface VoiceConverter {
  /** Of what it makes. */
  sampleRateHz: number
  /**
   * The same words in the voice, as long as the sound, piece by piece. One sound at a time. Errors: `cancelled`, at the latest after the
   * step that is under way (a slice of a second, or the features of a chunk of a few).
   */
  convert(sound: SpeechClip, settings: VoiceSettings, signal?: AbortSignal): AsyncGenerator<Float32Array>
}

const sourceRateHz = 16_000
/** What the networks see before and after each chunk: of the sound, or its mirror image at the ends. */
const contextFrames = 40
const sliceFrames = framesPerSecond
/** How much of its own loudness the voice keeps, as in RVC. */
const ownLoudness = 0.25
/** The same sound is converted in the same way each time. */
const seed = 1

/** A chunk as the networks see it: frames of the sound with its contexts on both sides. */
interface Prepared {
  padded: Float32Array
  hertz: Float32Array
  voiced: boolean[]
}

/** Retrieval-based voice conversion (RVC) after the features: docs and sizes in voice-model.ts. Errors: `voice-features-width`. */
export function createVoiceConverter(parts: ConverterParts): VoiceConverter {
  const { model, content, index } = parts
  for (const width of [content.width, index?.width ?? model.phoneWidth]) {
    if (width === model.phoneWidth) continue
    throw new SamError(
      'voice-features-width',
      `The voice reads ${model.phoneWidth} features, and ${width === content.width ? 'the model gives' : 'its index has'} ${width}.`,
      { remedy: 'Use the index that was made with this voice, or none.' },
    )
  }

  async function* convert(sound: SpeechClip, settings: VoiceSettings, signal?: AbortSignal) {
    const source = wholeFrames(highPass(limitPeak(parts.resample(sound.samples, sound.sampleRateHz, sourceRateHz))))
    if (source.length === 0) return
    const prepared = await prepare(parts, source, settings, signal)
    const noise = seededNoise(seed)
    const tape = model.usesPitch ? new ExcitationTape(prepared.hertz, model.samplesPerFrame, noise) : undefined
    const mix = new LoudnessMix({
      source,
      sourceRateHz,
      outputSamples: (source.length / pitchHopSamples) * model.samplesPerFrame,
      outputRateHz: model.sampleRateHz,
      rate: ownLoudness,
    })
    for (const chunk of planChunks(source)) {
      requireWanted(signal)
      // In frames of the padded sound the chunk's contexts begin where the chunk begins in the sound.
      const seen = { from: chunk.from, to: chunk.to + 2 * contextFrames }
      const latents = await encode(parts, prepared, seen, settings, noise, signal)
      const excitation = tape?.frames(seen)
      const range = { from: contextFrames, to: latents.frames - contextFrames }
      const slices = decodeSlices(model, latents, excitation, settings.speaker, {
        frames: sliceFrames,
        range,
        ...(signal === undefined ? {} : { signal }),
      })
      for await (const slice of slices) yield mix.push(slice)
    }
  }
  return { sampleRateHz: model.sampleRateHz, convert }
}

async function prepare(
  { model, pitch }: ConverterParts,
  source: Float32Array,
  settings: VoiceSettings,
  signal: AbortSignal | undefined,
): Promise<Prepared> {
  const padded = mirrored(source, contextFrames * pitchHopSamples)
  const heard = await pitch.detect(padded, signal)
  return {
    padded,
    hertz: model.usesPitch ? shiftPitch(fillUnvoiced(heard), settings.semitones) : new Float32Array(0),
    voiced: Array.from(heard, (hertz) => hertz > 0),
  }
}

async function encode(
  { model, content, index }: ConverterParts,
  { padded, hertz, voiced }: Prepared,
  { from, to }: FrameRange,
  { indexRate, protect, speaker }: VoiceSettings,
  noise: Noise,
  signal: AbortSignal | undefined,
) {
  const rows = await content.extract(padded.subarray(from * pitchHopSamples, to * pitchHopSamples))
  requireWanted(signal)
  const retrieval = index === undefined || indexRate === 0 ? undefined : { index, rate: indexRate, protect }
  return model.encode({
    phone: phoneFrames(rows, content.width, voiced.slice(from, to), retrieval),
    ...(model.usesPitch ? { pitch: coarsePitch(hertz.subarray(from, to)) } : {}),
    speaker,
    noise: Float32Array.from({ length: model.latentChannels * (to - from) }, noise),
  })
}

/** Silence up to a whole number of frames, so that nothing of the end is lost. */
function wholeFrames(samples: Float32Array): Float32Array {
  const whole = new Float32Array(Math.ceil(samples.length / pitchHopSamples) * pitchHopSamples)
  whole.set(samples)
  return whole
}

/** With its mirror image before and after it; silence where the sound is shorter than that. */
function mirrored(samples: Float32Array, margin: number): Float32Array {
  const padded = new Float32Array(samples.length + 2 * margin)
  padded.set(samples, margin)
  const last = samples.length - 1
  for (let distance = 1; distance <= Math.min(margin, last); distance++) {
    padded[margin - distance] = samples[distance] as number
    padded[margin + last + distance] = samples[last - distance] as number
  }
  return padded
}
