import { SamError } from '../../core/errors.ts'
import type { ModelStore } from '../../models/ports.ts'
import { loadSpeakerEncoder } from '../speaker/speaker-encoder.ts'
import { likenessTo, readVoiceprint } from '../speaker/voiceprint.ts'
import { lettersOf } from '../whisper/letter-tokens.ts'
import { createPhraseReader, type PhraseReader } from '../whisper/phrase-reader.ts'
import { loadWhisper } from '../whisper/whisper-decoder.ts'
import { confirmByReading } from './phrase-verifier.ts'
import { listTrainedPhrases } from './trained-phrases.ts'
import { loadWakeClassifier, type WakeClassifier } from './wake-classifier.ts'
import { loadWakeFeatures, type WakeFeatureModels } from './wake-features.ts'
import { builtInWakeModels } from './wake-phrases.ts'

export interface WakeEngine {
  features: WakeFeatureModels
  classifiers: WakeClassifier[]
  /** Present where only the user's voice wakes SAM. */
  owner?: OwnerVoice
}

/** Tells the user from others. */
export interface OwnerVoice {
  /** @param sound the phrase, at 16 kHz */
  isOwner(sound: Float32Array): Promise<boolean>
}

/** The recogniser that confirms trained phrases: small, English, on every machine. */
export const phraseReaderModel = 'whisper-tiny-en'

/**
 * Loads the features and the classifiers of the named phrases; one that was trained here comes before a ready-made one of the same name.
 * @param home where trained phrases are kept
 * @param options.onlyOwner where there is a voiceprint, other voices wake nothing
 * @param options.loadReading the networks that confirm trained phrases; those of a recogniser that runs anyway may serve both
 * @throws SamError `wake-model-unknown` (usage), `model-missing`, `model-corrupted`, `voiceprint-damaged`
 */
export async function loadWakeEngine(
  models: Pick<ModelStore, 'locate'>,
  home: string,
  ids: readonly string[],
  { onlyOwner = false, loadReading = () => loadWhisper(models, phraseReaderModel) } = {},
): Promise<WakeEngine> {
  const trained = listTrainedPhrases(home)
  const { features, files } = await loadInstalledWakeFeatures(models)
  let reader: PhraseReader | undefined
  const classifiers: WakeClassifier[] = []
  for (const id of ids) {
    const own = trained.find((phrase) => phrase.id === id)
    if (own !== undefined) {
      const spellings = { letters: lettersOf(own.phrase), others: own.otherSpellings }
      // Loaded now: at the first likely moment it would come too late, and one that is missing would break hearing there.
      reader ??= createPhraseReader(await loadReading())
      classifiers.push(await loadWakeClassifier(own, confirmByReading(reader, { spellings, ...own })))
      continue
    }
    const model = builtInWakeModels.find((candidate) => candidate.id === id)
    if (model === undefined)
      throw new SamError('wake-model-unknown', `There is no wake word called "${id}".`, {
        kind: 'usage',
        remedy: 'sam wake list',
      })
    const file = files[id]
    if (file === undefined) throw absentFile(id)
    classifiers.push(await loadWakeClassifier({ ...model, file }))
  }
  const owner = onlyOwner ? await loadOwnerVoice(models, home) : undefined
  return { features, classifiers, ...(owner === undefined ? {} : { owner }) }
}

async function loadOwnerVoice(models: Pick<ModelStore, 'locate'>, home: string): Promise<OwnerVoice | undefined> {
  const voiceprint = readVoiceprint(home)
  if (voiceprint === undefined) return undefined
  const encoder = await loadSpeakerEncoder(models)
  return { isOwner: async (sound) => (await likenessTo(voiceprint, encoder, sound)) >= voiceprint.threshold }
}

/**
 * The features of openWakeWord as the model store has them, and the files of its phrases by their ids.
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadInstalledWakeFeatures(
  models: Pick<ModelStore, 'locate'>,
): Promise<{ features: WakeFeatureModels; files: Record<string, string> }> {
  const { melspectrogram, embedding, ...files } = models.locate('openwakeword').files
  if (melspectrogram === undefined || embedding === undefined) throw absentFile('melspectrogram or embedding')
  return { features: await loadWakeFeatures({ melspectrogram, embedding }), files }
}

function absentFile(role: string): SamError {
  return new SamError('model-missing', `The wake-word models lack the file "${role}".`, {
    kind: 'missing',
    remedy: 'sam models pull openwakeword',
  })
}
