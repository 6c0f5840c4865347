import fs from 'node:fs'

const bytesAtOnce = 256 * 1024
const newline = 0x0a

/**
 * Lines of a file, or of bytes, from a byte on, each with where the next one begins. Needs no more memory than the longest line that is
 * taken: longer ones are passed over.
 */
export function* boundedLines(
  source: string | Uint8Array,
  { from, mostBytes, signal }: { from: number; mostBytes: number; signal: AbortSignal },
): Generator<{ line: string; end: number }> {
  let held: Buffer[] = []
  let heldBytes = 0
  let at = from
  for (const piece of pieces(source, from)) {
    signal.throwIfAborted()
    let begin = 0
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, begin)) {
      heldBytes += end - begin
      if (heldBytes <= mostBytes) {
        const line = Buffer.concat([...held, piece.subarray(begin, end)]).toString('utf8')
        yield { line, end: at + end + 1 }
      }
      held = []
      heldBytes = 0
      begin = end + 1
    }
    heldBytes += piece.length - begin
    // The piece's memory is used again.
    if (heldBytes <= mostBytes) held.push(Buffer.from(piece.subarray(begin)))
    else held = []
    at += piece.length
  }
  if (heldBytes > 0 && heldBytes <= mostBytes) yield { line: Buffer.concat(held).toString('utf8'), end: at }
}

function* pieces(source: string | Uint8Array, from: number): Generator<Buffer> {
  if (typeof source !== 'string')
    return yield Buffer.from(source.buffer, source.byteOffset, source.byteLength).subarray(from)
  const handle = fs.openSync(source, 'r')
  try {
    const piece = Buffer.alloc(bytesAtOnce)
    for (let at = from; ; ) {
      const read = fs.readSync(handle, piece, 0, bytesAtOnce, at)
      if (read === 0) return
      yield piece.subarray(0, read)
      at += read
    }
  } finally {
    fs.closeSync(handle)
  }
}
