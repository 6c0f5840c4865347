import { loadSpeakerEncoder } from '../../audio/speaker/speaker-encoder.ts'
import { hasVoiceprint, keepVoiceprint, makeVoiceprint } from '../../audio/speaker/voiceprint.ts'
import type { ModelStore } from '../../models/ports.ts'
import { listWakeClips, readWakeClip } from './wake-clips.ts'

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
  const encoder = await loadSpeakerEncoder(models)
  const recordings: Float32Array[] = []
  for (const { id, label } of listWakeClips(home)) if (label !== 'false') recordings.push(await readWakeClip(home, id))
  const { voiceprint, likeness } = await makeVoiceprint(encoder, recordings, madeAt)
  keepVoiceprint(home, voiceprint)
  return {
    recordings: recordings.length,
    recognised: likeness.filter((each) => each >= voiceprint.threshold).length,
  }
}

/** The same after recordings came, where only the user's voice wakes SAM. Errors: those of `learnOwnerVoice`. */
export async function learnOwnerVoiceAgain(
  home: string,
  models: Pick<ModelStore, 'locate'>,
  madeAt: Date,
): Promise<void> {
  if (hasVoiceprint(home)) await learnOwnerVoice(home, models, madeAt)
}
