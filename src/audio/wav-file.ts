import fs from 'node:fs/promises'
import path from 'node:path'
import { checkPath, SamError } from '../core/errors.ts'
import { parseWav, type WavSound } from './wav.ts'

/** About nine hours of 16-bit mono at 16 kHz; beyond this the decoded sound would not fit into memory with ease. */
const largestFileBytes = 1024 ** 3

/** Reads a WAV file from disk. @throws SamError `audio-unreadable`, also for a file that is absent or not a file */
export async function readWavFile(file: string): Promise<WavSound> {
  const unreadable = (problem: string, remedy: string, cause?: unknown) =>
    new SamError('audio-unreadable', `${file} ${problem}.`, { remedy, ...(cause === undefined ? {} : { cause }) })
  let bytes: Uint8Array
  try {
    const { size, isFile } = await fs.stat(file).then((entry) => ({ size: entry.size, isFile: entry.isFile() }))
    if (!isFile) throw unreadable('is not a file', 'Name a WAV file.')
    if (size > largestFileBytes) throw unreadable('is larger than 1 GB', 'Cut it into shorter files.')
    bytes = await fs.readFile(file)
  } catch (cause) {
    if (cause instanceof SamError) throw cause
    const absent = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw unreadable(absent ? 'does not exist' : 'cannot be read', checkPath, cause)
  }
  return parseWav(bytes, path.basename(file))
}
