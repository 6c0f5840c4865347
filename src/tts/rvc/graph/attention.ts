import type { Value } from '../../../core/onnx/graph-core.ts'
import type { Architecture } from '../checkpoint/architecture.ts'
import type { VoiceGraph } from './voice-graph.ts'

/** Frames on either side for which a relative position was learned. */
const window = 10
const places = 2 * window + 1

/**
 * Self-attention with learned relative positions (Shaw et al. 2018), x [1, hidden, frames]. Distances become columns and columns
 * distances by skewing (Huang et al. 2018): rows of one length, read as rows one longer, move by one each. That works for any number of frames, also
 * for fewer than the window.
 */
export function relativeAttention(graph: VoiceGraph, x: Value, name: string, { hidden, heads }: Architecture): Value {
  const depth = hidden / heads
  const shape = { out: hidden, in: hidden, kernel: 1 }
  // [heads, frames, depth]
  const part = (letter: string) =>
    graph.transpose(graph.reshape(graph.layer(x, `${name}.conv_${letter}`, shape), [heads, depth, -1]), [0, 2, 1])
  const query = graph.mul(part('q'), graph.scalar(1 / Math.sqrt(depth)))
  const [key, value] = [part('k'), part('v')]
  const frames = graph.shapeOf(x, 2)
  const table = (side: string) => graph.stored(`${name}.emb_rel_${side}`, [1, places, depth], [places, depth])

  const near = graph.matMul(query, graph.transpose(table('k'), [1, 0]))
  const scores = graph.add(
    graph.matMul(query, graph.transpose(key, [0, 2, 1])),
    placesToFrames(graph, near, frames, heads),
  )
  const shares = graph.softmax(scores)
  const byPlace = graph.matMul(framesToPlaces(graph, shares, frames, heads), table('v'))
  const mixed = graph.add(graph.matMul(shares, value), byPlace)
  const joined = graph.reshape(graph.transpose(mixed, [0, 2, 1]), [1, hidden, -1])
  return graph.layer(joined, `${name}.conv_o`, shape)
}

/** [heads, frames, places] to [heads, frames, frames], zero where no place reaches. */
function placesToFrames(graph: VoiceGraph, x: Value, frames: Value, heads: number): Value {
  const wide = graph.node('Pad', [x, concatInts(graph, [0, 0, 0, 0, 0], frames)])
  const flat = graph.reshape(wide, [heads, -1])
  const length = graph.mul(frames, graph.add(frames, graph.integers([places - 1])))
  const skewed = graph.slice(flat, 1, 0, length)
  const rows = graph.reshape(skewed, concatInts(graph, [heads], frames, graph.integers([-1])))
  return graph.slice(rows, 2, window, graph.add(frames, graph.integers([window])))
}

/** The way back: what each frame gives to each place. */
function framesToPlaces(graph: VoiceGraph, x: Value, frames: Value, heads: number): Value {
  const wide = graph.pad(x, [0, 0, window], [0, 0, window])
  const flat = graph.reshape(wide, [heads, -1])
  const padded = graph.node('Pad', [flat, concatInts(graph, [0, 0, 0], frames)])
  const rows = graph.reshape(padded, concatInts(graph, [heads], frames, graph.integers([-1])))
  return graph.slice(rows, 2, 0, places)
}

function concatInts(graph: VoiceGraph, first: readonly number[], ...rest: Value[]): Value {
  return graph.concat([graph.integers(first), ...rest], 0)
}
