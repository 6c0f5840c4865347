import { readFileSync } from 'node:fs'
import path from 'node:path'

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** npm's rule for os, cpu and libc: none of the names after "!", and one of the others where there are others. */
function fits(rule, own) {
  const names = rule === undefined ? [] : [rule].flat()
  const allowed = names.filter((name) => !name.startsWith('!'))
  return !names.includes(`!${own}`) && (allowed.length === 0 || allowed.includes(own))
}

/** Packages for another operating system or processor are rightly absent. */
function forThisMachine(locked) {
  const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
  return (
    fits(locked.os, process.platform) &&
    fits(locked.cpu, process.arch) &&
    (process.platform !== 'linux' || fits(locked.libc, libc))
  )
}

/**
 * Whether node_modules already holds exactly what package-lock.json says, by the record that npm itself keeps
 * (node_modules/.package-lock.json): then nothing is installed again, for example after `npm install` by hand.
 */
export function installedAsLocked(root) {
  const locked = packagesIn(path.join(root, 'package-lock.json'))
  const installed = packagesIn(path.join(root, 'node_modules', '.package-lock.json'))
  if (locked === undefined || installed === undefined) return false
  const wanted = Object.entries(locked).filter(([folder]) => folder.startsWith('node_modules/'))
  return wanted.every(([folder, entry]) => {
    const found = installed[folder]
    if (found === undefined) return entry.optional === true && !forThisMachine(entry)
    return found.version === entry.version && (found.integrity ?? entry.integrity) === entry.integrity
  })
}
