import os from 'node:os'
import { turnSoundModel } from '../../audio/turn-sound.ts'
import type { Config } from '../../core/config.ts'
import type { DiskModelStore } from '../../models/store.ts'
import { recognitionModelId } from '../models/model-choice.ts'
import type { SpeechEngineName, SpeechSettings } from '../speech-worker/protocol.ts'

/** What the speech engines need to know, from the settings and from what is installed. */
export function speechSettings(
  {
    config,
    home,
    models,
    modelsFolder,
  }: { config: Config; home: string; models: DiskModelStore; modelsFolder: string },
  warm: SpeechEngineName[] = [],
): SpeechSettings {
  const cores = os.availableParallelism()
  return {
    modelsFolder,
    home,
    wake: config.wake,
    recognizer: {
      model: recognitionModelId(models),
      threads: Math.min(4, cores),
      turnSound: isInstalled(models, turnSoundModel),
    },
    // One thread is four times faster than speech, and leaves the rest to listening and thinking.
    voice: {
      id: config.speech.voice,
      own: config.speech.ownVoice,
      pitch: config.speech.pitch,
      rate: config.speech.rate,
      threads: cores > 2 ? 2 : 1,
    },
    warm,
  }
}

function isInstalled(models: DiskModelStore, id: string): boolean {
  return models.list().some(({ entry, state }) => entry.id === id && state === 'installed')
}
