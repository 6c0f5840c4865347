import type { Value } from '../../../core/onnx/graph-core.ts'
import { lazyFloat32Tensor } from '../../../core/onnx/tensor.ts'
import type { VoiceGraph } from './voice-graph.ts'

export interface Upsampling {
  /** Of the result; the input has twice as many. */
  channels: number
  rate: number
  kernel: number
  /** By how much the input has to be divided. */
  share: number
}

/** Consecutive phases that read the same samples of the input. */
export interface PhaseGroup {
  firstPhase: number
  phases: number
  /** Samples read before and after the one at the same place. */
  before: number
  after: number
}

/**
 * The transposed convolution of a stage as plain convolutions, one for the phases between two input samples that read the same
 * ones: no product is left out or made twice, and it takes half the time of onnxruntime's own (docs/decisions/0012).
 * @param x [1, 2 · channels, length], to [1, channels, length · rate]
 */
export function upsample(graph: VoiceGraph, x: Value, name: string, shape: Upsampling): Value {
  const { channels, rate, kernel } = shape
  const dims = [2 * channels, channels, kernel]
  const parts = phaseGroups(rate, kernel).map((group) => {
    const taps = group.before + group.after + 1
    const outs = group.phases * channels
    const weight = lazyFloat32Tensor([outs, 2 * channels, taps], () =>
      phaseWeights(graph.weights.layer(name, dims), shape, group),
    )
    const bias = lazyFloat32Tensor([outs], () => {
      const once = graph.weights.plain(`${name}.bias`, [channels])
      return Float32Array.from({ length: outs }, (_, at) => once[Math.floor(at / group.phases)] as number)
    })
    const convolved = graph.conv1d(x, graph.weight(`${name}.weight`, weight), graph.weight(`${name}.bias`, bias), {
      padding: [group.before, group.after],
    })
    return graph.reshape(convolved, [channels, group.phases, -1])
  })
  const phases = graph.concat(parts, 1)
  return graph.reshape(graph.transpose(phases, [0, 2, 1]), [1, channels, -1])
}

/** @param kernel longer than `rate` by an even number, of which half are cut off at either end */
function phaseGroups(rate: number, kernel: number): PhaseGroup[] {
  const padding = (kernel - rate) / 2
  const groups: PhaseGroup[] = []
  for (let phase = 0; phase < rate; phase += 1) {
    const before = Math.floor((kernel - 1 - padding - phase) / rate)
    const after = Math.floor((phase + padding) / rate)
    const last = groups.at(-1)
    if (last?.before === before && last.after === after) last.phases += 1
    else groups.push({ firstPhase: phase, phases: 1, before, after })
  }
  return groups
}

/** Weights [in, out, kernel] as those of one group, [out · phases, in, taps], divided by the share. */
function phaseWeights(
  weights: Float32Array,
  { channels, rate, kernel, share }: Upsampling,
  { firstPhase, phases, before, after }: PhaseGroup,
): Float32Array {
  const padding = (kernel - rate) / 2
  const inputs = 2 * channels
  const taps = before + after + 1
  const result = new Float32Array(channels * phases * inputs * taps)
  let at = 0
  for (let out = 0; out < channels; out += 1)
    for (let phase = firstPhase; phase < firstPhase + phases; phase += 1)
      for (let input = 0; input < inputs; input += 1)
        for (let tap = -before; tap <= after; tap += 1, at += 1)
          result[at] = (weights[(input * channels + out) * kernel + phase + padding - tap * rate] as number) / share
  return result
}
