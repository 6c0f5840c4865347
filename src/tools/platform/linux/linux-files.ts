import path from 'node:path'
import { isOfKind } from '../file-kinds.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import { inspectFile, withDates } from '../inspect-file.ts'
import { holdsWords } from '../name-words.ts'
import type { FileMatch, FileSearch, FilesPort } from '../port.ts'
import { runProgram } from '../process.ts'
import { openWithSystem } from './system-open.ts'
import { defaultWalkLimits, type WalkLimits, walk } from './walk.ts'

export interface LinuxFilesOptions {
  environment: Record<string, string | undefined>
  /** Folders to search; the home folder when empty. */
  searchRoots: readonly string[]
  limits?: WalkLimits
}

/** Files by name: a bounded walk, together with plocate's index where it exists (the index may be a day old). */
export function createLinuxFiles({
  environment,
  searchRoots,
  limits = defaultWalkLimits,
}: LinuxFilesOptions): FilesPort {
  const rootFolders = searchRoots.length > 0 ? searchRoots : [environment['HOME'] ?? '/']
  const locate = findProgram('plocate', pathFolders(environment['PATH']))

  const walked = async (search: FileSearch, signal: AbortSignal) => {
    const files: string[] = []
    const complete = await walk(rootFolders, limits, signal, (file) => {
      if (search.kind !== undefined && !isOfKind(file, search.kind)) return
      if (search.kind === undefined && search.words.length === 0 && file.folder) return
      if (holdsWords(file.name, search.words)) files.push(file.path)
    })
    return { files, complete }
  }

  /** plocate answers nothing at all, or only what its index of yesterday holds: it only ever adds to the walk. */
  const located = async (search: FileSearch, signal: AbortSignal): Promise<string[]> => {
    if (locate === undefined || search.words.length === 0) return []
    const args = ['-0', '-i', '-l', '5000', '--basename', '--', ...search.words]
    const result = await runProgram(locate, args, { timeoutMs: 2500, signal, environment }).catch(() => undefined)
    return (result?.stdout ?? '').split('\0').filter((file) => isSearched(file, rootFolders) && nameFits(file, search))
  }

  return {
    async find(search, signal) {
      const [found, index] = await Promise.all([walked(search, signal), located(search, signal)])
      const dated = await withDates([...new Set([...found.files, ...index])])
      const present = dated.filter((match) => match.modifiedAt !== undefined && fitsDate(match, search))
      const ofKind = present.filter(
        (match) => search.kind === undefined || isOfKind({ folder: false, ...match }, search.kind),
      )
      return { matches: ofKind, complete: found.complete }
    },
    inspect: inspectFile,
    async open(file, signal) {
      await openWithSystem(file, path.basename(file), environment, signal)
    },
  }
}

function isSearched(file: string, rootFolders: readonly string[]): boolean {
  const root = rootFolders.find((folder) => file.startsWith(`${folder.replace(/\/$/, '')}/`))
  return root !== undefined && !/\/(?:\.|node_modules\/)/.test(file.slice(root.length))
}

function nameFits(file: string, search: FileSearch): boolean {
  return holdsWords(path.basename(file), search.words)
}

function fitsDate(match: FileMatch, { modified }: FileSearch): boolean {
  if (modified === undefined || match.modifiedAt === undefined) return true
  return match.modifiedAt >= modified.from && match.modifiedAt < modified.to
}
