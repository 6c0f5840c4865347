import fs from 'node:fs/promises'

/** A file of an export, on disk or inside an archive. */
export interface ByteSource {
  /** Its name inside the folder or archive, with slashes. */
  name: string
  /** Unpacked. */
  bytes: number
  /** The bytes from the start; each piece is only good until the next is asked for. */
  open(): AsyncIterable<Buffer>
}

const pieceBytes = 256 * 1024

export function fileSource(file: string, name: string, bytes: number): ByteSource {
  return { name, bytes, open: () => readPieces(file) }
}

/** One buffer serves for the whole file: a new one for every piece would fill the memory until the next collection. */
async function* readPieces(file: string): AsyncGenerator<Buffer> {
  const handle = await fs.open(file, 'r')
  try {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}
