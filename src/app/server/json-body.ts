import type { IncomingMessage } from 'node:http'
import { SamError } from '../../core/errors.ts'

/** Two thousand ids fit. */
const longestBody = 256 * 1024

/** The body of a request as JSON, unchecked. Error `request-invalid`. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += piece.length
    if (bytes > longestBody) throw new SamError('request-invalid', 'The request is too long.')
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch (cause) {
    throw new SamError('request-invalid', 'The request is no JSON.', { cause })
  }
}
