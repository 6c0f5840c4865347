import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../../src/core/onnx/graph-builder.ts'
import { halfToFloat } from '../../../../src/core/onnx/half.ts'
import {
  ensureModelFile,
  ensureModelWithWeights,
  writeModelFile,
  writeModelWithWeights,
} from '../../../../src/core/onnx/model-file.ts'
import { float32Tensor, lazyFloat32Tensor } from '../../../../src/core/onnx/tensor.ts'
import { bytesOf, integersOf, modelBytes, packedOf, readFields, textsOf } from './protobuf-reader.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-onnx-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const floats = (values: readonly number[], dims: readonly number[]) =>
  new Tensor('float32', Float32Array.from(values), dims)

async function run(graph: GraphBuilder, inputs: Record<string, Tensor>): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(modelBytes(graph), { logSeverityLevel: 3 })
  const results = await session.run(inputs)
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, Array.from(tensor.data as Float32Array, Number)]),
  )
}

describe('a graph as a file', () => {
  it('calculates the same with its weights in a file of their own', async () => {
    const graph = new GraphBuilder('apart')
    const x = graph.input('x', 'float32', [1, 40])
    const table = Float32Array.from({ length: 1600 }, (_, index) => Math.sin(index))
    const [large, lazy] = [
      graph.weight('large', float32Tensor(table, [40, 40])),
      graph.weight(
        'lazy',
        lazyFloat32Tensor([40, 40], () => table.toReversed()),
      ),
    ]
    graph.output(graph.matMul(graph.matMul(x, large), graph.add(lazy, graph.scalar(1))), 'y', 'float32', [1, 40])
    const [file, weights] = [path.join(folder, 'apart.onnx'), path.join(folder, 'apart.weights')]
    writeModelWithWeights(file, weights, graph)
    expect(fs.statSync(file).size).toBeLessThan(1000)
    expect(fs.statSync(weights).size).toBe(2 * 4096 + 1600 * 4)
    const input = { x: floats([...table.subarray(0, 40)], [1, 40]) }
    const session = await InferenceSession.create(file, { logSeverityLevel: 3 })
    expect(Array.from((await session.run(input))['y']?.data as Float32Array, Number)).toEqual(
      (await run(graph, input))['y'],
    )
  })

  it('is made once with its weights beside it, and leaves nothing behind', () => {
    const own = fs.mkdtempSync(path.join(folder, 'once-'))
    const file = path.join(own, 'model.onnx')
    let made = 0
    const build = () => {
      made += 1
      const graph = new GraphBuilder('once')
      const weight = graph.weight('large', float32Tensor(new Float32Array(2000), [40, 50]))
      graph.output(graph.matMul(graph.input('x', 'float32', [1, 40]), weight), 'y', 'float32', [1, 50])
      return graph
    }
    ensureModelWithWeights(file, build)
    ensureModelWithWeights(file, build)
    expect(made).toBe(1)
    expect(fs.readdirSync(own).sort()).toEqual(['model.onnx', 'model.weights'])
    // A model without its weights is none.
    fs.rmSync(path.join(own, 'model.weights'))
    ensureModelWithWeights(file, build)
    expect(made).toBe(2)
    expect(fs.readdirSync(own).sort()).toEqual(['model.onnx', 'model.weights'])
    const broken = path.join(own, 'broken.onnx')
    expect(() => {
      ensureModelWithWeights(broken, () => {
        throw new Error('no weights')
      })
    }).toThrow('no weights')
    expect(fs.readdirSync(own).sort()).toEqual(['model.onnx', 'model.weights'])
  })

  it('takes away the drafts of processes that were killed while writing, and none that is being written', () => {
    const own = fs.mkdtempSync(path.join(folder, 'left-'))
    const gone = spawnSync('true').pid
    const another = process.ppid
    const names = [
      `a.onnx.${gone}`,
      `b.quick.onnx.${gone}.part`,
      `c.onnx.${gone}`,
      `d.onnx.${another}`,
      `e.onnx.${another}`,
    ]
    for (const name of [...names, `tokens.${gone}`]) fs.writeFileSync(path.join(own, name), name)
    fs.rmSync(path.join(own, `c.onnx.${gone}`))
    fs.mkdirSync(path.join(own, `c.onnx.${gone}`, 'weights'), { recursive: true })
    // Its number was given again since.
    fs.utimesSync(path.join(own, `e.onnx.${another}`), 0, 0)
    const graph = new GraphBuilder('left')
    graph.output(graph.input('x', 'float32', [1]), 'y', 'float32', [1])
    ensureModelFile(path.join(own, 'model.onnx'), () => graph)
    expect(fs.readdirSync(own).sort()).toEqual([`d.onnx.${another}`, 'model.onnx', `tokens.${gone}`].sort())
  })

  it('holds names, shapes, weights, operator sets and metadata where onnx.proto puts them', () => {
    const graph = new GraphBuilder('small', { opset: 20 })
    const x = graph.input('x', 'float32', ['batch', 2])
    const weight = graph.weight('weight', float32Tensor([1, 2, 3, 4], [2, 2]))
    graph.output(graph.gelu(graph.matMul(x, weight)), 'y', 'float32', ['batch', 2])
    graph.metadata({ model_type: 'whisper', n_mels: 80 })

    const model = readFields(modelBytes(graph))
    expect(integersOf(model, 1)).toEqual([10])
    const [inner = new Uint8Array()] = bytesOf(model, 7)
    const fields = readFields(inner)
    expect(textsOf(fields, 2)).toEqual(['small'])
    expect(bytesOf(fields, 1).map((node) => textsOf(readFields(node), 4)[0])).toEqual(['MatMul', 'Gelu', 'Identity'])

    const [tensor] = bytesOf(fields, 5).map((bytes) => readFields(bytes))
    expect(textsOf(tensor ?? [], 8)).toEqual(['weight'])
    expect(packedOf(bytesOf(tensor ?? [], 1)[0] ?? new Uint8Array())).toEqual([2, 2])
    expect(integersOf(tensor ?? [], 2)).toEqual([1])
    expect(new Float32Array(Uint8Array.from(bytesOf(tensor ?? [], 9)[0] ?? []).buffer)).toEqual(
      Float32Array.of(1, 2, 3, 4),
    )

    expect(bytesOf(model, 8).map((set) => integersOf(readFields(set), 2)[0])).toEqual([20])
    const metadata = bytesOf(model, 14).map((entry) => readFields(entry))
    expect(metadata.map((entry) => [...textsOf(entry, 1), ...textsOf(entry, 2)])).toEqual([
      ['model_type', 'whisper'],
      ['n_mels', '80'],
    ])
  })

  it('is the same on disk, however many small pieces it has', () => {
    const graph = new GraphBuilder('pieces')
    let x = graph.input('x', 'float32', [3])
    for (let index = 0; index < 500; index++) x = graph.add(x, graph.weight('w', float32Tensor([1, 2, index], [3])))
    graph.weight(
      'large',
      lazyFloat32Tensor([600_000], () => new Float32Array(600_000).fill(0.5)),
    )
    graph.output(x, 'y', 'float32', [3])
    const file = path.join(folder, 'pieces.onnx')
    writeModelFile(file, graph)
    expect(fs.readFileSync(file).equals(modelBytes(graph))).toBe(true)
  })

  it.each([
    ['too few numbers for its shape', () => new GraphBuilder('g').weight('w', float32Tensor([1, 2, 3], [2, 2]))],
    [
      'lazy bytes that are fewer than announced',
      () => {
        const graph = new GraphBuilder('g')
        graph.weight(
          'w',
          lazyFloat32Tensor([4], () => new Float32Array(3)),
        )
        modelBytes(graph)
      },
    ],
    [
      'two inputs of one name',
      () => {
        const graph = new GraphBuilder('g')
        graph.input('x', 'float32', [1])
        graph.input('x', 'float32', [1])
      },
    ],
  ])('refuses %s', (_, build) => {
    expect(build).toThrow(expect.objectContaining({ name: 'SamError', code: 'onnx-invalid' }))
  })

  it('refuses a model beyond the 2 GiB of the format before a byte is read', () => {
    const graph = new GraphBuilder('huge')
    const never = () => {
      throw new Error('read')
    }
    graph.weight('w', lazyFloat32Tensor([2 ** 29], never))
    expect(() => modelBytes(graph)).toThrow(expect.objectContaining({ code: 'onnx-too-big' }))
  })
})

