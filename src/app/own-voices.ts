import path from 'node:path'
import { hearingRateHz } from '../audio/ports.ts'
import { resample } from '../audio/resampler.ts'
import type { Clock } from '../core/clock.ts'
import type { ModelStore } from '../models/ports.ts'
import type { ContentFeatures } from '../tts/rvc/content/content-features.ts'
import { locateContentFeatures, openContentFeatures } from '../tts/rvc/content/open-content-features.ts'
import { createVoiceConverter } from '../tts/rvc/converter/voice-converter.ts'
import type { OwnVoice } from '../tts/rvc/own-voice.ts'
import { openPitchDetector } from '../tts/rvc/pitch/open-pitch-detector.ts'
import { readIndexFile } from '../tts/rvc/retrieval/index-file.ts'
import { openVoice } from '../tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../tts/rvc/voices/prepare-voice.ts'
import { realTimeFactor } from '../tts/rvc/voices/real-time-factor.ts'
import { VoiceLibrary } from '../tts/rvc/voices/voice-library.ts'
import { decoderThreads, preparedFolder, voicesFolder } from './voice-places.ts'

export interface OwnVoiceParts {
  home: string
  models: Pick<ModelStore, 'locate'>
  clock: Clock
}

/** Width of the content features that each version of RVC reads. */
export const featureWidths = { v1: 256, v2: 768 }

export function isOwnVoice(home: string, id: string): boolean {
  const { voices, damaged } = new VoiceLibrary(voicesFolder(home)).list()
  return voices.some(({ manifest }) => manifest.id === id) || damaged.some(({ folder }) => path.basename(folder) === id)
}

/** Fails as `openOwnVoice` would for what is missing, without loading anything. */
export function requireOwnVoice({ home, models }: Omit<OwnVoiceParts, 'clock'>, id: string): void {
  const { manifest } = new VoiceLibrary(voicesFolder(home)).find(id)
  locateContentFeatures(models, featureWidths[manifest.version])
}

/** The user's voices as the synthesizer asks for them. */
export function ownVoices(parts: OwnVoiceParts) {
  return {
    isOwn: (id: string) => isOwnVoice(parts.home, id),
    openVoice: (id: string) => openOwnVoice(parts, id),
  }
}

/**
 * Loads one of the user's voices with everything it needs. Errors: `voice-unknown`, `voice-damaged`, `voice-file-refused`,
 * `voice-index-invalid`, `voice-features-width`, and `model-missing` where no model of content features is installed.
 */
export async function openOwnVoice({ home, models, clock }: OwnVoiceParts, id: string): Promise<OwnVoice> {
  const { manifest, checkpoint, index } = new VoiceLibrary(voicesFolder(home)).find(id)
  const threads = decoderThreads()
  const content = await openContentFeatures(models, featureWidths[manifest.version], threads)
  const model = await openVoice(await prepareVoice(checkpoint, preparedFolder(home)), threads)
  const converter = createVoiceConverter({
    model,
    content,
    pitch: await openPitchDetector(models),
    ...(index === undefined ? {} : { index: readIndexFile(index) }),
    resample,
  })
  return {
    converter,
    settings: manifest.settings,
    realTimeFactor: (await realTimeFactor(model, clock)) + (await featuresFactor(content, clock)),
    async close() {
      await Promise.all([model.close(), content.close()])
    },
  }
}

/** Seconds of work that the features of a second of sound take; the first call warms up. */
async function featuresFactor(content: ContentFeatures, clock: Clock): Promise<number> {
  await content.extract(new Float32Array(hearingRateHz / 10))
  const startedAtMs = clock.nowMs()
  await content.extract(new Float32Array(hearingRateHz))
  return (clock.nowMs() - startedAtMs) / 1000
}
