import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SamError } from '../../core/errors.ts'
import { type UploadAnswer, type UploadPurpose, uploadLimits } from '../server/requests/upload-requests.ts'

/** Of files that wait to be used, together. */
const mostWaiting = 2000
const longestName = 100

export interface Upload extends UploadAnswer {
  file: string
  purpose: UploadPurpose
}

/**
 * Files that a page sent, each in a folder of its own below `folder`, until they are used. Their names are kept for messages, with
 * nothing in them that could lead elsewhere. What an earlier SAM left is removed at the start.
 */
export class Uploads {
  readonly #folder: string
  readonly #limits: Record<UploadPurpose, number>
  readonly #waiting = new Map<string, Upload>()
  #receiving = 0

  constructor(folder: string, limits: Record<UploadPurpose, number> = uploadLimits) {
    this.#folder = folder
    this.#limits = limits
    fs.rmSync(folder, { recursive: true, force: true })
  }

  /** Errors: `upload-too-large`, `upload-too-many`, `upload-failed` (also where the page went away in the middle). */
  async receive(
    { name, purpose, announcedBytes }: { name: string; purpose: UploadPurpose; announcedBytes: number },
    source: Readable,
  ): Promise<UploadAnswer> {
    const limit = this.#limits[purpose]
    if (announcedBytes > limit) throw tooLarge(name, limit)
    if (this.#waiting.size + this.#receiving >= mostWaiting)
      throw new SamError('upload-too-many', `More than ${mostWaiting} files at once.`, { remedy: 'Zip them first.' })
    const id = randomUUID()
    const folder = path.join(this.#folder, id)
    const file = path.join(folder, safeName(name))
    let bytes = 0
    this.#receiving += 1
    try {
      await fs.promises.mkdir(folder, { recursive: true, mode: 0o700 })
      await pipeline(
        source,
        async function* counted(pieces: AsyncIterable<Buffer>) {
          for await (const piece of pieces) {
            bytes += piece.length
            if (bytes > limit) throw tooLarge(name, limit)
            yield piece
          }
        },
        fs.createWriteStream(file, { flags: 'wx', mode: 0o600 }),
      )
    } catch (cause) {
      fs.rmSync(folder, { recursive: true, force: true })
      if (cause instanceof SamError) throw cause
      throw new SamError('upload-failed', `${path.basename(file)} could not be taken in.`, { cause })
    } finally {
      this.#receiving -= 1
    }
    const answer = { id, name: path.basename(file), bytes }
    this.#waiting.set(id, { ...answer, file, purpose })
    return answer
  }

  /** Error `upload-unknown`. */
  find(id: string, purpose: UploadPurpose): Upload {
    const upload = this.#waiting.get(id)
    if (upload?.purpose === purpose) return upload
    throw new SamError('upload-unknown', 'The file is no longer here.', { remedy: 'Drop it again.' })
  }

  /** Answers how many of these were there. */
  discard(ids: readonly string[]): number {
    const known = ids.filter((id) => this.#waiting.delete(id))
    for (const id of known) fs.rmSync(path.join(this.#folder, id), { recursive: true, force: true })
    return known.length
  }

  close(): void {
    this.discard([...this.#waiting.keys()])
  }
}

/** One plain name: no separators, nothing that hides it, not too long, with its ending. */
function safeName(name: string): string {
  const [last = ''] = name.split(/[\\/]/).slice(-1)
  const plain = last.replace(/[^\p{L}\p{N} ._()-]/gu, '-').replace(/^[. ]+/, '')
  const ending = path.extname(plain).slice(0, 20)
  return (
    `${plain.slice(0, plain.length - ending.length).slice(0, longestName - ending.length)}${ending}`.trim() || 'file'
  )
}

function tooLarge(name: string, limit: number): SamError {
  return new SamError(
    'upload-too-large',
    `${safeName(name)} is larger than ${limit >= 2 ** 30 ? `${limit / 2 ** 30} GB` : `${limit / 2 ** 20} MB`}.`,
  )
}
