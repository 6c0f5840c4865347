import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { TrainingBackend } from '../training-job.ts'

const sidecarFolder = path.join(import.meta.dirname, '..', 'sidecar')

/** A script of ours, by name. */
export function sidecarScript(name: 'dequantise' | 'train' | 'reference' | 'products'): string {
  return path.join(sidecarFolder, `${name}.py`)
}

/** File of pinned packages, each with the checksums of its wheels. */
export function requirementsFile(name: TrainingBackend | 'torch'): string {
  return path.join(sidecarFolder, `requirements-${name}.txt`)
}

/** How many packages of a file this platform gets; for showing progress. */
export function packageCount(file: string, platform: string = process.platform): number {
  const others = platform === 'darwin' ? 'linux' : 'darwin'
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => /^[\w.-]+==/.test(line) && !isOnlyFor(line, others)).length
}

function isOnlyFor(line: string, platform: string): boolean {
  return line.includes(`sys_platform == '${platform}'`) && !line.includes(' or ')
}

/** Changes with every pinned version. */
export function requirementsDigest(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(fs.readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
