import fs from 'node:fs'

/**
 * Writes a value as JSON into a file that only the user can read, and waits until the disk has it; whoever reads it finds what was there
 * before, or all of this. Its folder must be there. Errors: those of the disk.
 */
export function writeJsonDurably(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}.part`
  fs.writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
  fs.renameSync(draft, file)
}
