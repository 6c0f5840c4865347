import { GraphCore, type Value } from './graph-core.ts'
import { type ElementType, elementTypeCode, float32Tensor, int64Tensor } from './tensor.ts'

/** Options of one-dimensional convolutions; `padding` is given to both ends unless it is a pair. */
export interface ConvolutionOptions {
  stride?: number
  padding?: number | readonly [before: number, after: number]
  dilation?: number
  groups?: number
}

/**
 * A graph written like arithmetic: `graph.add(graph.matMul(x, weight), bias)`. Each method is the ONNX operator of the same
 * name (onnx.ai/onnx/operators); shapes broadcast as there. Operators without a method go through `node`.
 */
export class GraphBuilder extends GraphCore {
  /** A scalar float, shared between uses. */
  scalar(value: number): Value {
    return this.sharedConstant(`float:${Object.is(value, -0) ? '-0' : value}`, () => float32Tensor([value], []))
  }

  /** A list of integers (axes, shapes, indices), shared between uses. */
  integers(values: readonly number[]): Value {
    return this.sharedConstant(`integers:${values.join(',')}`, () => int64Tensor(values))
  }

  /** A scalar integer, shared between uses. */
  integer(value: number): Value {
    return this.sharedConstant(`integer:${value}`, () => int64Tensor([value], []))
  }

  add(a: Value, b: Value): Value {
    return this.node('Add', [a, b])
  }

  sub(a: Value, b: Value): Value {
    return this.node('Sub', [a, b])
  }

  mul(a: Value, b: Value): Value {
    return this.node('Mul', [a, b])
  }

  div(a: Value, b: Value): Value {
    return this.node('Div', [a, b])
  }

  matMul(a: Value, b: Value): Value {
    return this.node('MatMul', [a, b])
  }

  /** x · weight + bias, weight [in, out]. */
  linear(x: Value, weight: Value, bias?: Value): Value {
    const product = this.matMul(x, weight)
    return bias === undefined ? product : this.add(product, bias)
  }

  exp(x: Value): Value {
    return this.node('Exp', [x])
  }

  sqrt(x: Value): Value {
    return this.node('Sqrt', [x])
  }

  tanh(x: Value): Value {
    return this.node('Tanh', [x])
  }

  sigmoid(x: Value): Value {
    return this.node('Sigmoid', [x])
  }

  relu(x: Value): Value {
    return this.node('Relu', [x])
  }

  leakyRelu(x: Value, slope: number): Value {
    return this.node('LeakyRelu', [x], { alpha: { float: slope } })
  }

  /** The exact (error function) form; needs opset 20. */
  gelu(x: Value): Value {
    return this.node('Gelu', [x])
  }

  softmax(x: Value, axis = -1): Value {
    return this.node('Softmax', [x], { axis })
  }

  /** Over the last axis. */
  layerNorm(x: Value, gamma: Value, beta: Value, epsilon = 1e-5): Value {
    return this.node('LayerNormalization', [x, gamma, beta], { axis: -1, epsilon: { float: epsilon } })
  }

  /** x [1, in, length], weight [out, in/groups, kernel]. */
  conv1d(x: Value, weight: Value, bias?: Value, options: ConvolutionOptions = {}): Value {
    return this.node('Conv', bias === undefined ? [x, weight] : [x, weight, bias], convolutionAttributes(options))
  }

  /** x [1, in, length], weight [in, out/groups, kernel]. */
  convTranspose1d(x: Value, weight: Value, bias?: Value, options: ConvolutionOptions = {}): Value {
    return this.node(
      'ConvTranspose',
      bias === undefined ? [x, weight] : [x, weight, bias],
      convolutionAttributes(options),
    )
  }

  transpose(x: Value, order: readonly number[]): Value {
    return this.node('Transpose', [x], { perm: order })
  }

  /** -1 stands for the one length that follows from the others, 0 keeps the input's. */
  reshape(x: Value, shape: readonly number[] | Value): Value {
    return this.node('Reshape', [x, this.#asInts(shape)])
  }

  unsqueeze(x: Value, axes: readonly number[]): Value {
    return this.node('Unsqueeze', [x, this.integers(axes)])
  }

  squeeze(x: Value, axes: readonly number[]): Value {
    return this.node('Squeeze', [x, this.integers(axes)])
  }

  concat(parts: readonly Value[], axis: number): Value {
    return this.node('Concat', parts, { axis })
  }

  /** Cuts into pieces of these lengths along the axis. */
  split(x: Value, lengths: readonly number[], axis: number): Value[] {
    return this.nodes('Split', [x, this.integers(lengths)], lengths.length, { axis })
  }

  /** Along one axis, from `start` to before `end`; either may be a [1] integer value known at run time. */
  slice(x: Value, axis: number, start: number | Value, end: number | Value, step = 1): Value {
    const operands: Value[] = [x, this.#asInt(start), this.#asInt(end), this.integers([axis])]
    return this.node('Slice', step === 1 ? operands : [...operands, this.integers([step])])
  }

  /** The axis in reverse order. */
  flip(x: Value, axis: number): Value {
    return this.slice(x, axis, -1, Number.MIN_SAFE_INTEGER, -1)
  }

  /** Zeros (or `value`) around; `before` and `after` name each axis. */
  pad(x: Value, before: readonly number[], after: readonly number[], value = 0): Value {
    return this.node('Pad', [x, this.integers([...before, ...after]), this.scalar(value)])
  }

  gather(x: Value, indices: Value | number, axis = 0): Value {
    return this.node('Gather', [x, typeof indices === 'number' ? this.integer(indices) : indices], { axis })
  }

  where(condition: Value, whenTrue: Value, whenFalse: Value): Value {
    return this.node('Where', [condition, whenTrue, whenFalse])
  }

  cast(x: Value, type: ElementType): Value {
    return this.node('Cast', [x], { to: elementTypeCode(type) })
  }

  reduceSum(x: Value, axes: readonly number[], keepDims = true): Value {
    return this.node('ReduceSum', [x, this.integers(axes)], { keepdims: keepDims ? 1 : 0 })
  }

  /** The whole shape, or with `axis` the length of that axis as a [1] integer. */
  shapeOf(x: Value, axis?: number): Value {
    if (axis === undefined) return this.node('Shape', [x])
    return axis === -1
      ? this.node('Shape', [x], { start: -1 })
      : this.node('Shape', [x], { start: axis, end: axis + 1 })
  }

  #asInts(values: readonly number[] | Value): Value {
    return 'name' in values ? values : this.integers(values)
  }

  #asInt(value: number | Value): Value {
    return typeof value === 'number' ? this.integers([value]) : value
  }
}

function convolutionAttributes(options: ConvolutionOptions) {
  const padding = options.padding ?? 0
  return {
    strides: [options.stride ?? 1],
    pads: typeof padding === 'number' ? [padding, padding] : padding,
    dilations: [options.dilation ?? 1],
    group: options.groups ?? 1,
  }
}
