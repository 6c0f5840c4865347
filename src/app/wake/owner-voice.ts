import { loadSpeakerEncoder } from '../../audio/speaker/speaker-encoder.ts'
import { hasVoiceprint, keepVoiceprint, leastForVoiceprint, makeVoiceprint } from '../../audio/speaker/voiceprint.ts'
import type { ModelStore } from '../../models/ports.ts'
import { listWakeClips, readWakeClip, type WakeClip } from './wake-clips.ts'

export interface LearnedVoice {
  recordings: number
  /** Of these recordings, each against what the others say: those that would wake SAM. */
  recognised: number
}

/**
 * Learns the user's voice from every recording of a wake phrase that is kept, but for what nobody said.
 * @throws SamError `model-missing`, `model-corrupted`, `voiceprint-recordings-missing`
 */
export async function learnOwnerVoice(
  home: string,
  models: Pick<ModelStore, 'locate'>,
  madeAt: Date,
): Promise<LearnedVoice> {
  const clips = clipsOfUser(home)
  const { voiceprint, likeness } = await voiceprintOf(home, clips, models, madeAt)
  keepVoiceprint(home, voiceprint)
  return {
    recordings: clips.length,
    recognised: likeness.filter((each) => each >= voiceprint.threshold).length,
  }
}

/**
 * The same after recordings came, where only the user's voice wakes SAM. Where too few are left to learn from, it stays as it is.
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function learnOwnerVoiceAgain(
  home: string,
  models: Pick<ModelStore, 'locate'>,
  madeAt: Date,
): Promise<void> {
  const clips = clipsOfUser(home)
  if (!hasVoiceprint(home) || clips.length < leastForVoiceprint) return
  const { voiceprint } = await voiceprintOf(home, clips, models, madeAt)
  // It may have been turned off meanwhile: what was deleted does not come back.
  if (hasVoiceprint(home)) keepVoiceprint(home, voiceprint)
}

const clipsOfUser = (home: string) => listWakeClips(home).filter(({ label }) => label !== 'false')

async function voiceprintOf(
  home: string,
  clips: readonly WakeClip[],
  models: Pick<ModelStore, 'locate'>,
  madeAt: Date,
): ReturnType<typeof makeVoiceprint> {
  const encoder = await loadSpeakerEncoder(models)
  const recordings: Float32Array[] = []
  for (const { id } of clips) recordings.push(await readWakeClip(home, id))
  return makeVoiceprint(encoder, recordings, madeAt)
}
