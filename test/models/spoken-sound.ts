import { hearingRateHz } from '../../src/audio/ports.ts'
import { resample } from '../../src/audio/resampler.ts'
import { joinSamples } from '../../src/core/numbers/join-samples.ts'
import { createSynthesizer } from '../../src/tts/synthesizer.ts'
import { installedModels } from './installed-models.ts'

/** SAM's own voice. It never says a sentence twice in the same way, as people do not. */
export const voice = createSynthesizer({ models: installedModels, voice: 'piper-en-us-joe' })

/** A sentence as a microphone would hear it, with a little quiet around. */
export async function spoken(text: string, { beforeMs = 400, afterMs = 600 } = {}): Promise<Float32Array> {
  const { samples, sampleRateHz } = await voice.synthesize(text)
  return joinSamples([quiet(beforeMs), resample(samples, sampleRateHz), quiet(afterMs)])
}

/** What a microphone hears in an empty room. */
export function quiet(durationMs: number): Float32Array {
  return noise(durationMs, 0.0005)
}

/** White noise, always the same. */
export function noise(durationMs: number, amplitude: number): Float32Array {
  let seed = 7
  return Float32Array.from({ length: Math.round((durationMs * hearingRateHz) / 1000) }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return (seed / 2 ** 31 - 1) * amplitude
  })
}

/** A chord that swells and fades, as music does. */
export function music(durationMs: number): Float32Array {
  return Float32Array.from({ length: Math.round((durationMs * hearingRateHz) / 1000) }, (_, index) => {
    const seconds = index / hearingRateHz
    const chord = [220, 277.2, 329.6, 440].reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * seconds), 0)
    return 0.08 * chord * (0.6 + 0.4 * Math.sin(2 * Math.PI * 2 * seconds))
  })
}
