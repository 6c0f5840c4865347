import { readValues, type ValueFormat } from '../../../../src/memory/imports/read/read-values.ts'
import type { ByteSource } from '../../../../src/memory/imports/sources/byte-source.ts'

/** A file of an export that arrives in pieces of `pieceBytes`. */
export function sourceOf(content: string | Buffer, pieceBytes = 65_536): ByteSource {
  const bytes = Buffer.from(content)
  return {
    name: 'sample.json',
    bytes: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    },
  }
}

export interface Read {
  values: unknown[]
  aside: { reason: string; text: string }[]
}

/** Everything that reading a text brings: its values, and what was set aside. */
export async function readAll(
  content: string | Buffer,
  {
    pieceBytes = 65_536,
    preferLines = false,
    wrappers = ['conversations'],
  }: Partial<ValueFormat> & { pieceBytes?: number } = {},
): Promise<Read> {
  const read: Read = { values: [], aside: [] }
  const intake = {
    take: (bytes: Buffer) => JSON.parse(bytes.toString()) as unknown,
    setAside: (reason: string, bytes: Buffer) => void read.aside.push({ reason, text: bytes.toString() }),
    spill(reason: string) {
      const item = { reason, text: '' }
      read.aside.push(item)
      return {
        write(bytes: Buffer) {
          item.text += bytes.toString('latin1')
        },
        end(damage?: string) {
          if (damage !== undefined) item.reason = damage
        },
      }
    },
  }
  for await (const value of readValues(sourceOf(content, pieceBytes), { preferLines, wrappers }, intake, () => {})) {
    read.values.push(value)
  }
  return read
}
