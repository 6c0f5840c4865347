import fs from 'node:fs'
import { crc32 } from 'node:zlib'
import { halfToFloat } from '../../../core/onnx/half.ts'
import { elementCount } from '../../../core/onnx/tensor.ts'
import { PickleGlobal, type PickleKey, type PickleValue, readPickle } from '../../../core/pickle.ts'
import { recogniseOther } from './recognise-other.ts'
import { type Refuse, refusalOf } from './refusal.ts'
import { type StoredMember, storedMembers } from './stored-members.ts'

/** Storage classes of PyTorch: bytes an element, and how weights are read as float32 where they can be. */
const storageKinds = {
  HalfStorage: { bytes: 2, read: (data: ArrayBuffer) => halfToFloat(new Uint16Array(data)) },
  BFloat16Storage: { bytes: 2, read: (data: ArrayBuffer) => bfloatToFloat(new Uint16Array(data)) },
  FloatStorage: { bytes: 4, read: (data: ArrayBuffer) => new Float32Array(data) },
  DoubleStorage: { bytes: 8, read: (data: ArrayBuffer) => Float32Array.from(new Float64Array(data)) },
  LongStorage: { bytes: 8, read: undefined },
  IntStorage: { bytes: 4, read: undefined },
  ShortStorage: { bytes: 2, read: undefined },
  CharStorage: { bytes: 1, read: undefined },
  ByteStorage: { bytes: 1, read: undefined },
  BoolStorage: { bytes: 1, read: undefined },
} as const

type StorageName = keyof typeof storageKinds

interface Storage {
  kind: StorageName
  member: StoredMember
  elements: number
}

/** A view on a part of a storage; nothing is read until `TorchFile.floats`. */
export class Tensor {
  readonly storage: Storage
  readonly dims: readonly number[]
  readonly offset: number
  readonly strides: readonly number[]

  constructor(storage: Storage, offset: number, dims: readonly number[], strides: readonly number[]) {
    this.storage = storage
    this.offset = offset
    this.dims = dims
    this.strides = strides
  }
}

class StorageReference {
  readonly storage: Storage

  constructor(storage: Storage) {
    this.storage = storage
  }
}

export type TorchValue = PickleValue<Tensor | StorageReference>
export type TorchMap = Map<PickleKey, TorchValue>

const parameter = 'torch._utils._rebuild_parameter'
const allowedGlobals = new Set([
  'collections.OrderedDict',
  'torch._utils._rebuild_tensor_v2',
  parameter,
  'torch.Size',
  ...Object.keys(storageKinds).map((name) => `torch.${name}`),
])

const largestPickleBytes = 16 * 1024 * 1024
const largestRank = 8

/**
 * A file that `torch.save` wrote (a zip with `data.pkl` and one member a storage), as data. The contents are parsed and
 * checked at once; weights stay on disk until they are asked for. Error `voice-file-refused`, which names what the file is instead.
 */
export class TorchFile {
  readonly refuse: Refuse
  readonly root: TorchValue
  readonly #file: string

  private constructor(file: string, refuse: Refuse, root: TorchValue) {
    this.#file = file
    this.refuse = refuse
    this.root = root
  }

  static async open(file: string): Promise<TorchFile> {
    const refuse = refusalOf(file)
    const other = recogniseOther(file, refuse)
    if (other !== undefined) throw other
    const members = await storedMembers(file, refuse)
    const pickles = [...members.keys()].filter((name) => /^([^/]+\/)?data\.pkl$/.test(name))
    const [name] = pickles
    if (name === undefined)
      throw refuse('is a zip archive, but none that PyTorch wrote: it has no data.pkl', {
        remedy: 'If it is an archive with a voice in it, unpack it and give the .pth file.',
      })
    if (pickles.length > 1) throw refuse('is a damaged archive: it has data.pkl twice')
    const folder = name.slice(0, -'data.pkl'.length)
    const pickle = members.get(name) as StoredMember
    if (pickle.byteLength > largestPickleBytes)
      throw refuse('has a table of contents that is far too large for a voice')
    const order = members.get(`${folder}byteorder`)
    if (order !== undefined && order.byteLength < 16 && readMember(file, order, refuse).toString() !== 'little')
      throw refuse('was written on a machine with another byte order')
    const root = readPickle<Tensor | StorageReference>(readMember(file, pickle, refuse), {
      globals: allowedGlobals,
      persistent: (id) => storageOf(id, folder, members, refuse),
      call: (global, parameters) => make(global, parameters, refuse),
      refuse,
    })
    return new TorchFile(file, refuse, root)
  }

