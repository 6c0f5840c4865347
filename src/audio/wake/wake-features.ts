import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { openSession } from '../../core/onnx/session.ts'

/** Numbers of one embedding. */
export const embeddingSize = 96
/** Sound between two embeddings. */
const stepSamples = 1280

const melBands = 32
/** Mel frames (10 ms apart) that one embedding looks at. */
const melWindow = 76
const melFramesPerStep = 8
/** Samples of the step before, which the first mel frames of a step still need. */
const overlapSamples = 480
/** The models were trained on 16-bit sample values. */
const sampleScale = 32_768

/**
 * openWakeWord's speech features over one continuous stream (github.com/dscripka/openWakeWord): mel spectrogram of each
 * 80 ms, then one embedding of the last 0.76 s. A stream begins as if it had been quiet before, so that a word spoken
 * into its first second is seen whole, from the first step on.
 */
export interface WakeFeatures {
  /** What quiet looks like. */
  readonly silence: Float32Array
  /** Takes samples at 16 kHz, any number; answers one embedding for each step that they complete. */
  push(samples: Float32Array): Promise<Float32Array[]>
  /** Forgets the stream: what follows comes after quiet. */
  reset(): void
}

/** The two graphs, shared by any number of streams. */
export interface WakeFeatureModels {
  openStream(): WakeFeatures
}

/** @throws SamError `model-missing`, `model-corrupted` */
export async function loadWakeFeatures(files: {
  melspectrogram: string
  embedding: string
}): Promise<WakeFeatureModels> {
  const melspectrogram = await openSession(files.melspectrogram, 'openwakeword')
  const embedding = await openSession(files.embedding, 'openwakeword')
  const run = { mel: runner(melspectrogram), embed: runner(embedding) }
  const quietSamples = nearSilence(overlapSamples + Math.ceil(melWindow / melFramesPerStep) * stepSamples)
  const quietMel = new Float32Array(melWindow * melBands)
  for (let at = 0; at + overlapSamples + stepSamples <= quietSamples.length; at += stepSamples) {
    shiftIn(quietMel, await melOf(run.mel, quietSamples.subarray(at, at + overlapSamples + stepSamples)))
  }
  const quiet: Quiet = {
    overlap: quietSamples.slice(-overlapSamples),
    mel: quietMel,
    embedding: await run.embed(quietMel, [1, melWindow, melBands, 1]),
  }
  return { openStream: () => new FeatureStream(run, quiet) }
}

type Run = (input: Float32Array, shape: readonly number[]) => Promise<Float32Array>

interface Quiet {
  overlap: Float32Array
  mel: Float32Array
  embedding: Float32Array
}

class FeatureStream implements WakeFeatures {
  private readonly run: { mel: Run; embed: Run }
  private readonly quiet: Quiet
  private readonly mel = new Float32Array(melWindow * melBands)
  /** The overlap, then the samples of the step that is being filled. */
  private readonly block = new Float32Array(overlapSamples + stepSamples)
  private filled = 0

  constructor(run: { mel: Run; embed: Run }, quiet: Quiet) {
    this.run = run
    this.quiet = quiet
    this.reset()
  }

  get silence(): Float32Array {
    return this.quiet.embedding
  }

  async push(samples: Float32Array): Promise<Float32Array[]> {
    const embeddings: Float32Array[] = []
    for (let at = 0; at < samples.length; ) {
      const taken = Math.min(stepSamples - this.filled, samples.length - at)
      this.block.set(samples.subarray(at, at + taken), overlapSamples + this.filled)
      this.filled += taken
      at += taken
      if (this.filled < stepSamples) break
      this.filled = 0
      // One step a call, also when many are waiting: the graph limits its range by the loudest frame of a call.
      shiftIn(this.mel, await melOf(this.run.mel, this.block))
      this.block.copyWithin(0, stepSamples)
      embeddings.push(await this.run.embed(this.mel, [1, melWindow, melBands, 1]))
    }
    return embeddings
  }

  reset(): void {
    this.block.set(this.quiet.overlap)
    this.mel.set(this.quiet.mel)
    this.filled = 0
  }
}

async function melOf(run: Run, samples: Float32Array): Promise<Float32Array> {
  const mel = await run(
    samples.map((sample) => sample * sampleScale),
    [1, samples.length],
  )
  return mel.map((value) => value / 10 + 2)
}

function runner(session: InferenceSession): Run {
  const [input = ''] = session.inputNames
  const [output = ''] = session.outputNames
  return async (values, shape) => {
    const results = await session.run({ [input]: new Tensor('float32', values, shape) })
    return results[output]?.data as Float32Array
  }
}

function shiftIn(window: Float32Array, news: Float32Array): void {
  window.copyWithin(0, news.length)
  window.set(news, window.length - news.length)
}

/** Noise of a few steps of a 16-bit sample, always the same: no microphone is ever silent, and neither was the training. */
function nearSilence(length: number): Float32Array {
  let seed = 1
  return Float32Array.from({ length }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (seed / 0x4000_0000 - 1) * (4 / sampleScale)
  })
}
