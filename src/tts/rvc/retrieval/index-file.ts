import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { BoundedReader } from '../../../core/files/bounded-reader.ts'

/** The vectors of one list, row after row. */
export interface IndexFile {
  /** Numbers a vector has. */
  width: number
  /** How many lists a search looks through. */
  probes: number
  /** [lists, width] */
  centroids: Float32Array
  lists: readonly Float32Array[]
}

interface Header {
  width: number
  total: number
  trained: boolean
}

const widestVector = 4096
const mostLists = 1 << 20
const largestFileBytes = 2 ** 31
const euclidean = 1
const hashtable = 2

/**
 * Reads a faiss index of the kind that RVC training writes (`IndexIVFFlat`, squared Euclidean distance; faiss
 * impl/index_write.cpp). Every count is compared with what is left of the file before anything is made of it.
 * Errors: `voice-index-invalid`.
 */
export function readIndexFile(file: string): IndexFile {
  const name = path.basename(file)
  const invalid = (why: string, remedy = 'Use the added_*.index that belongs to the voice.', cause?: unknown) =>
    new SamError('voice-index-invalid', `${name} is not an index that SAM reads: ${why}.`, {
      remedy,
      ...(cause === undefined ? {} : { cause }),
    })
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() !== true) throw invalid('there is no such file', 'Check the path.')
  if (stat.size > largestFileBytes) throw invalid('it is larger than 2 GB')
  const reader = new BoundedReader(file, (what) => invalid(`it has ${what}`))
  try {
    return readInverted(reader, invalid)
  } finally {
    reader.close()
  }
}

function readInverted(reader: BoundedReader, invalid: (why: string, remedy?: string) => SamError): IndexFile {
  const kind = fourLetters(reader)
  if (kind !== 'IwFl') throw invalid(`it is of the kind "${kind}", and only IVF-flat ("IwFl") is known`)
  const { width, total, trained } = readHeader(reader, invalid)
  if (total === 0)
    throw invalid(
      'it holds no vectors, as the "trained" file of a training does',
      'Use the added_*.index of the same training.',
    )
  if (!trained) throw invalid('it is not trained')
  const listCount = reader.uint64()
  if (listCount < 1 || listCount > mostLists) throw invalid(`it has ${listCount} lists`)
  const probes = Math.min(Math.max(1, reader.uint64()), listCount)
  const centroids = readQuantizer(reader, width, listCount, invalid)
  skipDirectMap(reader)
  const sizes = readListSizes(reader, width, listCount, invalid)
  if (sizes.reduce((sum, size) => sum + size, 0) !== total) throw invalid('its lists do not add up to its vectors')
  const lists = sizes.map((size) => {
    const vectors = floats(reader, size * width)
    // The numbers of the vectors; only the vectors themselves are wanted.
    reader.skip(size * 8)
    return vectors
  })
  return { width, probes, centroids, lists }
}

/** What every index begins with, after its kind. */
function readHeader(reader: BoundedReader, invalid: (why: string) => SamError): Header {
  const width = reader.uint32()
  if (width < 1 || width > widestVector) throw invalid(`it has vectors of ${width} numbers`)
  const total = reader.uint64()
  reader.skip(16)
  const trained = reader.uint8() !== 0
  const metric = reader.uint32()
  if (metric !== euclidean) throw invalid(`it measures distances in another way (metric ${metric})`)
  return { width, total, trained }
}

/** The centroids of the lists, themselves a flat index. */
function readQuantizer(
  reader: BoundedReader,
  width: number,
  listCount: number,
  invalid: (why: string) => SamError,
): Float32Array {
  const kind = fourLetters(reader)
  if (kind !== 'IxF2') throw invalid(`its lists are found in an unknown way ("${kind}")`)
  const header = readHeader(reader, invalid)
  const count = reader.uint64()
  if (header.width !== width || header.total !== listCount || count !== width * listCount)
    throw invalid('the centroids of its lists do not fit the rest')
  return floats(reader, count)
}

function skipDirectMap(reader: BoundedReader): void {
  const kind = reader.uint8()
  reader.skip(reader.uint64() * 8)
  if (kind === hashtable) reader.skip(reader.uint64() * 16)
}

function readListSizes(
  reader: BoundedReader,
  width: number,
  listCount: number,
  invalid: (why: string) => SamError,
): number[] {
  const kind = fourLetters(reader)
  if (kind !== 'ilar') throw invalid(`its lists are stored in an unknown way ("${kind}")`)
  if (reader.uint64() !== listCount || reader.uint64() !== 4 * width) throw invalid('its lists do not fit the rest')
  const form = fourLetters(reader)
  const count = reader.uint64()
  if (count * 8 > reader.remaining) throw invalid('it has an end before its last list')
  if (form === 'full') {
    if (count !== listCount) throw invalid('its lists do not fit the rest')
    return Array.from({ length: count }, () => reader.uint64())
  }
  if (form !== 'sprs' || count % 2 !== 0) throw invalid(`the lengths of its lists are unknown ("${form}")`)
  const sizes = new Array<number>(listCount).fill(0)
  for (let pair = 0; pair < count / 2; pair++) {
    const list = reader.uint64()
    if (list >= listCount) throw invalid('the lengths of its lists name a list that is not there')
    sizes[list] = reader.uint64()
  }
  return sizes
}

function floats(reader: BoundedReader, count: number): Float32Array {
  // Refused before it is allocated.
  if (count * 4 > reader.remaining) reader.skip(count * 4)
  const values = new Float32Array(count)
  reader.floatsInto(values)
  return values
}

function fourLetters(reader: BoundedReader): string {
  return reader
    .bytes(4)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '?')
}
