import { type ConvolutionOptions, GraphBuilder } from '../../../core/onnx/graph-builder.ts'
import type { Value } from '../../../core/onnx/graph-core.ts'
import { float32Tensor, lazyFloat32Tensor } from '../../../core/onnx/tensor.ts'
import type { VoiceCheckpoint } from '../checkpoint/voice-checkpoint.ts'
import type { VoiceWeights } from '../checkpoint/voice-weights.ts'

/** Shape of a convolution's weight and whether it has a bias. */
export interface LayerShape extends ConvolutionOptions {
  out: number
  in: number
  kernel: number
  bias?: boolean
}

/** Where a graph's weights come from: a checkpoint, or made up for a measurement. */
export type WeightSource = Pick<VoiceWeights, 'plain' | 'layer'>

/** What a graph is built of. */
export interface VoiceNetwork extends Omit<VoiceCheckpoint, 'weights'> {
  weights: WeightSource
}

/** A graph that takes its weights from a voice by the names in the checkpoint; each is read when the model is written. */
export class VoiceGraph extends GraphBuilder {
  readonly weights: WeightSource

  constructor(name: string, weights: WeightSource) {
    super(name)
    this.weights = weights
  }

  /** A weight as it is stored. */
  stored(name: string, dims: readonly number[], reshaped: readonly number[] = dims): Value {
    return this.weight(
      name,
      lazyFloat32Tensor(reshaped, () => this.weights.plain(name, dims)),
    )
  }

  /** x [1, in, length] through the convolution `name`. */
  layer(x: Value, name: string, { out, in: into, kernel, bias = true, ...options }: LayerShape): Value {
    const dims = [out, into, kernel]
    const weight = this.weight(
      `${name}.weight`,
      lazyFloat32Tensor(dims, () => this.weights.layer(name, dims)),
    )
    return this.conv1d(x, weight, bias ? this.stored(`${name}.bias`, [out]) : undefined, options)
  }

  /** The speaker's row of the table as [1, width, 1]. */
  speaker(speakers: number, width: number): Value {
    const number = this.input('sid', 'int64', [1])
    return this.reshape(this.gather(this.stored('emb_g.weight', [speakers, width]), number), [1, width, 1])
  }

  /** A small constant weight. */
  constant(name: string, values: readonly number[] | Float32Array, dims: readonly number[]): Value {
    return this.weight(name, float32Tensor(values, dims))
  }
}
