import { SamError } from '../errors.ts'
import { ProtobufWriter } from './protobuf-writer.ts'

/** Where onnx.proto3 keeps shapes: ModelProto.graph, and in it what is said about values inside, about inputs and about outputs. */
const graph = 7
const typeToShape = [2, 1, 2]
const shapes = [
  [graph, 13],
  [graph, 11, ...typeToShape],
  [graph, 12, ...typeToShape],
]

/**
 * A model that calculates the same and says nothing of the shapes of its inputs, outputs and steps. onnxruntime looks for steps that
 * could share their memory by comparing each one with all before it, as long as it knows their shapes: of a graph with thousands
 * of steps whose lengths vary nothing ever fits, and that search is most of the time that loading takes.
 * @param model bytes of an ONNX file
 * @throws SamError `onnx-invalid`
 */
export function withoutShapes(model: Uint8Array): ProtobufWriter {
  if (![...fieldsOf(model)].some(({ number, payload }) => number === graph && payload !== undefined)) throw damaged()
  return without(model, shapes)
}

/** The message without the fields that lie at these paths of field numbers. */
function without(message: Uint8Array, paths: readonly (readonly number[])[]): ProtobufWriter {
  const rest = new ProtobufWriter()
  for (const { number, whole, payload } of fieldsOf(message)) {
    const inside = paths.flatMap(([first, ...deeper]) => (first === number ? [deeper] : []))
    if (inside.length === 0 || payload === undefined) rest.encoded(whole)
    else if (!inside.some((path) => path.length === 0)) rest.message(number, without(payload, inside))
  }
  return rest
}

interface EncodedField {
  number: number
  /** With its tag. */
  whole: Uint8Array
  /** Of a field with a length. */
  payload?: Uint8Array
}

/** The fields of one message (protobuf.dev/programming-guides/encoding), each a view of its bytes. */
function* fieldsOf(message: Uint8Array): Generator<EncodedField> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at]
      // Ten bytes hold the longest number there is.
      if (byte === undefined || scale > 128 ** 9) throw damaged()
      at += 1
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const start = at
    const tag = varint()
    const number = Math.floor(tag / 8)
    const wire = tag % 8
    let length: number
    if (wire === 0) {
      varint()
      length = 0
    } else if (wire === 1) length = 8
    else if (wire === 5) length = 4
    else if (wire === 2) length = varint()
    else throw damaged()
    const from = at
    at += length
    if (at > message.length) throw damaged()
    yield {
      number,
      whole: message.subarray(start, at),
      ...(wire === 2 ? { payload: message.subarray(from, at) } : {}),
    }
  }
}

function damaged(): SamError {
  return new SamError('onnx-invalid', 'The bytes are no ONNX model.')
}
