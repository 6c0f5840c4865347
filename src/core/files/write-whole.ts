import fs from 'node:fs'
import path from 'node:path'

/**
 * Writes a file that only the user can read; whoever reads it finds what was there before, or all of this. Its folder is made where it is
 * missing. Errors: those of the disk.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.part`
  try {
    fs.writeFileSync(draft, content, { mode: 0o600 })
    fs.renameSync(draft, file)
  } finally {
    fs.rmSync(draft, { force: true })
  }
}
