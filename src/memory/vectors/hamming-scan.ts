/** Bytes of one code: 384 signs. */
export const codeBytes = 48

/** Codes in memory that is one block, and the number of bits in which each differs from a question's. */
export interface HammingScan {
  readonly count: number
  /** @param code `codeBytes` bytes */
  set(slot: number, code: Uint8Array): void
  /** Makes room before `slot`; what stood there and behind it moves up. */
  insert(slot: number, code: Uint8Array): void
  /** Distances of all codes in order, 0 to 384; valid until the next call on this object. */
  distances(query: Uint8Array): Uint16Array
  /** How far a vector agrees with a code: the sum of its numbers, each with the sign the code has in that place. */
  agreement(vector: Float32Array): (slot: number) => number
}

const pageBytes = 65_536
/** One place for the question in front of the codes; distances follow the codes. */
const codesAt = 64

/**
 * Scans with the processor's own instruction for counting bits: a million codes take 5 ms where plain JavaScript needs 50, so that
 * no lists have to be trained, kept on disk and rebuilt (decision 15).
 */
export function createHammingScan(): HammingScan {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const instance = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes), { sam: { memory } })
  const scan = instance.exports['scan'] as (codes: number, count: number, query: number, target: number) => void
  let count = 0
  let capacity = 0
  const bytes = () => new Uint8Array(memory.buffer)
  const at = (slot: number) => codesAt + slot * codeBytes

  function reserve(slots: number): void {
    if (slots <= capacity) return
    capacity = Math.max(1024, slots, Math.ceil(capacity * 1.25))
    const neededBytes = at(capacity) + capacity * 2
    memory.grow(Math.max(0, Math.ceil((neededBytes - memory.buffer.byteLength) / pageBytes)))
  }

  return {
    get count() {
      return count
    },
    set: (slot, code) => bytes().set(code, at(slot)),
    insert(slot, code) {
      reserve(count + 1)
      const all = bytes()
      if (slot < count) all.copyWithin(at(slot + 1), at(slot), at(count))
      all.set(code, at(slot))
      count += 1
    },
    distances(query) {
      bytes().set(query, 0)
      const target = at(capacity)
      scan(codesAt, count, 0, target)
      return new Uint16Array(memory.buffer, target, count)
    },
    agreement(vector) {
      const sums = sumsByByte(vector)
      const all = bytes()
      return (slot) => {
        let sum = 0
        for (let index = 0, from = at(slot); index < codeBytes; index += 1)
          sum += sums[(index << 8) | (all[from + index] as number)] as number
        return sum
      }
    },
  }
}

/** For each byte of a code and each value it can have, what its eight signs make of the vector's numbers there. */
function sumsByByte(vector: Float32Array): Float32Array {
  const sums = new Float32Array(codeBytes * 256)
  for (let index = 0; index < sums.length; index += 1) {
    const first = (index >> 8) * 8
    let sum = 0
    for (let bit = 0; bit < 8; bit += 1) sum += ((index >> bit) & 1 ? 1 : -1) * (vector[first + bit] as number)
    sums[index] = sum
  }
  return sums
}

/** The WebAssembly instructions used, by their numbers (webassembly.github.io/spec, binary format). */
const op = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  /** The offset follows. */
  loadLong: [0x29, 0x03],
  store16: [0x3b, 0x01, 0x00],
  constant: 0x41,
  isZero: 0x45,
  add: 0x6a,
  countBits: 0x7b,
  addLong: 0x7c,
  xor: 0x85,
  toShort: 0xa7,
} as const
const type = { i32: 0x7f, i64: 0x7e, function: 0x60 } as const
const [codes, count, query, target, firstWord] = [0, 1, 2, 3, 4] as const
/** A code is six words of 64 bits; those of the question are locals behind the four parameters. */
const words = [0, 1, 2, 3, 4, 5]

const differing = (word: number) =>
  [op.get, codes, op.loadLong, word * 8, op.get, firstWord + word, op.xor, op.countBits].flat()
const advance = (local: number, step: number) => [op.get, local, op.constant, step, op.add, op.set, local]

/** scan(codes, count, query, target): for each code, the bits that differ from the query's, as 16-bit numbers. */
const body = [
  words.map((word) => [op.get, query, op.loadLong, word * 8, op.set, firstWord + word]),
  op.block,
  op.loop,
  [op.get, count, op.isZero, op.branchIf, 1],
  [op.get, target],
  words.map((word) => (word === 0 ? differing(word) : [...differing(word), op.addLong])),
  op.toShort,
  op.store16,
  advance(codes, codeBytes),
  advance(target, 2),
  // Minus one, as a signed number.
  advance(count, 0x7f),
  [op.branch, 0, op.end, op.end, op.end],
].flat(5) as number[]

const text = (value: string) => [value.length, ...new TextEncoder().encode(value)]
const sized = (bytes: readonly number[]) => [...leb(bytes.length), ...bytes]
const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)]
const locals = [1, words.length, type.i64]

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)]
}

const moduleBytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [1, type.function, 4, type.i32, type.i32, type.i32, type.i32, 0]),
  ...section(2, [1, ...text('sam'), ...text('memory'), 0x02, 0x00, 0x01]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...text('scan'), 0x00, 0]),
  ...section(10, [1, ...sized([...locals, ...body])]),
])
