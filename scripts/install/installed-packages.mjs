import { readFileSync } from 'node:fs'
import path from 'node:path'

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {}
    throw error
  }
}

/** npm's rule for os, cpu and libc: none of the names after "!", and one of the others where there are others. */
function fits(rule, own) {
  const names = rule === undefined ? [] : [rule].flat()
  const allowed = names.filter((name) => !name.startsWith('!'))
  return !names.includes(`!${own}`) && (allowed.length === 0 || allowed.includes(own))
}

function ownLibc() {
  // Asking for the network part of a report would look up names.
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}

function madeForThisMachine({ os, cpu, libc }) {
  const named = os !== undefined || cpu !== undefined
  if (!named || !fits(os, process.platform) || !fits(cpu, process.arch)) return false
  return libc === undefined || process.platform !== 'linux' || fits(libc, ownLibc())
}

/**
 * What package-lock.json names and node_modules lacks or has in another version, by the record that npm itself keeps
 * (node_modules/.package-lock.json). Optional packages count only where they are made for this machine: npm rightly leaves
 * out the others and what those depend on, but it also leaves one out in silence when its download failed.
 */
export function missingPackages(root) {
  const locked = packagesIn(path.join(root, 'package-lock.json'))
  const installed = packagesIn(path.join(root, 'node_modules', '.package-lock.json'))
  return Object.entries(locked)
    .filter(([folder, entry]) => {
      if (!folder.startsWith('node_modules/')) return false
      const found = installed[folder]
      if (found === undefined) return entry.optional !== true || madeForThisMachine(entry)
      return found.version !== entry.version || (found.integrity ?? entry.integrity) !== entry.integrity
    })
    .map(([folder]) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length))
}

/** Whether npm has finished an installation of exactly these packages here. */
export function installedAsLocked(root) {
  try {
    readFileSync(path.join(root, 'node_modules', '.package-lock.json'))
  } catch {
    return false
  }
  return missingPackages(root).length === 0
}
