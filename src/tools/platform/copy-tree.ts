import fs from 'node:fs/promises'
import path from 'node:path'

/** Copies a file, a link as a link, or a folder with everything in it; what is special (pipes, devices) is the error EINVAL. */
export async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  await fs.cp(from, to, {
    recursive: true,
    errorOnExist: true,
    force: false,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter() {
      signal.throwIfAborted()
      return true
    },
  })
}

/** Whether both hold the same names with the same kinds, sizes and times of change (seconds: not every disk keeps more). */
export async function sameTree(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([fs.lstat(one), fs.lstat(other)])
  if (a.isDirectory() !== b.isDirectory() || a.isSymbolicLink() !== b.isSymbolicLink()) return false
  if (a.isSymbolicLink()) return (await fs.readlink(one)) === (await fs.readlink(other))
  if (!a.isDirectory()) return a.size === b.size && Math.abs(a.mtimeMs - b.mtimeMs) < 2001
  const [names, others] = await Promise.all([fs.readdir(one), fs.readdir(other)])
  if (names.length !== others.length) return false
  const known = new Set(others)
  for (const name of names) {
    if (!known.has(name) || !(await sameTree(path.join(one, name), path.join(other, name)))) return false
  }
  return true
}
