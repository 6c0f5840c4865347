import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../core/errors.ts'
import { openSession } from '../core/onnx/session.ts'
import type { ModelStore } from '../models/ports.ts'

/** Samples of one frame at 16 kHz: 32 ms, the shortest that silero takes, so that pauses are noticed early. */
export const frameSamples = 512
export const frameMs = 32

/** How likely it is that somebody speaks, frame by frame, over one continuous stream. */
export interface VoiceActivity {
  /** @param samples a whole number of frames; answers one probability (0 to 1) for each */
  probabilities(samples: Float32Array): Promise<Float32Array>
  /** Forgets the stream. */
  reset(): void
}

/** The loaded graph, shared by any number of streams. */
export interface VoiceActivityModel {
  openStream(): VoiceActivity
}

/**
 * Loads silero v6 in its sequence export (why this one: docs/decisions/0004).
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadVoiceActivity(modelFile: string): Promise<VoiceActivityModel> {
  const session = await openSession(modelFile, 'silero-vad')
  if ([...session.inputNames].sort().join() !== 'c,h,input')
    throw new SamError('model-corrupted', `${modelFile} is not the voice activity model that SAM uses.`, {
      kind: 'missing',
      remedy: 'sam models pull silero-vad',
    })
  return { openStream: () => new SileroStream(session) }
}

/** The same from the store. @throws SamError `model-missing`, `model-corrupted` */
export function loadInstalledVoiceActivity(models: Pick<ModelStore, 'locate'>): Promise<VoiceActivityModel> {
  return loadVoiceActivity(models.locate('silero-vad').files['model'] ?? '')
}

/** Samples of the frame before that the graph wants in front of each frame. */
const contextSamples = 64
const inputSamples = contextSamples + frameSamples
const stateSize = 128

/** Takes any number of frames in one call, and carries the state of an LSTM from call to call. */
class SileroStream implements VoiceActivity {
  private readonly session: InferenceSession
  private readonly context = new Float32Array(contextSamples)
  private hidden = emptyState()
  private cell = emptyState()

  constructor(session: InferenceSession) {
    this.session = session
  }

  async probabilities(samples: Float32Array): Promise<Float32Array> {
    const frames = samples.length / frameSamples
    if (frames === 0) return new Float32Array(0)
    const input = new Float32Array(frames * inputSamples)
    for (let frame = 0; frame < frames; frame++) {
      input.set(this.context, frame * inputSamples)
      input.set(
        samples.subarray(frame * frameSamples, (frame + 1) * frameSamples),
        frame * inputSamples + contextSamples,
      )
      this.context.set(samples.subarray((frame + 1) * frameSamples - contextSamples, (frame + 1) * frameSamples))
    }
    const output = await this.session.run({
      input: new Tensor('float32', input, [frames, inputSamples]),
      h: this.hidden,
      c: this.cell,
    })
    const { speech_probs: probabilities, hn, cn } = output
    if (probabilities === undefined || hn === undefined || cn === undefined) throw new Error('silero gave no output')
    this.hidden = hn
    this.cell = cn
    return probabilities.data as Float32Array
  }

  reset(): void {
    this.context.fill(0)
    this.hidden = emptyState()
    this.cell = emptyState()
  }
}

function emptyState(): Tensor {
  return new Tensor('float32', new Float32Array(stateSize), [1, 1, stateSize])
}
