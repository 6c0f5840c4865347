import fs from 'node:fs'
import path from 'node:path'
import { hearingRateHz } from '../../audio/ports.ts'
import { resample } from '../../audio/resampler.ts'
import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { ModelStore } from '../../models/ports.ts'
import type { ContentFeatures } from '../../tts/rvc/content/content-features.ts'
import { locateContentFeatures, openContentFeatures } from '../../tts/rvc/content/open-content-features.ts'
import { createVoiceConverter } from '../../tts/rvc/converter/voice-converter.ts'
import type { OwnVoice } from '../../tts/rvc/own-voice.ts'
import { openPitchDetector, type PitchChoice } from '../../tts/rvc/pitch/open-pitch-detector.ts'
import { readIndexFile } from '../../tts/rvc/retrieval/index-file.ts'
import { openVoice } from '../../tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../../tts/rvc/voices/prepare-voice.ts'
import { realTimeFactor } from '../../tts/rvc/voices/real-time-factor.ts'
import { VoiceLibrary } from '../../tts/rvc/voices/voice-library.ts'
import { decoderThreads, preparedFolder, voicesFolder } from './voice-places.ts'

export interface OwnVoiceParts {
  home: string
  models: Pick<ModelStore, 'locate'>
  clock: Clock
  /** Which pitch detector is wanted. */
  pitch: PitchChoice
}

/** Width of the content features that each version of RVC reads. */
export const featureWidths = { v1: 256, v2: 768 }

export function isOwnVoice(home: string, id: string): boolean {
  const { voices, damaged } = new VoiceLibrary(voicesFolder(home)).list()
  return voices.some(({ manifest }) => manifest.id === id) || damaged.some(({ folder }) => path.basename(folder) === id)
}

/** Fails as `openOwnVoice` would for what is missing, without loading anything. */
export function requireOwnVoice({ home, models }: Omit<OwnVoiceParts, 'clock' | 'pitch'>, id: string): void {
  const { manifest } = new VoiceLibrary(voicesFolder(home)).find(id)
  locateContentFeatures(models, featureWidths[manifest.version])
}

/** The user's voices as the synthesizer asks for them. */
export function ownVoices(parts: OwnVoiceParts) {
  return {
    isOwn: (id: string) => isOwnVoice(parts.home, id),
    openVoice: (id: string) => openOwnVoice(parts, id),
    fingerprint: (id: string) => fingerprint(parts.home, id),
  }
}

/** Tells whether the checkpoint and the index of a voice are still the same files; its settings are no part of it. */
function fingerprint(home: string, id: string): string {
  try {
    const { checkpoint, index } = new VoiceLibrary(voicesFolder(home)).find(id)
    const files = [checkpoint, ...(index === undefined ? [] : [index])].map((file) => fs.statSync(file))
    return files.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join(', ')
  } catch (error) {
    // Loading it will say why it is not there.
    return (error as Error).message
  }
}

/**
 * Loads one of the user's voices with everything it needs; all of it from the same files. Errors: `voice-unknown`, `voice-damaged`,
 * `voice-file-refused`, `voice-file-changed`, `voice-index-invalid`, `voice-features-width`, and `model-missing` where no model of content
 * features is installed.
 */
export async function openOwnVoice({ home, models, clock, pitch }: OwnVoiceParts, id: string): Promise<OwnVoice> {
  const before = fingerprint(home, id)
  const { manifest, checkpoint, index } = new VoiceLibrary(voicesFolder(home)).find(id)
  const threads = decoderThreads()
  // What is missing is told before minutes are spent on the rest.
  locateContentFeatures(models, featureWidths[manifest.version])
  const prepared = await prepareVoice(checkpoint, preparedFolder(home))
  const opened: { close(): Promise<void> }[] = []
  try {
    const model = await openVoice(prepared, threads)
    opened.push(model)
    // The file may be of another version than the one that was added.
    const content = await openContentFeatures(models, prepared.facts.phoneWidth, threads)
    opened.push(content)
    const pitchDetector = await openPitchDetector(models, pitch, threads)
    opened.push(pitchDetector)
    const { detector, trouble } = pitchDetector
    const converter = createVoiceConverter({
      model,
      content,
      pitch: detector,
      ...(index === undefined ? {} : { index: readIndexFile(index) }),
      resample,
    })
    const factor = (await realTimeFactor(model, clock)) + (await featuresFactor(content, clock))
    if (fingerprint(home, id) !== before)
      throw new SamError('voice-file-changed', 'The files of the voice changed while it was loaded.', {
        remedy: 'It is tried again with the next sentence.',
      })
    return {
      converter,
      settings: manifest.settings,
      realTimeFactor: factor,
      ...(trouble === undefined || !prepared.facts.usesPitch ? {} : { trouble }),
      async close() {
        await Promise.all(opened.map((part) => part.close()))
      },
    }
  } catch (error) {
    await Promise.all(opened.map((part) => part.close()))
    throw error
  }
}

/** Seconds of work that the features of a second of sound take; the first call warms up. */
async function featuresFactor(content: ContentFeatures, clock: Clock): Promise<number> {
  await content.extract(new Float32Array(hearingRateHz / 10))
  const startedAtMs = clock.nowMs()
  await content.extract(new Float32Array(hearingRateHz))
  return (clock.nowMs() - startedAtMs) / 1000
}
