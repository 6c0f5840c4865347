import type { GraphBuilder } from '../../../../src/core/onnx/graph-builder.ts'

/** A value of one field: an integer for varints, raw bytes for everything with a length or of fixed width. */
export type Field = { number: number; wire: number; value: bigint | Uint8Array }

/** Reads the fields of one protobuf message, written from the encoding's specification for these tests alone. */
export function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined || shift > 63n) throw new Error('a number without an end')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
  }
  const raw = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('a field that is longer than its message')
    at += length
    return Uint8Array.from(bytes.subarray(at - length, at))
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const wire = tag & 7
    if (![0, 1, 2, 5].includes(wire)) throw new Error(`an unknown wire type ${wire}`)
    const value = wire === 0 ? varint() : raw(wire === 1 ? 8 : wire === 5 ? 4 : Number(varint()))
    fields.push({ number: tag >> 3, wire, value })
  }
  return fields
}

export function integersOf(fields: readonly Field[], number: number): number[] {
  return fields.filter((field) => field.number === number).map(({ value }) => Number(value))
}

export function bytesOf(fields: readonly Field[], number: number): Uint8Array[] {
  return fields.flatMap(({ number: own, value }) => (own === number && value instanceof Uint8Array ? [value] : []))
}

export function textsOf(fields: readonly Field[], number: number): string[] {
  return bytesOf(fields, number).map((bytes) => new TextDecoder().decode(bytes))
}

/** The integers of a packed list. */
export function packedOf(bytes: Uint8Array): number[] {
  const list: number[] = []
  let value = 0n
  let shift = 0n
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80) continue
    list.push(Number(BigInt.asIntN(64, value)))
    value = 0n
    shift = 0n
  }
  return list
}

/** A model as the bytes of its file. */
export function modelBytes(graph: GraphBuilder): Uint8Array {
  return Buffer.concat([...graph.encode().chunks()])
}
