import { createHash } from 'node:crypto'
import fs from 'node:fs'

/** SHA-256 of a file in hexadecimal, read in pieces so that gigabytes need no memory. */
export async function fileDigest(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const options = { highWaterMark: 1 << 20, ...(signal === undefined ? {} : { signal }) }
  for await (const chunk of fs.createReadStream(file, options)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
