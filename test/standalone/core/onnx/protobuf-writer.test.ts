import { describe, expect, it } from 'vitest'
import { ProtobufWriter } from '../../../../src/core/onnx/protobuf-writer.ts'
import { bytesOf, integersOf, packedOf, readFields, textsOf } from './protobuf-reader.ts'

const encoded = (message: ProtobufWriter) => Buffer.concat([...message.chunks()])

describe('the protobuf writer', () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [300, [0xac, 0x02]],
    [2 ** 32, [0x80, 0x80, 0x80, 0x80, 0x10]],
    [-1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [Number.MIN_SAFE_INTEGER, [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0xf0, 0xff, 0x01]],
  ])('writes %d as the specification says', (value, bytes) => {
    expect([...encoded(new ProtobufWriter().varint(1, value))]).toEqual([8, ...bytes])
  })

  it('writes the example of the specification: field 1 = 150, field 2 = "testing", inside field 3', () => {
    const inner = new ProtobufWriter().varint(1, 150).string(2, 'testing')
    expect(encoded(inner).toString('hex')).toBe('089601120774657374696e67')
    expect(encoded(new ProtobufWriter().message(3, inner)).toString('hex')).toBe('1a0c089601120774657374696e67')
  })

  it('is read back by an independent reader, field by field', () => {
    const message = new ProtobufWriter()
      .varint(1, -5)
      .string(2, 'Grüße, 世界 🎙')
      .float(3, 0.1)
      .packedVarints(4, [0, 1, 300, -1, 2 ** 40])
      .bytes(2047, new Uint8Array(1000).fill(7))
      .message(6, new ProtobufWriter())
    const fields = readFields(encoded(message))
    expect(integersOf(fields, 1)).toEqual([-5])
    expect(textsOf(fields, 2)).toEqual(['Grüße, 世界 🎙'])
    expect(Buffer.from(bytesOf(fields, 3)[0] ?? []).readFloatLE()).toBe(Math.fround(0.1))
    expect(packedOf(bytesOf(fields, 4)[0] ?? new Uint8Array())).toEqual([0, 1, 300, -1, 2 ** 40])
    expect(bytesOf(fields, 2047)[0]).toEqual(new Uint8Array(1000).fill(7))
    expect(bytesOf(fields, 6)).toEqual([new Uint8Array()])
  })

  it('knows its length without reading lazy bytes, and reads them once, in order', () => {
    const reads: string[] = []
    const lazy = (name: string, length: number) => ({
      byteLength: length,
      read: () => {
        reads.push(name)
        return new Uint8Array(length).fill(length)
      },
    })
    const message = new ProtobufWriter()
      .bytes(1, lazy('first', 200))
      .message(2, new ProtobufWriter().bytes(9, lazy('second', 3)))
    expect(message.byteLength).toBe(1 + 2 + 200 + 2 + 2 + 3)
    expect(reads).toEqual([])
    const bytes = encoded(message)
    expect(reads).toEqual(['first', 'second'])
    expect(bytes.length).toBe(message.byteLength)
    const [, nested] = readFields(bytes)
    expect(readFields(nested?.value as Uint8Array)).toEqual([{ number: 9, wire: 2, value: new Uint8Array(3).fill(3) }])
  })
})
