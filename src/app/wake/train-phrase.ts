import { resample } from '../../audio/resampler.ts'
import { loadInstalledVoiceActivity } from '../../audio/voice-activity.ts'
import { phraseId, type TrainedPhrase } from '../../audio/wake/trained-phrases.ts'
import { readEmbeddingBank } from '../../audio/wake/training/embedding-bank.ts'
import { keepTrainedPhrase } from '../../audio/wake/training/keep-trained-phrase.ts'
import { trainWakeWord, type WakeTrainingProgress } from '../../audio/wake/training/train-wake-word.ts'
import { loadInstalledWakeFeatures, phraseReaderModel } from '../../audio/wake/wake-models.ts'
import { loadPhraseReader } from '../../audio/whisper/phrase-reader.ts'
import { systemClock } from '../../core/clock.ts'
import type { DiskModelStore } from '../../models/store.ts'
import { createSynthesizer } from '../../tts/synthesizer.ts'
import { wakeClipsFor } from './wake-clips.ts'

export interface PhraseTraining {
  phrase: string
  /** The user saying it, at 16 kHz, beside what was kept of it; none at all: SAM's own voices stand in. */
  recordings: readonly Float32Array[]
  /** Sound that must not wake, at 16 kHz. */
  others: readonly Float32Array[]
  seed: number
}

/** Each voice also speaks deeper and higher, so that one voice stands for more people. */
const pitches = [0.8, 1, 1.25]
const standIns = 12

/**
 * Trains a wake phrase with what is installed on this machine, and keeps it.
 * @throws SamError `wake-phrase-unusable`, `wake-recordings-unusable`, `model-missing`
 */
export async function trainPhrase(
  training: PhraseTraining,
  { home, models }: { home: string; models: DiskModelStore },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: WakeTrainingProgress) => void },
): Promise<TrainedPhrase> {
  phraseId(training.phrase)
  const kept = await wakeClipsFor(home, training.phrase)
  const said = [...training.recordings, ...kept.said]
  const others = [...training.others, ...kept.notSaid]
  const voices = installedVoices(models)
  const [{ features }, activity, reader] = await Promise.all([
    loadInstalledWakeFeatures(models),
    loadInstalledVoiceActivity(models),
    loadPhraseReader(models, phraseReaderModel),
  ])
  const recordings = [...said]
  for (let index = 0; recordings.length < standIns && said.length === 0; index += 1) {
    const voice = voices[index % Math.max(1, voices.length)]
    if (voice === undefined) break
    recordings.push(await voice(training.phrase, 0.85 + (0.4 * index) / standIns))
    signal.throwIfAborted()
  }
  const parts = { features, activity, reader, bank: readEmbeddingBank(), voices, signal, onProgress }
  const trained = await trainWakeWord({ ...training, recordings, others }, parts)
  const about = { phrase: training.phrase, recordings: said.length, trainedAt: systemClock.wallTime() }
  return keepTrainedPhrase(home, about, trained)
}

function installedVoices(models: DiskModelStore): ((text: string, pace: number) => Promise<Float32Array>)[] {
  const ids = models
    .list()
    .filter(({ entry, state }) => entry.task === 'speech' && state === 'installed')
    .map(({ entry }) => entry.id)
  return ids.flatMap((id) => {
    const synthesizer = createSynthesizer({ models, voice: id })
    return pitches.map((pitch) => async (text: string, pace: number) => {
      const { samples, sampleRateHz } = await synthesizer.synthesize(text, { rate: pace / pitch })
      return resample(samples, Math.round(sampleRateHz * pitch))
    })
  })
}
