import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { spokenList } from '../spoken/lists.ts'
import type { ToolContext } from '../tool.ts'
import {
  type FileDescription,
  type FoundFile,
  type FoundFiles,
  isClearlyMeant,
  searchedFor,
  searchSlots,
} from './file-search.ts'

/** How a request names one file: by description, by its place among those found before, or by its path. */
export const fileSlots = {
  ...searchSlots,
  position: z.number().int().min(1).max(100).optional().describe('Which one of the files found before, 1 is the first'),
  path: z.string().startsWith('/').max(4000).optional().describe('Absolute path, where it is known'),
}
export type MeantFile = { [Slot in keyof typeof fileSlots]?: z.infer<(typeof fileSlots)[Slot]> }

const mostSpoken = 3

/** Finds the one file that is meant. Errors: `file-not-found`, `file-ambiguous`, `nothing-found-before`, `timed-out`. */
export function createFileChooser(
  search: (wanted: FileDescription, context: Pick<ToolContext, 'signal' | 'now'>) => Promise<FoundFiles>,
  foundFiles: { paths: readonly string[] },
) {
  return async (
    { path: given, position, ...wanted }: MeantFile,
    { signal, now }: Pick<ToolContext, 'signal' | 'now'>,
    verb: string,
  ): Promise<string> => {
    if (given !== undefined) return given
    if (position !== undefined) return earlierFile(foundFiles.paths, position)
    const { files, total } = await search(wanted, { signal, now })
    const [first] = files
    if (first === undefined) throw new SamError('file-not-found', `I found no ${searchedFor(wanted) || 'such file'}.`)
    if (wanted.latest === true || isClearlyMeant(files)) return first.path
    foundFiles.paths = files.map((file) => file.path)
    throw new SamError('file-ambiguous', `There are ${total}: ${someNames(files, total)}. Which one shall I ${verb}?`)
  }
}

/** The words of the request, for a sentence: "report.pdf", "file number 2 of those found before". */
export function meantFile({ path: given, position, ...wanted }: MeantFile): string {
  if (given !== undefined) return path.basename(given)
  if (position !== undefined) return `file number ${position} of those found before`
  return searchedFor(wanted) || 'a file'
}

function earlierFile(paths: readonly string[], position: number): string {
  const file = paths[position - 1]
  if (file !== undefined) return file
  if (paths.length === 0) {
    throw new SamError('nothing-found-before', 'I have not found any files yet. Ask me to find some first.')
  }
  throw new SamError('file-not-found', `I found only ${paths.length === 1 ? 'one file' : `${paths.length} files`}.`)
}

/** The first few by name; those of one name are told apart by where they lie. */
export function someNames(files: readonly FoundFile[], total: number): string {
  const first = files.slice(0, mostSpoken)
  const names = first.map((file) => path.basename(file.path))
  const told = first.map((file) => {
    const name = path.basename(file.path)
    return names.filter((other) => other === name).length > 1 ? placed(file) : name
  })
  const rest = total - told.length
  return spokenList(rest > 0 ? [...told, `${rest} more`] : told)
}

/** "report.pdf in Documents". */
export function placed(file: { path: string }): string {
  return `${path.basename(file.path)} in ${path.basename(path.dirname(file.path)) || 'the top folder'}`
}
