import type { Refuse } from '../errors.ts'

/** Something a pickle names by module and name; only those given to `readPickle` exist. */
export class PickleGlobal {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

export type PickleKey = string | number

/** What a pickle can hold here. Tuples are arrays like lists; `Made` are the objects of the caller. */
export type PickleValue<Made> =
  | null
  | boolean
  | number
  | string
  | PickleGlobal
  | PickleValue<Made>[]
  | Map<PickleKey, PickleValue<Made>>
  | Made

export interface PickleHost<Made extends object> {
  /** Full names, for example `collections.OrderedDict`. */
  globals: ReadonlySet<string>
  /** The value of a persistent id. */
  persistent(id: PickleValue<Made>): Made
  /** What calling a global gives. Nothing is executed: the host answers for the few it knows. */
  call(global: PickleGlobal, parameters: PickleValue<Made>[]): PickleValue<Made>
  refuse: Refuse
}

const decoder = new TextDecoder('utf-8', { fatal: true })
const longestGlobal = 200

/**
 * Reads a pickle of protocol 2 (docs.python.org/3/library/pickletools) with the few opcodes that tensors, containers and scalars
 * need. There is no opcode that imports, and no call but to the host's own functions. Every step makes at most one
 * value, so that work and memory are bounded by the length of the bytes.
 */
export function readPickle<Made extends object>(bytes: Buffer, host: PickleHost<Made>): PickleValue<Made> {
  return new PickleMachine(bytes, host).run()
}

/** As `readPickle`, one of several in a row: from `start` on, and where the next one begins. */
export function readPickleAt<Made extends object>(
  bytes: Buffer,
  start: number,
  host: PickleHost<Made>,
): { value: PickleValue<Made>; end: number } {
  const machine = new PickleMachine(bytes, host, start)
  const value = machine.run()
  return { value, end: machine.at }
}

class PickleMachine<Made extends object> {
  readonly #bytes: Buffer
  readonly #host: PickleHost<Made>
  readonly #memo = new Map<number, PickleValue<Made>>()
  readonly #marks: number[] = []
  #stack: PickleValue<Made>[] = []
  #at: number

  constructor(bytes: Buffer, host: PickleHost<Made>, start = 0) {
    this.#bytes = bytes
    this.#host = host
    this.#at = start
  }

  /** Of the first byte that was not read. */
  get at(): number {
    return this.#at
  }

  run(): PickleValue<Made> {
    for (;;) {
      const opcode = this.#take(1)[0] as number
      if (opcode === 0x2e) return this.#pop()
      this.#step(opcode)
    }
  }

  #step(opcode: number): void {
    switch (opcode) {
      case 0x80: // PROTO
        if (this.#take(1)[0] !== 2) throw this.#broken('it is not written in protocol 2')
        return
      case 0x28: // MARK
        this.#marks.push(this.#stack.length)
        return
      case 0x4e: // NONE
        this.#push(null)
        return
      case 0x88: // NEWTRUE
        this.#push(true)
        return
      case 0x89: // NEWFALSE
        this.#push(false)
        return
      case 0x4b: // BININT1
        this.#push(this.#take(1).readUInt8())
        return
      case 0x4d: // BININT2
        this.#push(this.#take(2).readUInt16LE())
        return
      case 0x4a: // BININT
        this.#push(this.#take(4).readInt32LE())
        return
      case 0x8a: // LONG1
        this.#push(this.#long(this.#take(1).readUInt8()))
        return
      case 0x47: // BINFLOAT
        this.#push(this.#take(8).readDoubleBE())
        return
      case 0x58: // BINUNICODE
        this.#push(this.#text(this.#take(4).readUInt32LE()))
        return
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        this.#push([])
        return
      case 0x7d: // EMPTY_DICT
        this.#push(new Map())
        return
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        this.#push(this.#popMany(opcode - 0x84))
        return
      case 0x74: // TUPLE
        this.#push(this.#popMarked())
        return
      case 0x61: // APPEND
        this.#append(this.#popMany(1))
        return
      case 0x65: // APPENDS
        this.#append(this.#popMarked())
        return
      case 0x73: // SETITEM
        this.#setItems(this.#popMany(2))
        return
      case 0x75: // SETITEMS
        this.#setItems(this.#popMarked())
        return
      case 0x71: // BINPUT
        this.#remember(this.#take(1).readUInt8())
        return
      case 0x72: // LONG_BINPUT
        this.#remember(this.#take(4).readUInt32LE())
        return
      case 0x68: // BINGET
        this.#recall(this.#take(1).readUInt8())
        return
      case 0x6a: // LONG_BINGET
        this.#recall(this.#take(4).readUInt32LE())
        return
      case 0x63: // GLOBAL
        this.#push(this.#global())
        return
      case 0x52: // REDUCE
        this.#reduce()
        return
      case 0x51: // BINPERSID
        this.#push(this.#host.persistent(this.#pop()))
        return
      case 0x62: // BUILD
        this.#build()
        return
      default:
        throw this.#host.refuse(
          `was refused: its table of contents uses the instruction 0x${opcode.toString(16).padStart(2, '0')}, which weights never need. Nothing in it was run`,
        )
    }
  }