  /** The numbers of a tensor in row-major order. */
  floats(tensor: Tensor, name: string): Float32Array {
    const { storage, dims, offset, strides } = tensor
    const { bytes, read } = storageKinds[storage.kind]
    if (read === undefined)
      throw this.refuse(`has whole numbers (${storage.kind}) where the weights "${name}" should be`)
    const count = elementCount(dims)
    const contiguous = strides.every(
      (stride, axis) => dims[axis] === 1 || stride === elementCount(dims.slice(axis + 1)),
    )
    const from = contiguous ? offset : 0
    const part = {
      ...storage.member,
      offset: storage.member.offset + from * bytes,
      byteLength: (contiguous ? count : storage.elements) * bytes,
    }
    const whole = part.byteLength === storage.member.byteLength
    const data = readMember(this.#file, part, this.refuse, whole)
    const values = read(data.buffer)
    return contiguous ? values : gather(values, tensor, count)
  }
}

/** Checks the checksum too where the whole member is read. */
function readMember(file: string, member: StoredMember, refuse: Refuse, checked = true): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(member.byteLength)
  const handle = fs.openSync(file, 'r')
  try {
    for (let done = 0; done < bytes.length; ) {
      const count = fs.readSync(handle, bytes, done, bytes.length - done, member.offset + done)
      if (count === 0) throw refuse('became shorter while it was read')
      done += count
    }
  } finally {
    fs.closeSync(handle)
  }
  if (checked && crc32(bytes) !== member.crc32)
    throw refuse('is damaged: a part of it does not fit its checksum', { remedy: 'Download or copy the file again.' })
  return bytes
}

/** ("storage", class, key, place, elements) as torch.save writes it. */
function storageOf(
  id: TorchValue,
  folder: string,
  members: ReadonlyMap<string, StoredMember>,
  refuse: Refuse,
): StorageReference {
  const broken = (why: string) => refuse(`has a damaged table of contents: ${why}`)
  if (!Array.isArray(id)) throw broken('a storage has no description')
  const [tag, type, key, , elements] = id
  if (tag !== 'storage' || !(type instanceof PickleGlobal) || typeof key !== 'string' || typeof elements !== 'number')
    throw broken('a storage has no description')
  const kind = type.name.slice('torch.'.length)
  if (!isStorageName(kind)) throw broken('a storage has no number type')
  const member = members.get(`${folder}data/${key}`)
  if (member === undefined) throw broken(`the numbers of a storage are missing`)
  if (!Number.isSafeInteger(elements) || elements < 0 || elements * storageKinds[kind].bytes > member.byteLength)
    throw broken('it promises more numbers than it holds')
  return new StorageReference({ kind, member, elements })
}

function make({ name }: PickleGlobal, parameters: TorchValue[], refuse: Refuse): TorchValue {
  const broken = () => refuse(`has a damaged table of contents: it calls ${name} in an unknown way`)
  switch (name) {
    case 'collections.OrderedDict':
      if (parameters.length > 0) throw broken()
      return new Map()
    case 'torch.Size': {
      const [dims] = parameters
      if (!Array.isArray(dims)) throw broken()
      return dims
    }
    case parameter: {
      const [tensor] = parameters
      if (!(tensor instanceof Tensor)) throw broken()
      return tensor
    }
    case 'torch._utils._rebuild_tensor_v2': {
      const [reference, offset, dims, strides] = parameters
      if (!(reference instanceof StorageReference) || !isCount(offset) || !isCounts(dims) || !isCounts(strides))
        throw broken()
      if (dims.length !== strides.length) throw broken()
      const { storage } = reference
      const last = dims.reduce((sum, length, axis) => sum + Math.max(0, length - 1) * (strides[axis] ?? 0), offset)
      // A view may repeat numbers (stride 0), yet never has more of them than there are.
      if (elementCount(dims) > storage.elements || (elementCount(dims) > 0 && last >= storage.elements))
        throw refuse('has a damaged table of contents: a tensor reaches beyond its numbers')
      return new Tensor(storage, offset, dims, strides)
    }
    default:
      throw broken()
  }
}

function gather(values: Float32Array, { dims, strides, offset }: Tensor, count: number): Float32Array {
  const result = new Float32Array(count)
  for (let index = 0; index < count; index += 1) {
    let rest = index
    let from = offset
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      const length = dims[axis] as number
      from += (rest % length) * (strides[axis] as number)
      rest = Math.floor(rest / length)
    }
    result[index] = values[from] as number
  }
  return result
}

/** bfloat16 is the upper half of a float32. */
function bfloatToFloat(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (pattern) => pattern << 16).buffer)
}

function isStorageName(name: string): name is StorageName {
  return Object.hasOwn(storageKinds, name)
}

function isCount(value: TorchValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isCounts(value: TorchValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= largestRank && value.every(isCount)
}
