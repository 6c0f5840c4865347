import type { VoiceManifest } from '../../../../tts/rvc/voices/manifest.ts'

/** A voice as its line of the contract and as words. */
export function voiceLine(manifest: VoiceManifest) {
  const { id, name, version, f0, sampleRateHz, speakers, realTimeFactor } = manifest
  const index = manifest.index !== undefined
  const record = { type: 'voice', id, name, version, f0, sampleRateHz, speakers, realTimeFactor, index }
  const kind = `${version}, ${sampleRateHz / 1000} kHz${f0 ? '' : ', without pitch'}${index ? ', with index' : ''}`
  return { record, text: `${id.padEnd(20)} ${kind}; ${realTimeFactor} s of work for a second of sound` }
}
