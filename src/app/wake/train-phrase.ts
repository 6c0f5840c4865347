import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { resample } from '../../audio/resampler.ts'
import { loadInstalledVoiceActivity } from '../../audio/voice-activity.ts'
import { phraseId, type TrainedPhrase } from '../../audio/wake/trained-phrases.ts'
import { readEmbeddingBank } from '../../audio/wake/training/embedding-bank.ts'
import { keepTrainedPhrase } from '../../audio/wake/training/keep-trained-phrase.ts'
import {
  type PhraseVoice,
  trainWakeWord,
  type WakeTrainingParts,
  type WakeTrainingProgress,
} from '../../audio/wake/training/train-wake-word.ts'
import { loadInstalledWakeFeatures, loadWakeEngine, phraseReaderModel } from '../../audio/wake/wake-models.ts'
import { createPhraseReader } from '../../audio/whisper/phrase-reader.ts'
import { loadWhisper } from '../../audio/whisper/whisper-decoder.ts'
import { systemClock } from '../../core/clock.ts'
import type { DiskModelStore } from '../../models/store.ts'
import { createSynthesizer } from '../../tts/synthesizer.ts'
import { examinePhrase, speakExam } from './phrase-exam.ts'
import { sayVoices } from './say-voices.ts'
import { wakeClipsFor } from './set-aside.ts'

export interface PhraseTraining {
  phrase: string
  /** The user saying it, at 16 kHz; none at all: SAM's own voices stand in. */
  recordings: readonly Float32Array[]
  /** Sound that must not wake, at 16 kHz. */
  others: readonly Float32Array[]
  seed: number
}

/** Each voice also speaks deeper and higher, so that one voice stands for more people. */
const pitches = [0.8, 1, 1.25]
const standIns = 12

/** What is installed for it on this machine. */
export interface PhraseTools extends Pick<WakeTrainingParts, 'features' | 'activity' | 'reader' | 'voices'> {
  models: DiskModelStore
}

interface Control {
  signal: AbortSignal
  onProgress: (progress: WakeTrainingProgress) => void
}

/** Where phrases, models and voices are. */
export interface PhrasePlace {
  home: string
  models: DiskModelStore
  /** Says whether there are voices of macOS. */
  environment: Record<string, string | undefined>
}

/** @throws SamError `model-missing`, `model-corrupted` */
export async function openPhraseTools(
  { models, environment }: Omit<PhrasePlace, 'home'>,
  signal: AbortSignal,
): Promise<PhraseTools> {
  const [{ features }, activity, whisper] = await Promise.all([
    loadInstalledWakeFeatures(models),
    loadInstalledVoiceActivity(models),
    loadWhisper(models, phraseReaderModel),
  ])
  return {
    models,
    features,
    activity,
    reader: createPhraseReader(whisper),
    voices: [...installedVoices(models), ...(await sayVoices(environment, signal))],
  }
}

/**
 * Trains a wake phrase with what is installed on this machine and what was kept of it, and keeps it.
 * @throws SamError `wake-phrase-unusable`, `wake-recordings-unusable`, `model-missing`
 */
export async function trainPhrase(
  training: PhraseTraining,
  { home, ...place }: PhrasePlace,
  control: Control,
): Promise<TrainedPhrase> {
  phraseId(training.phrase)
  const kept = await wakeClipsFor(home, training.phrase)
  const tools = await openPhraseTools(place, control.signal)
  return learnPhrase(
    {
      ...training,
      recordings: [...training.recordings, ...kept.said],
      others: [...training.others, ...kept.notSaid],
    },
    tools,
    { home, ...control },
  )
}

/** Trains it from these recordings alone, examines it on sounds that it did not learn from, and keeps it in this home. */
export async function learnPhrase(
  training: PhraseTraining,
  tools: PhraseTools,
  { home, signal, onProgress }: Control & { home: string },
): Promise<TrainedPhrase> {
  const { voices, activity, models } = tools
  const recordings = [...training.recordings]
  for (let index = 0; recordings.length < standIns && training.recordings.length === 0; index += 1) {
    const voice = voices[index % Math.max(1, voices.length)]
    if (voice === undefined) break
    recordings.push(await voice(training.phrase, 0.85 + (0.4 * index) / standIns))
    signal.throwIfAborted()
  }
  const parts = { ...tools, bank: readEmbeddingBank(), signal, onProgress }
  const trained = await trainWakeWord({ ...training, recordings }, parts)
  const about = { phrase: training.phrase, recordings: training.recordings.length, trainedAt: systemClock.wallTime() }
  // Examined before it listens to anybody.
  const examHome = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-wake-exam-'))
  try {
    const { id } = keepTrainedPhrase(examHome, about, trained)
    const engine = await loadWakeEngine(models, examHome, [id])
    const exam = await examinePhrase(engine, activity, await speakExam(training.phrase, voices, signal), signal)
    return keepTrainedPhrase(home, about, { ...trained, metrics: { ...trained.metrics, exam } })
  } finally {
    fs.rmSync(examHome, { recursive: true, force: true })
  }
}

function installedVoices(models: DiskModelStore): PhraseVoice[] {
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
