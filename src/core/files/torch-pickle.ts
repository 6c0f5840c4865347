import type { Refuse } from '../errors.ts'
import { halfToFloat } from '../onnx/half.ts'
import { elementCount } from '../onnx/tensor.ts'
import { PickleGlobal, type PickleHost, type PickleKey, type PickleValue } from './pickle.ts'

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

/** A row of numbers that lies somewhere in the file. */
export class TorchStorage {
  readonly kind: StorageName
  readonly key: string
  readonly elements: number

  constructor(kind: StorageName, key: string, elements: number) {
    this.kind = kind
    this.key = key
    this.elements = elements
  }

  get elementBytes(): number {
    return storageKinds[this.kind].bytes
  }

  get byteLength(): number {
    return this.elements * this.elementBytes
  }
}

/** A view on a part of a storage; nothing is read until `tensorFloats`. */
export class Tensor {
  readonly storage: TorchStorage
  readonly offset: number
  readonly dims: readonly number[]
  readonly strides: readonly number[]

  constructor(storage: TorchStorage, offset: number, dims: readonly number[], strides: readonly number[]) {
    this.storage = storage
    this.offset = offset
    this.dims = dims
    this.strides = strides
  }
}

type Made = Tensor | TorchStorage
export type TorchValue = PickleValue<Made>
export type TorchMap = Map<PickleKey, TorchValue>

const parameter = 'torch._utils._rebuild_parameter'
const allowedGlobals = new Set([
  'collections.OrderedDict',
  'torch._utils._rebuild_tensor_v2',
  parameter,
  'torch.Size',
  ...Object.keys(storageKinds).map((name) => `torch.${name}`),
])

const largestRank = 8

/**
 * What the pickle in a file of `torch.save` may be made of: dictionaries, lists, scalars, tensors. Each storage that it names is put into
 * `storages`; whoever knows the layout of the file checks that it holds them.
 */
export function torchPickleHost(refuse: Refuse, storages: TorchStorage[]): PickleHost<Made> {
  return {
    globals: allowedGlobals,
    persistent(id) {
      const storage = storageOf(id, refuse)
      storages.push(storage)
      return storage
    },
    call: (global, parameters) => make(global, parameters, refuse),
    refuse,
  }
}

/**
 * The numbers of a tensor in row-major order.
 * @param name of the weights, for an error
 * @param read bytes of a storage, from one of them on
 */
export function tensorFloats(
  tensor: Tensor,
  name: string,
  read: (storage: TorchStorage, fromByte: number, byteLength: number) => ArrayBuffer,
  refuse: Refuse,
): Float32Array {
  const { storage, dims, offset, strides } = tensor
  const { bytes, read: convert } = storageKinds[storage.kind]
  if (convert === undefined) throw refuse(`has whole numbers (${storage.kind}) where the weights "${name}" should be`)
  const count = elementCount(dims)
  const contiguous = strides.every((stride, axis) => dims[axis] === 1 || stride === elementCount(dims.slice(axis + 1)))
  return contiguous
    ? convert(read(storage, offset * bytes, count * bytes))
    : gather(convert(read(storage, 0, storage.byteLength)), tensor, count)
}

/** ("storage", class, key, place, elements), in older files with what it is a view of, as torch.save writes it. */
function storageOf(id: TorchValue, refuse: Refuse): TorchStorage {
  const broken = (why: string) => refuse(`has a damaged table of contents: ${why}`)
  const [tag, type, key, , elements, view] = Array.isArray(id) ? id : []
  if (tag !== 'storage' || !(type instanceof PickleGlobal) || typeof key !== 'string' || (view ?? null) !== null)
    throw broken('a storage has no description')
  const kind = type.name.slice('torch.'.length)
  if (!isStorageName(kind)) throw broken('a storage has no number type')
  if (!isCount(elements)) throw broken('a storage has no length')
  return new TorchStorage(kind, key, elements)
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
      const [storage, offset, dims, strides] = parameters
      if (!(storage instanceof TorchStorage) || !isCount(offset) || !isCounts(dims) || !isCounts(strides))
        throw broken()
      if (dims.length !== strides.length) throw broken()
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
