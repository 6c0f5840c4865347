import fs from 'node:fs'
import { type Refuse, SamError } from '../../core/errors.ts'
import { readPickleAt } from '../../core/files/pickle.ts'
import {
  Tensor,
  type TorchStorage,
  type TorchValue,
  tensorFloats,
  torchPickleHost,
} from '../../core/files/torch-pickle.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'

/** The first pickle: protocol 2, and the number 0x1950a86a20f9469cfc6c. */
const mark = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex')
const mostBytes = 256 * 1024 * 1024

/**
 * The weights in a file of PyTorch before 1.6: five pickles (a mark, a version, the machine, the objects, the names of the storages), then
 * each storage as its length and its numbers (torch/serialization.py, `_legacy_save`).
 * @param dictionary name of the dictionary of weights in it
 * @throws SamError `model-file-invalid`
 */
export function readOldTorchFile(file: string, dictionary: string): WeightFile {
  const refuse: Refuse = (why, options) => new SamError('model-file-invalid', `${file} ${why}.`, options)
  if (fs.statSync(file).size > mostBytes) throw refuse('is too large to be read whole')
  const bytes = fs.readFileSync(file)
  if (!bytes.subarray(0, mark.length).equals(mark)) throw refuse('was not written by a PyTorch older than 1.6')
  const storages: TorchStorage[] = []
  const host = torchPickleHost(refuse, storages)
  let end = mark.length
  const next = (): TorchValue => {
    const found = readPickleAt(bytes, end, host)
    end = found.end
    return found.value
  }
  next()
  next()
  const root = next()
  const weights = root instanceof Map ? root.get(dictionary) : undefined
  const places = storagePlaces(next(), storages, bytes.subarray(end), refuse)
  if (!(weights instanceof Map)) throw refuse(`holds no "${dictionary}"`)
  const read = ({ key }: TorchStorage, fromByte: number, byteLength: number): ArrayBuffer => {
    const at = bytes.byteOffset + end + (places.get(key) as number) + fromByte
    return bytes.buffer.slice(at, at + byteLength)
  }
  const tensor = (name: string): Tensor => {
    const found = weights.get(name)
    if (!(found instanceof Tensor)) throw refuse(`lacks the weights "${name}"`)
    return found
  }
  return {
    has: (name) => weights.get(name) instanceof Tensor,
    dims: (name) => tensor(name).dims,
    floats: (name) => tensorFloats(tensor(name), name, read, refuse),
    refuse,
  }
}

/** Where the numbers of each storage begin in what comes after the pickles. */
function storagePlaces(
  keys: TorchValue,
  storages: readonly TorchStorage[],
  numbers: Buffer,
  refuse: Refuse,
): Map<string, number> {
  const byKey = new Map(storages.map((storage) => [storage.key, storage]))
  const places = new Map<string, number>()
  if (!Array.isArray(keys)) throw refuse('has no list of its numbers')
  let at = 0
  for (const key of keys) {
    const storage = typeof key === 'string' ? byKey.get(key) : undefined
    if (storage === undefined) throw refuse('has numbers that belong to nothing')
    if (at + 8 + storage.byteLength > numbers.length) throw refuse('ends before its numbers do')
    if (numbers.readBigInt64LE(at) !== BigInt(storage.elements))
      throw refuse('has numbers of another length than it says')
    places.set(storage.key, at + 8)
    at += 8 + storage.byteLength
  }
  // Each mention counts: two of one name need not be alike.
  for (const { key, byteLength } of storages)
    if (!places.has(key) || byteLength > (byKey.get(key)?.byteLength ?? 0)) throw refuse('lacks numbers that it names')
  return places
}