  #reduce(): void {
    const [callee, parameters] = this.#popMany(2)
    if (!(callee instanceof PickleGlobal) || !Array.isArray(parameters))
      throw this.#broken('it calls what is no function')
    this.#push(this.#host.call(callee, parameters))
  }

  /** Attributes of a dictionary (PyTorch's `_metadata`) say nothing about weights: they are dropped. */
  #build(): void {
    this.#pop()
    if (!(this.#top() instanceof Map)) throw this.#broken('it sets the state of an object')
  }

  #append(values: PickleValue<Made>[]): void {
    const list = this.#top()
    if (!Array.isArray(list)) throw this.#broken('it adds to what is no list')
    for (const value of values) list.push(value)
  }

  #setItems(pairs: PickleValue<Made>[]): void {
    const map = this.#top()
    if (!(map instanceof Map) || pairs.length % 2 !== 0) throw this.#broken('it adds to what is no dictionary')
    for (let index = 0; index < pairs.length; index += 2) {
      const key = pairs[index]
      if (typeof key !== 'string' && typeof key !== 'number') throw this.#broken('a key is neither a word nor a number')
      map.set(key, pairs[index + 1] as PickleValue<Made>)
    }
  }

  #global(): PickleGlobal {
    const name = `${this.#line()}.${this.#line()}`
    if (this.#host.globals.has(name)) return new PickleGlobal(name)
    throw this.#host.refuse(
      `was refused: it asks Python to load ${JSON.stringify(name)}, which weights never need. Nothing in it was run`,
      { remedy: 'Do not open this file in other programs either: it may be made to take over a computer.' },
    )
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at)
    if (end < 0 || end - this.#at > longestGlobal) throw this.#broken('a name has no end')
    const text = this.#text(end - this.#at)
    this.#at += 1
    return text
  }

  #long(byteCount: number): number {
    const bytes = this.#take(byteCount)
    if (byteCount > 8) throw this.#broken('a number is too large')
    const value = Number(
      byteCount === 0 ? 0n : BigInt.asIntN(byteCount * 8, BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)),
    )
    if (!Number.isSafeInteger(value)) throw this.#broken('a number is too large')
    return value
  }

  #text(byteCount: number): string {
    try {
      return decoder.decode(this.#take(byteCount))
    } catch (cause) {
      throw cause instanceof TypeError ? this.#broken('a text is not readable') : cause
    }
  }

  #take(byteCount: number): Buffer {
    if (byteCount > this.#bytes.length - this.#at) throw this.#broken('it ends too early')
    this.#at += byteCount
    return this.#bytes.subarray(this.#at - byteCount, this.#at)
  }

  #push(value: PickleValue<Made>): void {
    this.#stack.push(value)
  }

  #top(): PickleValue<Made> | undefined {
    return this.#stack.length > (this.#marks.at(-1) ?? 0) ? this.#stack.at(-1) : undefined
  }

  #pop(): PickleValue<Made> {
    return this.#popMany(1)[0] as PickleValue<Made>
  }

  #popMany(count: number): PickleValue<Made>[] {
    if (this.#stack.length - count < (this.#marks.at(-1) ?? 0)) throw this.#broken('a value is missing')
    return this.#stack.splice(this.#stack.length - count, count)
  }

  #popMarked(): PickleValue<Made>[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw this.#broken('a value is missing')
    return this.#stack.splice(mark)
  }

  #remember(place: number): void {
    const value = this.#top()
    if (value === undefined) throw this.#broken('a value is missing')
    this.#memo.set(place, value)
  }

  #recall(place: number): void {
    const value = this.#memo.get(place)
    if (value === undefined) throw this.#broken('a value is missing')
    this.#push(value)
  }

  #broken(why: string) {
    return this.#host.refuse(`has a damaged table of contents: ${why}`)
  }
}
