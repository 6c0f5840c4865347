import type { Value } from '../../../core/onnx/graph-core.ts'
import { int64Tensor } from '../../../core/onnx/tensor.ts'
import type { VoiceGraph } from './voice-graph.ts'

export interface TileShape {
  /** Samples of a tile. */
  outputs: number
  dilations: readonly number[]
  /** The widest kernel that reads the tiles. */
  kernel: number
  /** Place of the first sample in the whole sound, [1]: tiles are laid from the beginning of that, so that slices are calculated as the whole is. */
  start: Value
}

/**
 * Sound as rows of channels in the order in which tiles are computed: first the first samples of all tiles, then all second ones. A
 * dilated convolution runs on every d-th sample, so with dilation d the sample (tile · outputs + j) · d + phase lies in the row
 * (j · tiles + tile · d + phase), where `tiles` counts those of all phases. Whole rows are gathered, never single numbers.
 *
 * The tiles reach beyond the end of the sound; the last row is in no layout a sample, is kept zero, and stands for everything outside.
 */
export class TileLayout {
  readonly outputs: number
  /** [1] integers known at run time: places of the first sample and of the one after the last, and tiles of all phases. */
  readonly #first: Value
  readonly #end: Value
  readonly #length: Value
  readonly tiles: Value
  readonly #graph: VoiceGraph
  readonly #zeroRow: Value
  readonly #known = new Map<string, Value>()

  /** @param x [1, channels, length] */
  constructor(graph: VoiceGraph, x: Value, { outputs, dilations, kernel, start }: TileShape) {
    this.#graph = graph
    this.outputs = outputs
    const whole = commonMultiple(dilations)
    const step = whole * outputs
    this.#length = graph.shapeOf(x, 2)
    this.#first = graph.node('Mod', [start, graph.integers([step])])
    this.#end = graph.add(this.#first, this.#length)
    // So far that the last tile of each dilation sees nothing of the sound.
    const margin = Math.max(...dilations) * (outputs + (kernel - 1) / 2)
    const steps = graph.div(graph.add(this.#end, graph.integers([margin + step - 1])), graph.integers([step]))
    this.tiles = graph.mul(steps, graph.integers([whole]))
    this.#zeroRow = graph.sub(graph.mul(this.tiles, graph.integers([outputs])), graph.integers([1]))
  }

  /** [outputs, tiles]: which row of the sound, followed by a row of zeros, each row of the layout is. */
  fromSamples(): Value {
    return this.#once('samples', () => {
      const graph = this.#graph
      const starts = graph.mul(this.#count(this.tiles), graph.integer(this.outputs))
      const places = graph.add(this.#column(range(this.outputs)), starts)
      return graph.where(this.#inside(places), graph.sub(places, this.#first), this.#length)
    })
  }

  /** [length]: the rows of the layout without dilation in the order of the sound. */
  toSamples(): Value {
    const graph = this.#graph
    const place = graph.add(this.#count(this.#length), this.#first)
    const tile = graph.div(place, graph.integer(this.outputs))
    const within = graph.sub(place, graph.mul(tile, graph.integer(this.outputs)))
    return graph.add(graph.mul(within, this.tiles), tile)
  }

  /**
   * [inputs, tiles]: the rows that each tile of a convolution with dilation `to` reads from a sound in the layout of dilation `from`. One
   * of the two is 1, as in a residual block.
   */
  windows(kernel: number, from: number, to: number): Value {
    return this.#once(`windows ${kernel} ${from} ${to}`, () => {
      const graph = this.#graph
      const phases = from * to
      const reach = (kernel - 1) / 2
      const places: number[] = []
      const inTile: number[] = []
      const tile: number[] = []
      for (let input = 0; input < this.outputs + kernel - 1; input += 1) {
        for (let phase = 0; phase < phases; phase += 1) {
          const first = to > 1 ? (input - reach) * to + phase : phase * this.outputs + input - reach
          const inPhase = Math.floor(first / from)
          places.push(first)
          inTile.push(modulo(inPhase, this.outputs))
          tile.push(Math.floor(inPhase / this.outputs) * from + modulo(first, from))
        }
      }
      const dims = [this.outputs + kernel - 1, 1, phases]
      const table = (values: readonly number[]) => graph.weight('tiles', int64Tensor(values, dims))
      const groups = graph.div(this.tiles, graph.integers([phases]))
      const group = graph.unsqueeze(this.#count(groups), [1])
      const place = graph.add(table(places), graph.mul(group, graph.integer(phases * this.outputs)))
      const row = graph.add(
        graph.add(graph.mul(table(inTile), this.tiles), table(tile)),
        graph.mul(group, graph.integer(phases)),
      )
      return graph.where(this.#inside(place), row, this.#zeroRow)
    })
  }

  /** [tiles, 1]: one for every tile but the last, whose rows stay zero. */
  mask(): Value {
    return this.#once('mask', () => {
      const graph = this.#graph
      const last = graph.sub(this.tiles, graph.integers([1]))
      const isSound = graph.node('Less', [this.#count(this.tiles), last])
      return graph.unsqueeze(graph.cast(isSound, 'float32'), [1])
    })
  }

  #inside(place: Value): Value {
    const graph = this.#graph
    return graph.node('And', [
      graph.node('GreaterOrEqual', [place, this.#first]),
      graph.node('Less', [place, this.#end]),
    ])
  }

  #count(end: Value): Value {
    const graph = this.#graph
    return graph.node('Range', [graph.integer(0), graph.squeeze(end, [0]), graph.integer(1)])
  }

  #column(values: readonly number[]): Value {
    return this.#graph.weight('tiles', int64Tensor(values, [values.length, 1]))
  }

  #once(key: string, make: () => Value): Value {
    const value = this.#known.get(key) ?? make()
    this.#known.set(key, value)
    return value
  }
}

/** The smallest number that all of these divide. */
export function commonMultiple(values: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  return values.reduce((product, value) => (product * value) / divisor(product, value), 1)
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
