import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../../src/core/onnx/graph-builder.ts'
import { float32Tensor } from '../../../../src/core/onnx/tensor.ts'
import { withoutShapes } from '../../../../src/core/onnx/without-shapes.ts'
import { bytesOf, modelBytes, readFields, textsOf } from './protobuf-reader.ts'

function model(): Uint8Array {
  const graph = new GraphBuilder('small', { opset: 20 })
  const x = graph.input('x', 'float32', ['batch', 2])
  const weight = graph.weight('weight', float32Tensor([1, 2, 3, 4], [2, 2]))
  graph.output(graph.gelu(graph.matMul(x, weight)), 'y', 'float32', ['batch', 2])
  graph.metadata({ model_type: 'small' })
  return modelBytes(graph)
}

const bytesWithoutShapes = (bytes: Uint8Array) => Buffer.concat([...withoutShapes(bytes).chunks()])

async function run(bytes: Uint8Array): Promise<number[]> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 })
  const results = await session.run({ x: new Tensor('float32', Float32Array.of(1, -1, 0.5, 2), [2, 2]) })
  return Array.from(results['y']?.data as Float32Array, Number)
}

describe('a model without shapes', () => {
  it('calculates the same, and keeps its names, types and metadata', async () => {
    const before = model()
    const after = bytesWithoutShapes(before)
    expect(await run(after)).toEqual(await run(before))
    const [graph = new Uint8Array()] = bytesOf(readFields(after), 7)
    const fields = readFields(graph)
    expect(bytesOf(fields, 13)).toEqual([])
    for (const [part, name] of [
      [11, 'x'],
      [12, 'y'],
    ] as const) {
      const [value = new Uint8Array()] = bytesOf(fields, part)
      expect(textsOf(readFields(value), 1)).toEqual([name])
      const [type = new Uint8Array()] = bytesOf(readFields(value), 2)
      const [tensor = new Uint8Array()] = bytesOf(readFields(type), 1)
      expect(readFields(tensor).map(({ number, value: element }) => [number, element])).toEqual([[1, 1n]])
    }
    const [metadata = new Uint8Array()] = bytesOf(readFields(after), 14)
    expect(textsOf(readFields(metadata), 2)).toEqual(['small'])
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('import fs from "node:fs"')],
    ['half a model', model().subarray(0, 60)],
    ['a number without an end', Buffer.alloc(40, 0xff)],
  ])('is not made of %s', (_, bytes) => {
    expect(() => bytesWithoutShapes(bytes)).toThrow(expect.objectContaining({ code: 'onnx-invalid' }))
  })
})
