import fs from 'node:fs/promises'
import path from 'node:path'
import { writeWavFile } from '../../audio/wav-writer.ts'
import { SamError } from '../../core/errors.ts'
import { checkPlace } from '../../core/files/check-place.ts'
import type { SpeechClip } from '../../tts/ports.ts'

/** Writes a sound as a WAV file; the folder is made where it is missing. Error `sound-not-written`. */
export async function writeSound(file: string, { samples, sampleRateHz }: SpeechClip): Promise<void> {
  await writeSoundPieces(file, sampleRateHz, [samples])
}

/** Writes a sound as it comes; answers its samples. Errors: `sound-not-written`, and those of the pieces. */
export async function writeSoundPieces(
  file: string,
  sampleRateHz: number,
  pieces: Iterable<Float32Array> | AsyncIterable<Float32Array>,
): Promise<number> {
  const notWritten = (cause: unknown) =>
    new SamError('sound-not-written', `The sound could not be written to ${file}.`, {
      remedy: checkPlace,
      cause,
    })
  await fs.mkdir(path.dirname(path.resolve(file)), { recursive: true }).catch((cause: unknown) => {
    throw notWritten(cause)
  })
  return writeWavFile(file, sampleRateHz, pieces, notWritten)
}
