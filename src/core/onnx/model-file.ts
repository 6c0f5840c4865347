import fs from 'node:fs'
import type { GraphCore } from './graph-core.ts'

/** Writes a model weight by weight: at no time is more than one weight in memory beside the sources. */
export function writeModelFile(file: string, graph: GraphCore): void {
  const model = graph.encode()
  const handle = fs.openSync(file, 'w')
  try {
    for (const chunk of gathered(model.chunks(), 1 << 20)) writeFully(handle, chunk)
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** Makes a model at its first use and keeps it; it is there completely or not at all, whoever else makes it too. */
export function ensureModelFile(file: string, build: () => GraphCore): void {
  if (fs.existsSync(file)) return
  const unfinished = `${file}.${process.pid}`
  try {
    writeModelFile(unfinished, build())
    fs.renameSync(unfinished, file)
  } finally {
    fs.rmSync(unfinished, { force: true })
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
