import { type StoredFile, storedZip } from './stored-zip.ts'

/** Numbers with a shape, as PyTorch would store them. */
export class StoredTensor {
  readonly dims: readonly number[]
  readonly values: Float32Array
  readonly type: 'half' | 'float'

  constructor(dims: readonly number[], values: Float32Array, type: 'half' | 'float' = 'half') {
    this.dims = dims
    this.values = values
    this.type = type
  }
}

export type Saved = null | boolean | number | string | StoredTensor | readonly Saved[] | Map<string, Saved>

const text = (value: string) => {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([Buffer.from('X'), length, bytes])
}

const integer = (value: number) => {
  const bytes = Buffer.alloc(5)
  bytes.write('J')
  bytes.writeInt32LE(value, 1)
  return bytes
}

const real = (value: number) => {
  const bytes = Buffer.alloc(9)
  bytes.write('G')
  bytes.writeDoubleBE(value, 1)
  return bytes
}

/** A file like torch.save's: data.pkl in protocol 2 and one stored member a tensor. */
export function torchArchive(root: Saved, extra: readonly StoredFile[] = []): Buffer {
  const storages: StoredFile[] = []

  const tensor = ({ dims, values, type }: StoredTensor): Buffer => {
    const key = String(storages.length)
    const data = type === 'half' ? halves(values) : new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    storages.push({ name: `voice/data/${key}`, data })
    const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, length) => product * length, 1))
    return Buffer.concat([
      Buffer.from('ctorch._utils\n_rebuild_tensor_v2\n(('),
      text('storage'),
      Buffer.from(`ctorch\n${type === 'half' ? 'Half' : 'Float'}Storage\n`),
      text(key),
      text('cpu'),
      integer(values.length),
      Buffer.from('tQ'),
      integer(0),
      Buffer.from('('),
      ...dims.map(integer),
      Buffer.from('t('),
      ...strides.map(integer),
      Buffer.from('t\x89ccollections\nOrderedDict\n)RtR', 'latin1'),
    ])
  }
  const encode = (value: Saved): Buffer => {
    if (value === null) return Buffer.from('N')
    if (typeof value === 'boolean') return Buffer.from([value ? 0x88 : 0x89])
    if (typeof value === 'number') return Number.isInteger(value) ? integer(value) : real(value)
    if (typeof value === 'string') return text(value)
    if (value instanceof StoredTensor) return tensor(value)
    if (value instanceof Map) {
      const pairs = [...value].flatMap(([key, held]) => [text(key), encode(held)])
      return Buffer.concat([Buffer.from('}('), ...pairs, Buffer.from('u')])
    }
    return Buffer.concat([Buffer.from(']('), ...value.map(encode), Buffer.from('e')])
  }
  const pickle = Buffer.concat([Buffer.from([0x80, 2]), encode(root), Buffer.from('.')])
  const head = [
    { name: 'voice/data.pkl', data: pickle },
    { name: 'voice/byteorder', data: Buffer.from('little') },
    { name: 'voice/version', data: Buffer.from('3\n') },
  ]
  return storedZip([...head, ...storages, ...extra])
}

/** Rounded to the nearest half-precision number, ties to even; small ones become zero where half precision ends. */
function halves(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const result = Uint16Array.from(bits, (pattern) => {
    const sign = (pattern >>> 16) & 0x8000
    const exponent = ((pattern >>> 23) & 0xff) - 112
    if (exponent <= 0) return sign
    const rounded = (pattern & 0x7fffff) + 0xfff + ((pattern >>> 13) & 1)
    return exponent >= 31 ? sign | 0x7c00 : sign | ((exponent << 10) + (rounded >>> 13))
  })
  return new Uint8Array(result.buffer)
}
