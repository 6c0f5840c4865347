import fs from 'node:fs'
import path from 'node:path'
import { sweepLeftDrafts } from '../files/left-drafts.ts'
import type { GraphCore } from './graph-core.ts'
import type { ProtobufWriter } from './protobuf-writer.ts'
import { checkedWhenRead, type TensorData } from './tensor.ts'

/** Writes a model weight by weight: at no time is more than one weight in memory beside the sources. */
export function writeModelFile(file: string, graph: GraphCore): void {
  writeChunks(file, graph.encode().chunks())
}

/** Of the page that a processor maps, at most; a weight below one is read faster than mapped. */
const mappedFromBytes = 4096

/**
 * The same with all but the small weights in a file of their own in the same folder. onnxruntime maps that into memory instead of
 * reading it: a weight takes memory when it is used, and only once, however many sessions use it.
 */
export function writeModelWithWeights(file: string, weightsFile: string, graph: GraphCore): void {
  const placed: { name: string; data: TensorData['data']; offset: number }[] = []
  let end = 0
  const model = graph.encode({
    place(name, { data }) {
      if (data.byteLength < mappedFromBytes) return undefined
      const offset = Math.ceil(end / mappedFromBytes) * mappedFromBytes
      placed.push({ name, data, offset })
      end = offset + data.byteLength
      return { file: path.basename(weightsFile), offset }
    },
  })
  writeChunks(file, model.chunks())
  writeChunks(weightsFile, weightBytes(placed))
}

function* weightBytes(
  placed: readonly { name: string; data: TensorData['data']; offset: number }[],
): Generator<Uint8Array> {
  let at = 0
  for (const { name, data, offset } of placed) {
    if (offset > at) yield new Uint8Array(offset - at)
    const checked = checkedWhenRead(name, data)
    yield checked instanceof Uint8Array ? checked : checked.read()
    at = offset + data.byteLength
  }
}

function writeChunks(file: string, chunks: Iterable<Uint8Array>): void {
  const handle = fs.openSync(file, 'w')
  try {
    for (const chunk of gathered(chunks, 1 << 20)) writeFully(handle, chunk)
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** Makes a model at its first use and keeps it; it is there completely or not at all, whoever else makes it too. */
export function ensureModelFile(file: string, build: () => GraphCore): void {
  sweepLeftDrafts(path.dirname(file))
  if (!fs.existsSync(file)) replaceModelFile(file, build().encode())
}

/** Puts a model where there may be an earlier one; whoever reads it finds that one, or all of this. Errors: those of the disk. */
export function replaceModelFile(file: string, model: ProtobufWriter): void {
  const unfinished = `${file}.${process.pid}`
  try {
    writeChunks(unfinished, model.chunks())
    fs.renameSync(unfinished, file)
  } finally {
    fs.rmSync(unfinished, { force: true })
  }
}

/** The same for a model whose weights lie in a file of their own, `<name>.weights`: processes that use it share them. */
export function ensureModelWithWeights(file: string, build: () => GraphCore): void {
  sweepLeftDrafts(path.dirname(file))
  const weightsFile = file.replace(/\.onnx$/, '.weights')
  if (fs.existsSync(file) && fs.existsSync(weightsFile)) return
  const staging = `${file}.${process.pid}`
  fs.mkdirSync(staging, { recursive: true })
  try {
    const staged = [weightsFile, file].map((each) => ({ each, at: path.join(staging, path.basename(each)) }))
    writeModelWithWeights(
      path.join(staging, path.basename(file)),
      path.join(staging, path.basename(weightsFile)),
      build(),
    )
    // The model last: where it is, all of it is.
    for (const { each, at } of staged) fs.renameSync(at, each)
  } finally {
    fs.rmSync(staging, { recursive: true, force: true })
  }
}

/** Joins the many small pieces of a message so that the disk sees few, large writes. */
function* gathered(chunks: Iterable<Uint8Array>, targetBytes: number): Generator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  for (const chunk of chunks) {
    waiting.push(chunk)
    waitingBytes += chunk.byteLength
    if (waitingBytes < targetBytes) continue
    yield* waiting.length === 1 || chunk.byteLength > targetBytes ? waiting : [Buffer.concat(waiting)]
    waiting = []
    waitingBytes = 0
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting)
}

function writeFully(handle: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.byteLength) written += fs.writeSync(handle, bytes, written)
}
