import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileDigest } from '../../core/files/file-digest.ts'

/**
 * SHA-256 of a folder: of the lines `<sha256>  <relative path>` sorted by path, as `sha256sum` would print them. Names, contents
 * and completeness are all covered; links are not allowed to be there.
 */
export async function treeDigest(folder: string, signal?: AbortSignal): Promise<string> {
  const lines: string[] = []
  for (const file of filesBelow(folder)) {
    lines.push(`${await fileDigest(path.join(folder, ...file.split('/')), signal)}  ${file}\n`)
  }
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** Relative paths of all files below a folder with `/` between the parts, sorted by code unit. */
function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

export function treeBytes(folder: string): number {
  return filesBelow(folder).reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0)
}
