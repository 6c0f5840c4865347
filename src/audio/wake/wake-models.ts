import { SamError } from '../../core/errors.ts'
import type { ModelStore } from '../../models/ports.ts'
import { loadWakeClassifier, type WakeClassifier } from './wake-classifier.ts'
import { loadWakeFeatures, type WakeFeatureModels } from './wake-features.ts'

export interface WakeModel {
  id: string
  /** What a person says. */
  phrase: string
  /** Where it came from. */
  source: 'built-in' | 'trained'
}

/** The phrases that come ready made with openWakeWord. */
export const builtInWakeModels: readonly WakeModel[] = [
  { id: 'hey_jarvis', phrase: 'hey jarvis', source: 'built-in' },
  { id: 'alexa', phrase: 'alexa', source: 'built-in' },
  { id: 'hey_mycroft', phrase: 'hey mycroft', source: 'built-in' },
  { id: 'hey_rhasspy', phrase: 'hey rhasspy', source: 'built-in' },
  { id: 'timer', phrase: 'set a timer', source: 'built-in' },
  { id: 'weather', phrase: "what's the weather", source: 'built-in' },
]

export interface WakeEngine {
  features: WakeFeatureModels
  classifiers: WakeClassifier[]
}

/**
 * Loads the features and the classifiers of the named phrases.
 * @throws SamError `wake-model-unknown` (usage), `model-missing`, `model-corrupted`
 */
export async function loadWakeEngine(models: Pick<ModelStore, 'locate'>, ids: readonly string[]): Promise<WakeEngine> {
  const wanted = ids.map((id) => {
    const model = builtInWakeModels.find((candidate) => candidate.id === id)
    if (model !== undefined) return model
    throw new SamError('wake-model-unknown', `There is no wake word called "${id}".`, {
      kind: 'usage',
      remedy: 'sam wake list',
    })
  })
  const { melspectrogram, embedding, ...files } = models.locate('openwakeword').files
  const absent = (role: string) =>
    new SamError('model-missing', `The wake-word models lack the file "${role}".`, {
      kind: 'missing',
      remedy: 'sam models pull openwakeword',
    })
  if (melspectrogram === undefined || embedding === undefined) throw absent('melspectrogram or embedding')
  const features = await loadWakeFeatures({ melspectrogram, embedding })
  const classifiers: WakeClassifier[] = []
  for (const { id, phrase } of wanted) {
    const file = files[id]
    if (file === undefined) throw absent(id)
    classifiers.push(await loadWakeClassifier({ id, phrase, file }))
  }
  return { features, classifiers }
}
