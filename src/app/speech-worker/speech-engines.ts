import { openWordsToCome } from '../../agent/classifier/words-to-come.ts'
import { readRequestWordings } from '../../agent/request-wordings.ts'
import { createEar } from '../../audio/ear.ts'
import type { CommandRecognizer, Ear } from '../../audio/ports.ts'
import { createRecognizer } from '../../audio/recognizer.ts'
import { createResampler } from '../../audio/resampler.ts'
import { chanceOfMore, loadTurnSound } from '../../audio/turn-sound.ts'
import { loadInstalledVoiceActivity } from '../../audio/voice-activity.ts'
import { WakeListener } from '../../audio/wake/wake-listener.ts'
import { loadWakeEngine, phraseReaderModel } from '../../audio/wake/wake-models.ts'
import { NearWordings } from '../../audio/whisper/near-wordings.ts'
import { loadWhisper } from '../../audio/whisper/whisper-decoder.ts'
import { systemClock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import { projectRoot } from '../../core/paths.ts'
import { createModelStore } from '../../models/store.ts'
import type { SpeechSynthesizer } from '../../tts/ports.ts'
import { createOwnVoiceSynthesizer } from '../../tts/rvc/own-voice-synthesizer.ts'
import { createSynthesizer } from '../../tts/synthesizer.ts'
import { sentenceModelFiles } from '../models/sentence-model.ts'
import { ownVoices } from '../voices/own-voices.ts'
import type { SpeechSettings } from './protocol.ts'
import type { SpeechEngines } from './serve.ts'

/** What sound cards run at; the page and the player change it where theirs does not. */
const deviceRateHz = 48_000

/**
 * The real engines, each loaded at its first use. A load that failed is tried again: the model may have come meanwhile.
 * @param doWithout told of what failed and is not needed to hear
 */
export function loadSpeechEngines(settings: SpeechSettings, doWithout: (thrown: unknown) => undefined): SpeechEngines {
  // A model that is not there is no failure; `sam doctor` tells what is missing.
  const orNothing = (thrown: unknown) => (toSamError(thrown).code === 'model-missing' ? undefined : doWithout(thrown))
  const models = createModelStore({ root: settings.modelsFolder, projectRoot, environment: {}, offline: true })

  const voiceActivity = once(() => loadInstalledVoiceActivity(models))
  const { model, threads } = settings.recognizer
  const whisper = once(() => loadWhisper(models, model, threads))
  // One set of networks writes down speech and confirms trained phrases, where both are the same model.
  const reading = model === phraseReaderModel ? whisper : once(() => loadWhisper(models, phraseReaderModel))
  const wordings = new NearWordings(readRequestWordings)
  const byWords = once(async () => (await openWordsToCome(sentenceModelFiles(models))).chanceOfMore)
  const bySound = once(() => loadTurnSound(models))
  const synthesizer = once(async (): Promise<SpeechSynthesizer> => {
    const { id, own, pitch, ...pace } = settings.voice
    const plain = createSynthesizer({ models, voice: id, ...pace })
    const made = createOwnVoiceSynthesizer({
      plain,
      ownVoice: own,
      ...ownVoices({ home: settings.home, models, clock: systemClock, pitch }),
      changeRate: createResampler,
      outputRateHz: deviceRateHz,
      clock: systemClock,
    })
    await plain.warm()
    await made.warm()
    return made
  })
  return {
    ear: once(async (): Promise<Ear> => {
      const activity = await voiceActivity()
      const wake = await loadWakeEngine(models, settings.home, settings.wake.models, {
        onlyOwner: true,
        loadReading: reading,
      })
      return createEar(
        activity.openStream(),
        new WakeListener(wake, { threshold: settings.wake.threshold, gated: true }),
      )
    }),
    recognizer: once(async (): Promise<CommandRecognizer> => {
      const activity = await voiceActivity()
      // Without these rules and pauses alone say when a turn is over.
      const { turnSound, vocabulary } = settings.recognizer
      const [networks, words, sound] = await Promise.all([
        whisper(),
        byWords().catch(orNothing),
        turnSound ? bySound().catch(orNothing) : undefined,
      ])
      const more = chanceOfMore(words, sound)
      const turnEnds = more === undefined ? undefined : { chanceOfMore: more, onFailure: doWithout }
      const recognizer = createRecognizer(networks, activity, systemClock, turnEnds, wordings)
      if (vocabulary !== undefined) recognizer.learnVocabulary(vocabulary)
      return recognizer
    }),
    synthesizer,
  }
}

function once<Engine>(load: () => Promise<Engine>): () => Promise<Engine> {
  let loading: Promise<Engine> | undefined
  return () => {
    loading ??= Promise.resolve()
      .then(load)
      .catch((thrown: unknown) => {
        loading = undefined
        throw thrown
      })
    return loading
  }
}
