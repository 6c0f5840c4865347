/** Bytes of half a code: 192 signs. */
export const halfBytes = 24

/** What WebAssembly does on a memory that holds codes; all numbers but counts and limits are addresses. */
export interface SignInstructions {
  /** For each first half, the bits that differ from the question's, as 16-bit numbers. */
  distances(firstHalves: number, count: number, query: number, target: number): void
  /** The numbers (32 bits) of the first halves that differ in at most `limit` bits; returns where the last one ends. */
  select(firstHalves: number, count: number, query: number, target: number, limit: number): number
  /** For each numbered code, the bits that differ from those of the question at address 0, as 16-bit numbers. */
  measure(numbers: number, count: number, firstHalves: number, secondHalves: number, target: number): void
}

export function signInstructions(memory: WebAssembly.Memory): SignInstructions {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes), { sam: { memory } })
  return exports as unknown as SignInstructions
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
  load: [0x28, 0x02, 0x00],
  /** The offset follows. */
  loadLong: [0x29, 0x03],
  store: [0x36, 0x02, 0x00],
  store16: [0x3b, 0x01, 0x00],
  constant: 0x41,
  isZero: 0x45,
  atMost: 0x4d,
  add: 0x6a,
  multiply: 0x6c,
  shiftLeft: 0x74,
  countBits: 0x7b,
  addLong: 0x7c,
  xor: 0x85,
  toShort: 0xa7,
} as const
const type = { i32: 0x7f, i64: 0x7e, function: 0x60 } as const

/** Half a code is three words of 64 bits. Those of the question are locals, so that a loop reads only codes. */
const wordsOfHalf = [0, 1, 2]
const wordsOfCode = [0, 1, 2, 3, 4, 5]

type Instructions = readonly (number | Instructions)[]

const readQuestion = (address: Instructions, words: readonly number[], firstLocal: number): Instructions =>
  words.map((word) => [address, op.loadLong, word * 8, op.set, firstLocal + word])
const differing = (address: number, word: number, local: number): Instructions => [
  [op.get, address, op.loadLong, word * 8],
  [op.get, local, op.xor, op.countBits],
]
/** The bits of half a code at a local's address that differ from three locals. */
const differingHalf = (address: number, firstLocal: number): Instructions =>
  wordsOfHalf.map((word) => [differing(address, word, firstLocal + word), word === 0 ? [] : op.addLong])
const advance = (local: number, step: number): Instructions => [op.get, local, op.constant, step, op.add, op.set, local]
/** Repeats until the local has counted down; minus one as a signed number. */
const countdown = (local: number, body: Instructions): Instructions => [
  [op.block, op.loop, op.get, local, op.isZero, op.branchIf, 1],
  body,
  [advance(local, 0x7f), op.branch, 0, op.end, op.end],
]

function distancesBody(): Instructions {
  const [codes, count, query, target, words] = [0, 1, 2, 3, 4] as const
  return [
    [1, wordsOfHalf.length, type.i64],
    readQuestion([op.get, query], wordsOfHalf, words),
    countdown(count, [
      [op.get, target, differingHalf(codes, words), op.toShort, op.store16],
      [advance(codes, halfBytes), advance(target, 2)],
    ]),
    op.end,
  ]
}

/** Every number is written, and the place moves on only behind one that is near enough: nothing has to be guessed at a branch. */
function selectBody(): Instructions {
  const [codes, count, query, target, limit, number, words] = [0, 1, 2, 3, 4, 5, 6] as const
  return [
    [2, 1, type.i32, wordsOfHalf.length, type.i64],
    readQuestion([op.get, query], wordsOfHalf, words),
    countdown(count, [
      [op.get, target, op.get, number, op.store],
      [op.get, target, differingHalf(codes, words), op.toShort, op.get, limit, op.atMost],
      [op.constant, 2, op.shiftLeft, op.add, op.set, target],
      [advance(codes, halfBytes), advance(number, 1)],
    ]),
    [op.get, target, op.end],
  ]
}

function measureBody(): Instructions {
  const [numbers, count, firstHalves, secondHalves, target, offset, first, second, words] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ] as const
  const place = (plane: number, local: number) => [op.get, offset, op.get, plane, op.add, op.set, local]
  return [
    [2, 3, type.i32, wordsOfCode.length, type.i64],
    readQuestion([op.constant, 0], wordsOfCode, words),
    countdown(count, [
      [op.get, numbers, op.load, op.constant, halfBytes, op.multiply, op.set, offset],
      [place(firstHalves, first), place(secondHalves, second)],
      [op.get, target, differingHalf(first, words), differingHalf(second, words + wordsOfHalf.length)],
      [op.addLong, op.toShort, op.store16],
      [advance(numbers, 4), advance(target, 2)],
    ]),
    op.end,
  ]
}

const flat = (instructions: Instructions): number[] => instructions.flat(10) as number[]
const text = (value: string) => [value.length, ...new TextEncoder().encode(value)]
const sized = (bytes: readonly number[]) => [...leb(bytes.length), ...bytes]
const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)]
const integers = (many: number) => [many, ...Array.from({ length: many }, () => type.i32)]

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)]
}

const functions = [
  { name: 'distances', type: [type.function, ...integers(4), 0], body: distancesBody() },
  { name: 'select', type: [type.function, ...integers(5), ...integers(1)], body: selectBody() },
  { name: 'measure', type: [type.function, ...integers(5), 0], body: measureBody() },
]

const moduleBytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [functions.length, ...functions.flatMap((one) => one.type)]),
  ...section(2, [1, ...text('sam'), ...text('memory'), 0x02, 0x00, 0x01]),
  ...section(3, [functions.length, ...functions.map((_, index) => index)]),
  ...section(7, [functions.length, ...functions.flatMap(({ name }, index) => [...text(name), 0x00, index])]),
  ...section(10, [functions.length, ...functions.flatMap(({ body }) => sized(flat(body)))]),
])
