import { crc32 } from 'node:zlib'

export interface StoredFile {
  name: string
  data: Uint8Array
  /** Where the directory says it lies, to write a file that lies. */
  claimedOffset?: number
  claimedBytes?: number
}

/** A zip archive without compression, as torch.save writes it. */
export function storedZip(files: readonly StoredFile[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, data, claimedOffset, claimedBytes = data.length } of files) {
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(claimedBytes, 14)
    common.writeUInt32LE(claimedBytes, 18)
    common.writeUInt16LE(title.length, 22)
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(claimedOffset ?? at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, entry, title]))
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, data])
    bodies.push(body)
    at += body.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, listed, end])
}
