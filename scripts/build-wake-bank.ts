/**
 * Makes src/audio/wake/training/bank.bin: what is not a wake word. The sentences are the project's own wording, spoken by the
 * starter voice (CC0) at many paces and pitches, some over noise, and noises that the project makes.
 *
 *   scripts/launch scripts/build-wake-bank.ts [sentences]
 */
import fs from 'node:fs'
import path from 'node:path'
import { hearingRateHz } from '../src/audio/ports.ts'
import { resample } from '../src/audio/resampler.ts'
import { packEmbeddingBank } from '../src/audio/wake/training/embedding-bank.ts'
import { makeNoise, varySound } from '../src/audio/wake/training/sound-variants.ts'
import { loadWakeFeatures } from '../src/audio/wake/wake-features.ts'
import { seededRandom } from '../src/core/numbers/random.ts'
import { projectRoot, samModels } from '../src/core/paths.ts'
import { createModelStore } from '../src/models/store.ts'
import { createSynthesizer } from '../src/tts/synthesizer.ts'
import { readWording } from './train-classifier/wording.ts'

const wanted = Number(process.argv[2] ?? 420)
const random = seededRandom(1)
const models = createModelStore({ root: samModels(), projectRoot, environment: {}, offline: true })
const { melspectrogram = '', embedding = '' } = models.locate('openwakeword').files
const features = await loadWakeFeatures({ melspectrogram, embedding })
const voice = createSynthesizer({ models, voice: 'piper-en-us-joe' })
const sentences = readSentences()

const embeddings: Float32Array[] = []
const add = async (samples: Float32Array) => {
  for (const each of await features.openStream().push(samples)) embeddings.push(each)
}
for (let index = 0; index < wanted; index += 1) {
  const sentence = sentences[Math.floor(random() * sentences.length)] ?? ''
  const { samples, sampleRateHz } = await voice.synthesize(sentence, { rate: 0.8 + random() * 0.6 })
  const pitched = resample(samples, Math.round(sampleRateHz * (0.72 + random() * 0.75)), hearingRateHz)
  await add(index % 3 === 0 ? varySound(pitched, random) : pitched.map((sample) => sample * 0.7))
  if (index % 20 === 0) console.log(`${index} of ${wanted} sentences, ${Math.round(embeddings.length * 0.08)} s`)
}
for (let index = 0; index < 30; index += 1) {
  const gain = 10 ** (-2.5 * random())
  await add(makeNoise(3 * hearingRateHz, random).map((sample) => sample * gain))
}
const file = path.join(projectRoot, 'src', 'audio', 'wake', 'training', 'bank.bin')
fs.writeFileSync(file, packEmbeddingBank(embeddings))
console.log(`${embeddings.length} embeddings, ${fs.statSync(file).size} bytes`)
process.exit(0)

/** Sentences of the project's own wording, for requests and for conversations, in no order. */
function readSentences(): string[] {
  const categories = path.join(import.meta.dirname, 'train-categories', 'wording')
  return [...readWording(), ...readWording(categories)]
    .map(({ text }) => text.trim())
    .filter((text) => text.length >= 8 && text.length <= 90)
}
