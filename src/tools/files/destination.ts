import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import { plainWords } from '../platform/name-words.ts'
import type { ToolContext } from '../tool.ts'
import { type FileDescription, type FoundFiles, isClearlyMeant } from './file-search.ts'

/** Folders that every home has, by what people call them. */
const wellKnown = new Map([
  ['home', ''],
  ['home folder', ''],
  ['desktop', 'Desktop'],
  ['documents', 'Documents'],
  ['document', 'Documents'],
  ['downloads', 'Downloads'],
  ['download', 'Downloads'],
  ['pictures', 'Pictures'],
  ['photos', 'Pictures'],
  ['music', 'Music'],
  ['movies', 'Movies'],
  ['videos', process.platform === 'linux' ? 'Videos' : 'Movies'],
])

/** Turns "documents", "the tax folder" or a path into a folder. Errors: `folder-not-found`, `folder-ambiguous`. */
export function createDestinationFinder(
  home: string,
  search: (wanted: FileDescription, context: Pick<ToolContext, 'signal' | 'now'>) => Promise<FoundFiles>,
) {
  return async (wanted: string, context: Pick<ToolContext, 'signal' | 'now'>): Promise<string> => {
    if (path.isAbsolute(wanted)) return path.normalize(wanted)
    const words = plainWords(wanted).replace(/^(?:my|the) | (?:folder|directory)$/g, '')
    const known = wellKnown.get(words)
    if (known !== undefined) return path.join(home, known)
    const { files } = await search({ query: words || wanted, kind: 'folder' }, context)
    const [first] = files
    if (first === undefined) throw new SamError('folder-not-found', `I found no folder called ${wanted}.`)
    if (isClearlyMeant(files)) return first.path
    throw new SamError('folder-ambiguous', `There is more than one folder called ${wanted}. Say which one is meant.`)
  }
}
