import fs from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Refuse } from '../../../core/errors.ts'
import { readPickle } from '../../../core/files/pickle.ts'
import {
  type Tensor,
  type TorchStorage,
  type TorchValue,
  tensorFloats,
  torchPickleHost,
} from '../../../core/files/torch-pickle.ts'
import { recogniseOther } from './recognise-other.ts'
import { refusalOf } from './refusal.ts'
import { type StoredMember, storedMembers } from './stored-members.ts'

const largestPickleBytes = 16 * 1024 * 1024

/**
 * A file that `torch.save` wrote (a zip with `data.pkl` and one member a storage), as data. The contents are parsed and
 * checked at once; weights stay on disk until they are asked for. Error `voice-file-refused`, which names what the file is instead.
 */
export class TorchFile {
  readonly refuse: Refuse
  readonly root: TorchValue
  readonly #file: string
  readonly #numbers: ReadonlyMap<string, StoredMember>

  private constructor(file: string, refuse: Refuse, root: TorchValue, numbers: ReadonlyMap<string, StoredMember>) {
    this.#file = file
    this.refuse = refuse
    this.root = root
    this.#numbers = numbers
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
    const storages: TorchStorage[] = []
    const root = readPickle(readMember(file, pickle, refuse), torchPickleHost(refuse, storages))
    return new TorchFile(file, refuse, root, numbersOf(storages, folder, members, refuse))
  }

  /** The numbers of a tensor in row-major order. */
  floats(tensor: Tensor, name: string): Float32Array {
    const read = ({ key }: TorchStorage, fromByte: number, byteLength: number): ArrayBuffer => {
      const member = this.#numbers.get(key) as StoredMember
      const part = { ...member, offset: member.offset + fromByte, byteLength }
      return readMember(this.#file, part, this.refuse, byteLength === member.byteLength).buffer
    }
    return tensorFloats(tensor, name, read, this.refuse)
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

/** Where the numbers of each storage lie. */
function numbersOf(
  storages: readonly TorchStorage[],
  folder: string,
  members: ReadonlyMap<string, StoredMember>,
  refuse: Refuse,
): Map<string, StoredMember> {
  const numbers = new Map<string, StoredMember>()
  for (const { key, byteLength } of storages) {
    const member = members.get(`${folder}data/${key}`)
    if (member === undefined) throw refuse('has a damaged table of contents: the numbers of a storage are missing')
    if (byteLength > member.byteLength)
      throw refuse('has a damaged table of contents: it promises more numbers than it holds')
    numbers.set(key, member)
  }
  return numbers
}
