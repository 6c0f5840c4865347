/**
 * Makes src/audio/speaker/average-voice.bin: where the voices of many point in the speaker encoder's space, 256 float32. Half of it is the
 * starter voice (CC0) in seven heights, half are the voices of `flite` (CMU, BSD-like), which has to be installed; they say sentences of
 * the project. Needs `sam models pull speaker-encoder`.
 *
 *   scripts/launch scripts/build-average-voice.ts
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findVoices, type MadeVoice } from '../src/app/bench/commands/made-speech.ts'
import { hearingRateHz } from '../src/audio/ports.ts'
import { resample } from '../src/audio/resampler.ts'
import { loadSpeakerEncoder, speakerSize } from '../src/audio/speaker/speaker-encoder.ts'
import { projectRoot, samModels } from '../src/core/paths.ts'
import { createModelStore } from '../src/models/store.ts'
import { createSynthesizer } from '../src/tts/synthesizer.ts'

const heights = [0.8, 0.9, 1, 1.12, 1.25, 1.4, 1.55]
const sentences = [
  'hey sam',
  'good morning',
  'what is the weather like today',
  'turn the lights off please',
  'never mind',
  'okay computer',
]

const models = createModelStore({ root: samModels(), projectRoot, environment: {}, offline: true })
const encoder = await loadSpeakerEncoder(models)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-average-voice-'))
try {
  const voices = await findVoices(createSynthesizer({ models, voice: 'piper-en-us-joe' }), folder)
  const [installed] = voices
  const flite = voices.filter(({ name }) => name.startsWith('flite'))
  if (installed === undefined || flite.length === 0) throw new Error('flite is not installed')
  const own = []
  for (const height of heights) own.push(await directionOf(installed, height))
  const others = []
  for (const voice of flite) others.push(await directionOf(voice, 1))
  const average = mean([mean(own), mean(others)])
  const file = path.join(projectRoot, 'src', 'audio', 'speaker', 'average-voice.bin')
  fs.writeFileSync(file, Buffer.from(average.buffer))
  console.log(`${heights.length} heights and ${flite.length} voices: ${fs.statSync(file).size} bytes`)
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
process.exit(0)

/** A voice as if from a shorter or longer throat: played faster or slower, at the same pace. */
async function directionOf(voice: MadeVoice, height: number): Promise<Float32Array> {
  const directions = []
  for (const sentence of sentences) {
    const spoken = await voice.speak(sentence, 1 / height)
    directions.push(await encoder.encode(resample(spoken, Math.round(hearingRateHz * height))))
  }
  return mean(directions)
}

function mean(directions: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(speakerSize)
  for (const each of directions) for (const [axis, value] of each.entries()) sum[axis] = (sum[axis] ?? 0) + value
  return sum.map((value) => value / directions.length)
}
