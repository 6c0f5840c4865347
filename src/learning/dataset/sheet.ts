import { createHash } from 'node:crypto'
import fs from 'node:fs'

/** A file of lines that is hashed as it is written. */
export class Sheet {
  private readonly handle: number
  private readonly hash = createHash('sha256')
  private waiting: string[] = []
  private characters = 0
  private examples = 0

  constructor(file: string) {
    this.handle = fs.openSync(file, 'w')
  }

  line(text: string): void {
    this.waiting.push(text)
    this.characters += text.length
    this.examples += 1
    if (this.characters > 1 << 20) this.flush()
  }

  end(): { examples: number; sha256: string } {
    this.flush()
    fs.fsyncSync(this.handle)
    fs.closeSync(this.handle)
    return { examples: this.examples, sha256: this.hash.digest('hex') }
  }

  private flush(): void {
    if (this.waiting.length === 0) return
    const bytes = Buffer.from(`${this.waiting.join('\n')}\n`)
    this.hash.update(bytes)
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(this.handle, bytes, written)
    this.waiting = []
    this.characters = 0
  }
}
