import type { Clock } from '../../../core/clock.ts'
import { framesPerSecond, type VoiceModel } from '../voice-model.ts'

/** Seconds of work for a second of sound: one second decoded with its halo, after a short one that warms everything up. */
export async function realTimeFactor(model: VoiceModel, clock: Clock): Promise<number> {
  const frames = framesPerSecond
  const latents = { frames, data: new Float32Array(model.latentChannels * frames) }
  const source = model.usesPitch ? new Float32Array(frames * model.samplesPerFrame) : undefined
  await model.decode(latents, source, 0, { from: 0, to: 10 })
  const startedAtMs = clock.nowMs()
  await model.decode(latents, source, 0, { from: 0, to: frames })
  return (clock.nowMs() - startedAtMs) / 1000
}