describe('a graph in onnxruntime', () => {
  it('computes x · W + b, a softmax and a layer norm as they are defined', async () => {
    const graph = new GraphBuilder('dense')
    const x = graph.input('x', 'float32', ['n', 2])
    const weight = graph.weight('w', float32Tensor([1, -1, 0.5, 2], [2, 2]))
    const dense = graph.linear(x, weight, graph.weight('b', float32Tensor([10, 20], [2])))
    graph.output(dense, 'dense', 'float32', ['n', 2])
    graph.output(graph.softmax(x), 'softmax', 'float32', ['n', 2])
    const one = (value: number) => graph.weight('scale', float32Tensor([value, value], [2]))
    graph.output(graph.layerNorm(x, one(2), one(1)), 'normed', 'float32', ['n', 2])
    const result = await run(graph, { x: floats([1, 2, 3, 4], [2, 2]) })
    expect(result['dense']).toEqual([12, 23, 15, 25])
    const high = 1 / (1 + Math.exp(-1))
    expect(result['softmax']?.map((value) => value.toFixed(5))).toEqual(
      [1 - high, high, 1 - high, high].map((value) => value.toFixed(5)),
    )
    expect(result['normed']?.map((value) => value.toFixed(3))).toEqual(['-1.000', '3.000', '-1.000', '3.000'])
  })

  it('convolves forth and back with stride, padding and dilation', async () => {
    const graph = new GraphBuilder('convolutions')
    const x = graph.input('x', 'float32', [1, 1, 'length'])
    const kernel = (name: string, values: number[]) => graph.weight(name, float32Tensor(values, [1, 1, values.length]))
    const strided = graph.conv1d(x, kernel('a', [1, 10, 100]), undefined, { stride: 2, padding: 1 })
    const dilated = graph.conv1d(x, kernel('b', [1, 10]), undefined, { dilation: 2, padding: [0, 2] })
    const upsampled = graph.convTranspose1d(x, kernel('c', [1, 10]), graph.weight('bias', float32Tensor([0.5], [1])), {
      stride: 2,
    })
    graph.output(strided, 'strided', 'float32', [1, 1, 'a'])
    graph.output(dilated, 'dilated', 'float32', [1, 1, 'b'])
    graph.output(upsampled, 'upsampled', 'float32', [1, 1, 'c'])
    const result = await run(graph, { x: floats([1, 2, 3, 4], [1, 1, 4]) })
    expect(result['strided']).toEqual([210, 432])
    expect(result['dilated']).toEqual([31, 42, 3, 4])
    expect(result['upsampled']).toEqual([1.5, 10.5, 2.5, 20.5, 3.5, 30.5, 4.5, 40.5])
  })

  it('cuts, joins, turns, pads and picks', async () => {
    const graph = new GraphBuilder('shapes')
    const x = graph.input('x', 'float32', [2, 3])
    const rows = graph.input('rows', 'int64', [1])
    const shapes: Record<string, ReturnType<GraphBuilder['add']>> = {
      flipped: graph.flip(x, 1),
      transposed: graph.transpose(x, [1, 0]),
      middle: graph.slice(x, 1, 1, 2),
      firstRows: graph.slice(x, 0, 0, rows),
      padded: graph.pad(x, [0, 1], [0, 0], 9),
      second: graph.gather(x, 1),
      rejoined: graph.concat(graph.split(x, [1, 2], 1).reverse(), 1),
      summed: graph.reduceSum(x, [1], false),
      length: graph.cast(graph.shapeOf(x, -1), 'float32'),
      masked: graph.where(graph.node('Greater', [x, graph.scalar(3)]), x, graph.scalar(-0)),
    }
    for (const [name, value] of Object.entries(shapes)) graph.output(value, name, 'float32', [])
    const result = await run(graph, {
      x: floats([1, 2, 3, 4, 5, 6], [2, 3]),
      rows: new Tensor('int64', BigInt64Array.of(1n), [1]),
    })
    expect(result).toEqual({
      flipped: [3, 2, 1, 6, 5, 4],
      transposed: [1, 4, 2, 5, 3, 6],
      middle: [2, 5],
      firstRows: [1, 2, 3],
      padded: [9, 1, 2, 3, 9, 4, 5, 6],
      second: [4, 5, 6],
      rejoined: [2, 3, 1, 5, 6, 4],
      summed: [6, 15],
      length: [3],
      masked: [-0, -0, -0, 4, 5, 6],
    })
  })

  it('reads half-precision weights bit for bit like our own table does', async () => {
    const bits = Uint16Array.from([0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0x3555])
    const graph = new GraphBuilder('half')
    const x = graph.input('x', 'float32', [1])
    const half = graph.cast(
      graph.weight('half', { type: 'float16', dims: [bits.length], data: new Uint8Array(bits.buffer) }),
      'float32',
    )
    graph.output(graph.mul(half, x), 'y', 'float32', [bits.length])
    const { y } = await run(graph, { x: floats([1], [1]) })
    expect(y).toEqual([...halfToFloat(bits)])
    expect([...halfToFloat(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001))]).toEqual([1, -2, 65_504, 2 ** -24])
    expect(halfToFloat(Uint16Array.of(0x7e00))[0]).toBeNaN()
  })
})
