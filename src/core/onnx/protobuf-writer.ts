/** Bytes of known length that are produced only when they are written, so that big weights need not lie in memory at once. */
export interface LazyBytes {
  readonly byteLength: number
  read(): Uint8Array
}

/** Wire types of the protobuf encoding (protobuf.dev/programming-guides/encoding). */
const wireVarint = 0
const wireBytes = 2
const wireFixed32 = 5

const utf8 = new TextEncoder()

/** Little-endian base-128 varint; negative numbers take ten bytes as int64 does. */
function encodeVarint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

/**
 * One protobuf message under construction. Payloads are kept by reference and only their lengths are added up, so a model
 * with hundreds of megabytes of weights is never copied: `chunks` hands them out one by one.
 */
export class ProtobufWriter {
  readonly #parts: LazyBytes[] = []
  #byteLength = 0

  get byteLength(): number {
    return this.#byteLength
  }

  varint(field: number, value: number | bigint): this {
    return this.#tag(field, wireVarint).#append(encodeVarint(value))
  }

  string(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value))
  }

  bytes(field: number, value: Uint8Array | LazyBytes): this {
    return this.#tag(field, wireBytes).#append(encodeVarint(value.byteLength)).#append(value)
  }

  float(field: number, value: number): this {
    return this.#tag(field, wireFixed32).#append(new Uint8Array(Float32Array.of(value).buffer))
  }

  /** Repeated integers in packed form. */
  packedVarints(field: number, values: Iterable<number | bigint>): this {
    const encoded = Array.from(values, encodeVarint)
    return this.bytes(field, Buffer.concat(encoded))
  }

  /** A nested message; it must be complete, since its length is written first. */
  message(field: number, value: ProtobufWriter): this {
    this.#tag(field, wireBytes).#append(encodeVarint(value.byteLength))
    for (const part of value.#parts) this.#append(part)
    return this
  }

  /** Fields that are encoded already. */
  encoded(fields: Uint8Array): this {
    return this.#append(fields)
  }

  /** The encoded bytes in order; lazy payloads are read here and can be dropped after each step. */
  *chunks(): Generator<Uint8Array> {
    for (const part of this.#parts) yield part.read()
  }

  #tag(field: number, wire: number): this {
    return this.#append(encodeVarint((field << 3) | wire))
  }

  #append(part: Uint8Array | LazyBytes): this {
    const lazy = part instanceof Uint8Array ? { byteLength: part.byteLength, read: () => part } : part
    this.#parts.push(lazy)
    this.#byteLength += lazy.byteLength
    return this
  }
}
