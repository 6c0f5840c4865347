import { Tensor } from 'onnxruntime-node'
import { loudnessOf } from '../../core/numbers/loudness.ts'
import { openSession } from '../../core/onnx/session.ts'
import type { ModelStore } from '../../models/ports.ts'
import { hearingRateHz } from '../ports.ts'
import { melSpectrogram } from '../whisper/log-mel.ts'

export const speakerModel = 'speaker-encoder'
/** Numbers that describe a voice. */
export const speakerSize = 256
const bands = 40
/** Loudness that the model was trained at: its features are powers, not their logarithms. */
const trainedLoudness = 10 ** (-30 / 20)
const blockSamples = hearingRateHz / 50
/** Quieter than the loudest block by this factor is no voice. */
const quietest = 0.1
const marginBlocks = 3

/** Says whose voice a sound is, whatever is said. */
export interface SpeakerEncoder {
  /** A direction of length 1 in `speakerSize` dimensions; voices that resemble each other point the same way. @param samples at 16 kHz */
  encode(samples: Float32Array): Promise<Float32Array>
}

/** @throws SamError `model-missing`, `model-corrupted` */
export async function loadSpeakerEncoder(models: Pick<ModelStore, 'locate'>): Promise<SpeakerEncoder> {
  const { model = '' } = models.locate(speakerModel).files
  const session = await openSession(model, speakerModel, 1, { lengthsVary: true })
  return {
    async encode(samples) {
      const { data, frames } = melSpectrogram(normalised(spokenPart(samples)), bands)
      const mel = new Float32Array(data.length)
      for (let band = 0; band < bands; band += 1)
        for (let frame = 0; frame < frames; frame += 1) mel[frame * bands + band] = data[band * frames + frame] ?? 0
      const { embedding } = await session.run({ mel: new Tensor('float32', mel, [frames, 1, bands]) })
      return Float32Array.from(embedding?.data as Float32Array)
    },
  }
}

/** Without what is quiet before and after it. */
function spokenPart(samples: Float32Array): Float32Array {
  const blocks = Math.floor(samples.length / blockSamples)
  const loudness = Array.from({ length: blocks }, (_, index) =>
    loudnessOf(samples.subarray(index * blockSamples, (index + 1) * blockSamples)),
  )
  const least = Math.max(...loudness) * quietest
  const isSpoken = (each: number) => each >= least
  const first = Math.max(0, loudness.findIndex(isSpoken) - marginBlocks)
  const last = Math.min(blocks, loudness.findLastIndex(isSpoken) + 1 + marginBlocks)
  return samples.subarray(first * blockSamples, last * blockSamples)
}

function normalised(samples: Float32Array): Float32Array {
  const loudness = loudnessOf(samples)
  return samples.map((sample) => (sample * trainedLoudness) / Math.max(1e-6, loudness))
}
