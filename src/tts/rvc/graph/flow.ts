import type { Value } from '../../../core/onnx/graph-core.ts'
import type { Architecture } from '../checkpoint/architecture.ts'
import type { VoiceGraph } from './voice-graph.ts'

/** Places of the coupling layers in the checkpoint; between them the channels are turned around. */
const couplings = [6, 4, 2, 0]
const layers = 3
const kernel = 5

/** The flow from the text side to the sound side: z [1, latent, frames] to the same, for the speaker [1, width, 1]. */
export function reverseFlow(graph: VoiceGraph, input: Value, speaker: Value, architecture: Architecture): Value {
  const { latentChannels, hidden } = architecture
  const half = latentChannels / 2
  let z = input
  for (const place of couplings) {
    const name = `flow.flows.${place}`
    const [kept, changed] = graph.split(graph.flip(z, 1), [half, half], 1) as [Value, Value]
    const pre = graph.layer(kept, `${name}.pre`, { out: hidden, in: half, kernel: 1 })
    const inner = gatedConvolutions(graph, pre, speaker, `${name}.enc`, architecture)
    const shift = graph.layer(inner, `${name}.post`, { out: half, in: hidden, kernel: 1 })
    z = graph.concat([kept, graph.sub(changed, shift)], 1)
  }
  return z
}

/** WaveNet's gates (van den Oord et al. 2016), with the speaker added before each. */
function gatedConvolutions(graph: VoiceGraph, input: Value, speaker: Value, name: string, shape: Architecture): Value {
  const { hidden, speakerWidth } = shape
  const condition = { out: 2 * hidden * layers, in: speakerWidth, kernel: 1 }
  const conditions = graph.split(
    graph.layer(speaker, `${name}.cond_layer`, condition),
    Array.from({ length: layers }, () => 2 * hidden),
    1,
  )
  let x = input
  let sum: Value | undefined
  for (const [index, own] of conditions.entries()) {
    const last = index === layers - 1
    const wide = graph.layer(x, `${name}.in_layers.${index}`, {
      out: 2 * hidden,
      in: hidden,
      kernel,
      padding: (kernel - 1) / 2,
    })
    const [left, right] = graph.split(graph.add(wide, own), [hidden, hidden], 1) as [Value, Value]
    const gated = graph.mul(graph.tanh(left), graph.sigmoid(right))
    const out = last ? hidden : 2 * hidden
    let skip = graph.layer(gated, `${name}.res_skip_layers.${index}`, { out, in: hidden, kernel: 1 })
    if (!last) {
      const [onward, aside] = graph.split(skip, [hidden, hidden], 1) as [Value, Value]
      x = graph.add(x, onward)
      skip = aside
    }
    sum = sum === undefined ? skip : graph.add(sum, skip)
  }
  return sum as Value
}
