import { joinClips } from './join-clips.ts'
import type { SpeechClip, SpeechOutput } from './ports.ts'

/** A loudspeaker that only keeps what it is given. */
export interface CollectedOutput extends SpeechOutput {
  /** Everything spoken, as one sound; undefined when nothing was. */
  sound(): SpeechClip | undefined
}

export function createCollectedOutput(): CollectedOutput {
  const clips: SpeechClip[] = []
  return {
    async play(sentence, _turnId, onStart) {
      onStart?.({})
      clips.push(sentence)
      return { playedMs: (sentence.samples.length / sentence.sampleRateHz) * 1000 }
    },
    flush() {},
    sound: () => joinClips(clips),
  }
}
