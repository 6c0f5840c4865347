import { voiceWords } from '../strings/voices.ts'

/** A voice among files that were dropped, with its index where there is one. */
export interface VoiceFiles {
  checkpoint: File
  index?: File
}

/** Picks the .pth and the .index; answers a sentence where that cannot be done. */
export function voiceFilesOf(files: readonly File[]): VoiceFiles | string {
  const ending = (end: string) => files.filter(({ name }) => name.toLowerCase().endsWith(end))
  const [checkpoints, indexes] = [ending('.pth'), ending('.index')]
  const [checkpoint] = checkpoints
  const [index] = indexes
  if (checkpoint === undefined) return voiceWords.noVoice
  if (checkpoints.length > 1 || indexes.length > 1) return voiceWords.severalVoices
  return index === undefined ? { checkpoint } : { checkpoint, index }
}

/** Whether a voice keeps up with speech, in words, from its seconds of work for a second of sound. */
export function speedText(realTimeFactor: number): string {
  const factor = realTimeFactor.toLocaleString('en', { maximumSignificantDigits: 2 })
  if (realTimeFactor <= 0.75) return voiceWords.speed.fast(factor)
  return realTimeFactor <= 1 ? voiceWords.speed.tight(factor) : voiceWords.speed.slow(factor)
}

/** Samples of 16 bits, little endian, as base64, as numbers in [-1, 1]. */
export function decodeSamples(base64: string): Float32Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length >> 1 }, (_, at) => view.getInt16(at * 2, true) / 32_768)
}
