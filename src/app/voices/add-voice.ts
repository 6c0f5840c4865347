import path from 'node:path'
import { systemClock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import { readIndexFile } from '../../tts/rvc/retrieval/index-file.ts'
import { type VoiceManifest, voiceId } from '../../tts/rvc/voices/manifest.ts'
import { openVoice } from '../../tts/rvc/voices/open-voice.ts'
import { type PreparedVoice, prepareVoice } from '../../tts/rvc/voices/prepare-voice.ts'
import { realTimeFactor } from '../../tts/rvc/voices/real-time-factor.ts'
import { VoiceLibrary } from '../../tts/rvc/voices/voice-library.ts'
import { decoderThreads, preparedFolder, voicesFolder } from './voice-places.ts'

export interface VoiceFiles {
  home: string
  checkpoint: string
  index?: string | undefined
}

export interface CheckedVoice extends VoiceFiles {
  prepared: PreparedVoice
}

/** What a voice is called when nobody says: like its file. */
export function voiceNameOf(file: string): string {
  return (
    path
      .basename(file)
      .replace(/\.pth$/i, '')
      .trim()
      .slice(0, 100) || 'voice'
  )
}

/** Reads the files of a voice before anything is asked. Errors: `voice-file-refused`, `voice-index-invalid`, `voice-index-width`. */
export async function checkVoice({ home, checkpoint, index }: VoiceFiles): Promise<CheckedVoice> {
  const prepared = await prepareVoice(checkpoint, preparedFolder(home))
  const { phoneWidth } = prepared.facts
  const width = index === undefined ? phoneWidth : readIndexFile(index).width
  if (width !== phoneWidth)
    throw new SamError(
      'voice-index-width',
      `The index is for features of ${width} numbers, and this voice reads ${phoneWidth}.`,
      { remedy: 'Use the index that was made with this voice, or none.' },
    )
  return { home, checkpoint, index, prepared }
}

/** Measures the voice and puts it into the library. Errors: those of `VoiceLibrary.add`. */
export async function addCheckedVoice(
  { home, checkpoint, index, prepared }: CheckedVoice,
  { name, consentBy }: { name: string; consentBy: string },
): Promise<VoiceManifest> {
  const { version, usesPitch, sampleRateHz, speakers } = prepared.facts
  const model = await openVoice(prepared, decoderThreads())
  const factor = await realTimeFactor(model, systemClock)
  await model.close()
  const { manifest } = await new VoiceLibrary(voicesFolder(home)).add({
    id: voiceId(name),
    name,
    version,
    f0: usesPitch,
    sampleRateHz,
    speakers,
    realTimeFactor: Number(factor.toPrecision(3)),
    consent: { at: new Date().toISOString(), by: consentBy },
    checkpoint: { file: checkpoint, sha256: prepared.sha256 },
    ...(index === undefined ? {} : { index }),
  })
  return manifest
}
