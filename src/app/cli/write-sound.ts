import fs from 'node:fs/promises'
import path from 'node:path'
import { encodeWav } from '../../audio/wav-writer.ts'
import { SamError } from '../../core/errors.ts'
import type { SpeechClip } from '../../tts/ports.ts'

/** Writes a sound as a WAV file; the folder is made where it is missing. Error `sound-not-written`. */
export async function writeSound(file: string, { samples, sampleRateHz }: SpeechClip): Promise<void> {
  try {
    await fs.mkdir(path.dirname(path.resolve(file)), { recursive: true })
    await fs.writeFile(file, encodeWav(samples, sampleRateHz))
  } catch (cause) {
    throw new SamError('sound-not-written', `The sound could not be written to ${file}.`, {
      remedy: 'Check that the folder can be written to and that the disk is not full.',
      cause,
    })
  }
}
