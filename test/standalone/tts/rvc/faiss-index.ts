/** The parts of an IVF-flat index file, so that tests can write one and lie in any of them. */
export interface IndexParts {
  kind?: string
  width: number
  /** Vectors the header promises; those of the lists when absent. */
  total?: number
  trained?: boolean
  metric?: number
  probes?: number
  centroids: number[][]
  lists: number[][][]
  /** Lengths are stored one a list, or only those of lists that are not empty. */
  form?: 'full' | 'sprs'
  /** Lengths stored in place of the real ones. */
  sizes?: number[]
  codeBytes?: number
}

export function encodeIndex(parts: IndexParts): Buffer {
  const { width, centroids, lists, form = 'full' } = parts
  const vectors = lists.reduce((sum, list) => sum + list.length, 0)
  const sizes = parts.sizes ?? lists.map((list) => list.length)
  const pairs = sizes.flatMap((size, list) => (size === 0 ? [] : [list, size]))
  const lengths = form === 'full' ? sizes : pairs
  let id = 0n
  return Buffer.concat([
    header(parts.kind ?? 'IwFl', width, parts.total ?? vectors, parts),
    uint64(centroids.length),
    uint64(parts.probes ?? 1),
    header('IxF2', width, centroids.length, {}),
    uint64(centroids.length * width),
    floats(centroids.flat()),
    Uint8Array.of(0),
    uint64(0),
    Buffer.from('ilar'),
    uint64(lists.length),
    uint64(parts.codeBytes ?? 4 * width),
    Buffer.from(form),
    uint64(lengths.length),
    ...lengths.map(uint64),
    ...lists.flatMap((list) => [floats(list.flat()), Buffer.from(BigInt64Array.from(list, () => id++).buffer)]),
  ])
}

function header(kind: string, width: number, total: number, { trained = true, metric = 1 }): Buffer {
  return Buffer.concat([
    Buffer.from(kind),
    int32(width),
    uint64(total),
    Buffer.alloc(16),
    Uint8Array.of(trained ? 1 : 0),
    int32(metric),
  ])
}

const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer)
const uint64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer)
const floats = (values: number[]) => Buffer.from(Float32Array.from(values).buffer)
