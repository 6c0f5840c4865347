import fs from 'node:fs'
import { SamError } from '../../core/errors.ts'
import { elementCount } from '../../core/onnx/tensor.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'
import { PickleGlobal, type PickleHost, type PickleKey, type PickleValue, readPickleAt } from '../../core/pickle.ts'

/** Numbers that come after the pickles. */
class Storage {
  readonly key: string
  readonly elements: number

  constructor(key: string, elements: number) {
    this.key = key
    this.elements = elements
  }
}

/** Numbers of a storage that follow one another, row by row. */
class Tensor {
  readonly storage: Storage
  readonly offset: number
  readonly dims: readonly number[]

  constructor(storage: Storage, offset: number, dims: readonly number[]) {
    this.storage = storage
    this.offset = offset
    this.dims = dims
  }
}

type Value = PickleValue<Storage | Tensor>

const magic = 0x1950a86a20f9469cfc6cn
const floatBytes = 4
const mostBytes = 256 * 1024 * 1024
const globals = new Set(['collections.OrderedDict', 'torch._utils._rebuild_tensor_v2', 'torch.FloatStorage'])

/**
 * The weights in a file of PyTorch before 1.6: five pickles (a mark, a version, the machine, the objects, the names of the storages), then
 * each storage as its length and its numbers (torch/serialization.py, `_legacy_save`). Only float32, and no transposed views.
 * @param dictionary name of the dictionary of weights in it
 * @throws SamError `model-file-invalid`
 */
export function readOldTorchFile(file: string, dictionary: string): WeightFile {
  const refuse = (why: string) => new SamError('model-file-invalid', `${file} ${why}.`)
  if (fs.statSync(file).size > mostBytes) throw refuse('is too large to be read whole')
  const bytes = fs.readFileSync(file)
  const host: PickleHost<Storage | Tensor> = {
    globals,
    refuse,
    persistent: (id) => storageOf(id, refuse),
    call: make(refuse),
  }
  const marked = Buffer.concat([Buffer.from([0x80, 2, 0x8a, 10]), magicBytes(), Buffer.from('.')])
  if (!bytes.subarray(0, marked.length).equals(marked)) throw refuse('was not written by a PyTorch older than 1.6')
  let end = marked.length
  const next = (): Value => {
    const found = readPickleAt(bytes, end, host)
    end = found.end
    return found.value
  }
  next()
  next()
  const root = next()
  const places = storagePlaces(next(), bytes, end, refuse)
  const weights = root instanceof Map ? root.get(dictionary) : undefined
  if (!(weights instanceof Map)) throw refuse(`holds no "${dictionary}"`)
  const tensor = (name: string): Tensor => {
    const found = (weights as Map<PickleKey, Value>).get(name)
    if (!(found instanceof Tensor)) throw refuse(`lacks the weights "${name}"`)
    return found
  }
  return {
    has: (name) => weights.get(name) instanceof Tensor,
    dims: (name) => tensor(name).dims,
    floats(name) {
      const { storage, offset, dims } = tensor(name)
      const place = places.get(storage.key)
      if (place?.elements !== storage.elements) throw refuse(`lacks the numbers of "${name}"`)
      const at = bytes.byteOffset + place.at + offset * floatBytes
      return new Float32Array(bytes.buffer.slice(at, at + elementCount(dims) * floatBytes))
    },
    refuse,
  }
}

function magicBytes(): Buffer {
  return Buffer.from(magic.toString(16), 'hex').reverse()
}

/** Where the numbers of each storage begin. */
function storagePlaces(
  keys: Value,
  bytes: Buffer,
  start: number,
  refuse: (why: string) => SamError,
): Map<string, { at: number; elements: number }> {
  const places = new Map<string, { at: number; elements: number }>()
  if (!Array.isArray(keys)) throw refuse('has no list of its numbers')
  let at = start
  for (const key of keys) {
    if (typeof key !== 'string' || at + 8 > bytes.length) throw refuse('ends before its numbers do')
    const elements = Number(bytes.readBigInt64LE(at))
    at += 8
    if (elements < 0 || at + elements * floatBytes > bytes.length) throw refuse('ends before its numbers do')
    places.set(key, { at, elements })
    at += elements * floatBytes
  }
  return places
}

/** ("storage", class, key, place, elements, view). */
function storageOf(id: Value, refuse: (why: string) => SamError): Storage {
  const [tag, type, key, , elements] = Array.isArray(id) ? id : []
  if (tag !== 'storage' || !(type instanceof PickleGlobal) || type.name !== 'torch.FloatStorage')
    throw refuse('has a storage of another kind than float32')
  if (typeof key !== 'string' || typeof elements !== 'number') throw refuse('has a storage without a name')
  return new Storage(key, elements)
}

function make(refuse: (why: string) => SamError) {
  return ({ name }: PickleGlobal, parameters: Value[]): Value => {
    if (name === 'collections.OrderedDict') return new Map()
    const [storage, offset, dims, strides] = parameters
    if (!(storage instanceof Storage) || !isCount(offset) || !isCounts(dims) || !isCounts(strides))
      throw refuse('has a tensor that is none')
    if (strides.some((stride, axis) => stride !== elementCount(dims.slice(axis + 1))))
      throw refuse('has a tensor whose numbers do not follow one another')
    if (offset + elementCount(dims) > storage.elements) throw refuse('has a tensor that reaches beyond its numbers')
    return new Tensor(storage, offset, dims)
  }
}

function isCount(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isCounts(value: Value | undefined): value is number[] {
  return Array.isArray(value) && value.every(isCount)
}
