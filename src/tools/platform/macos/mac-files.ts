import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { inspectFile, withDates } from '../inspect-file.ts'
import type { FileMatch, FilesPort } from '../port.ts'
import type { MacPrograms } from './mac-programs.ts'
import { spotlightQuery } from './spotlight-query.ts'

/** Places that hold no files of the user's own making. */
const notTheirs = /\/(?:\.[^/]|node_modules\/|__pycache__\/)|\.app\/|\.photoslibrary\//

/** @param searchRoots folders to search instead of the whole home folder */
export function createMacFiles(programs: MacPrograms, home: string, searchRoots: readonly string[]): FilesPort {
  const places = (searchRoots.length > 0 ? searchRoots : [home]).flatMap((folder) => ['-onlyin', folder])
  const library = `${path.join(home, 'Library')}/`
  const lastUsed = async (files: string[], signal: AbortSignal): Promise<FileMatch[]> => {
    if (files.length === 0) return []
    const args = ['-raw', '-nullMarker', '', '-name', 'kMDItemLastUsedDate', ...files]
    const { stdout } = await programs.run('mdls', args, { timeoutMs: 8000, signal })
    const dates = stdout.split('\0')
    return files.map((file, index) => {
      const usedAt = new Date(dates[index] || Number.NaN)
      return Number.isNaN(usedAt.getTime()) ? { path: file } : { path: file, modifiedAt: usedAt }
    })
  }
  return {
    async find(search, signal) {
      const args = ['-0', ...places, spotlightQuery(search)]
      const result = await programs.run('mdfind', args, { timeoutMs: 10_000, signal }).catch((cause: unknown) => {
        if (!(cause instanceof SamError) || cause.code !== 'timed-out') throw cause
        throw new SamError('timed-out', 'Spotlight did not answer in time, so I cannot say what there is.', { cause })
      })
      if (result.exitCode !== 0) {
        throw new SamError('spotlight-failed', 'Spotlight could not search.', {
          cause: new Error(result.stderr),
          remedy: 'Check that Spotlight indexes your disk: System Settings, Spotlight.',
        })
      }
      const files = result.stdout.split('\0').filter((file) => file.startsWith('/') && !file.startsWith(library))
      const theirs = files.filter((file) => !notTheirs.test(file.startsWith(home) ? file.slice(home.length) : file))
      const matches =
        search.byRecentUse === true
          ? await lastUsed(theirs.slice(0, 400), signal)
          : await withDates(theirs.slice(0, 2000))
      return { matches, complete: theirs.length <= 2000 }
    },
    inspect: inspectFile,
    async open(file, signal) {
      const result = await programs.run('open', [file], { timeoutMs: 8000, signal })
      if (result.exitCode === 0) return
      if (/No application/i.test(result.stderr)) {
        throw new SamError('no-application', `No application here opens ${path.basename(file)}.`)
      }
      throw new SamError('open-failed', `${path.basename(file)} could not be opened.`, {
        cause: new Error(result.stderr),
      })
    },
  }
}
