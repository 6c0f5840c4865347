import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const pinSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), source: z.string(), takenAt: z.string() })
const pinsSchema = z.record(z.string(), pinSchema)

export type Pin = z.infer<typeof pinSchema>

/**
 * Checksums taken at the first download, one file a model, for entries whose checksum was not known. They outlive the
 * model's own folder, so that fetching it again demands the same bytes.
 */
export class PinFile {
  readonly #file: string

  constructor(root: string, modelId: string) {
    this.#file = path.join(root, '.pins', `${modelId}.json`)
  }

  read(): Record<string, Pin> {
    try {
      return pinsSchema.parse(JSON.parse(fs.readFileSync(this.#file, 'utf8')))
    } catch {
      return {}
    }
  }

  write(pins: Record<string, Pin>): void {
    fs.mkdirSync(path.dirname(this.#file), { recursive: true })
    fs.writeFileSync(`${this.#file}.new`, `${JSON.stringify(pins, null, 2)}\n`)
    fs.renameSync(`${this.#file}.new`, this.#file)
  }

  forget(): void {
    fs.rmSync(this.#file, { force: true })
  }
}
