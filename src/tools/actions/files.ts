import path from 'node:path'
import { z } from 'zod'
import { createFileChooser, fileSlots, meantFile, placed, someNames } from '../files/choose-file.ts'
import { createFileSearch, type FoundFile, type FoundFiles, searchedFor, searchSlots } from '../files/file-search.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const somethingGiven = (input: object) => Object.values(input).some((value) => value !== undefined)

const findInput = z
  .strictObject(searchSlots)
  .refine(somethingGiven, { message: 'Say a name, a kind or a time of the file.' })
const openInput = z.strictObject(fileSlots).refine(somethingGiven, { message: 'Say which file.' })
const recentInput = z.strictObject({ kind: searchSlots.kind, from: searchSlots.from, to: searchSlots.to })
type OpenInput = z.infer<typeof openInput>

const timeoutMs = 25_000

/** files.find, files.open, files.recent. */
export function createFileTools({ platform, foundFiles }: ToolServices): Tool[] {
  const search = createFileSearch(platform.files)

  const tell = ({ files, total, complete }: FoundFiles, wanted: string, latest: boolean) => {
    foundFiles.paths = files.map((file) => file.path)
    const output = { files: files.map(shown), total, complete }
    const [first] = files
    if (first === undefined) return done(`I found ${wanted === '' ? 'nothing' : `no ${wanted}`}.`, { output })
    const more = complete ? '' : ' There may be more: I did not get through everything in time.'
    if (files.length === 1) return done(`I found ${placed(first)}.${more}`, { output })
    if (latest) return done(`The latest of ${total} is ${placed(first)}.${more}`, { output })
    return done(`I found ${total}: ${someNames(files, total)}.${more}`, { output })
  }

  const find: Tool<z.infer<typeof findInput>> = {
    name: 'files.find',
    tier: 'read',
    summary:
      'Finds files and folders by name, kind and time of the last change; files.open can then open one by position.',
    schema: findInput,
    timeoutMs,
    // Whoever sends a file has named it.
    taints: true,
    describe: (input) => `Look for ${searchedFor(input) || 'files'}.`,
    async run(input, { signal, now }) {
      return tell(await search(input, { signal, now }), searchedFor(input), input.latest === true)
    },
  }

  const recent: Tool<z.infer<typeof recentInput>> = {
    name: 'files.recent',
    tier: 'read',
    summary: 'Tells which files were used last.',
    schema: recentInput,
    timeoutMs,
    taints: true,
    describe: () => 'List the files that were used last.',
    async run(input, { signal, now }) {
      return tell(await search({ ...input, recent: true }, { signal, now }), 'file used lately', false)
    },
  }

  const choose = createFileChooser(search, foundFiles)

  const open: Tool<OpenInput> = {
    name: 'files.open',
    tier: 'reversible',
    onlyShows: true,
    summary: 'Opens a file or folder: one found before by its position, or the one that fits a description.',
    schema: openInput,
    timeoutMs,
    describe: (input) => `Open ${meantFile(input)}.`,
    async prepare(input, context) {
      const real = await platform.files.inspect(await choose(input, context, 'open'))
      const name = path.basename(real.path)
      // A permission for a folder never covers programs that come to lie in it.
      if (!real.executable) return { input: { path: real.path }, target: path.dirname(real.path) }
      return {
        input: { path: real.path },
        target: real.path,
        tier: 'confirm',
        sentence: `Open ${name} in ${path.dirname(real.path)}, which would run it as a program.`,
      }
    },
    async run(input, { signal }) {
      if (input.path === undefined) throw new Error('files.open runs only with the path that prepare found')
      await platform.files.open(input.path, signal)
      return done(`Opening ${path.basename(input.path)}.`, { output: { path: input.path } })
    },
  }

  return [find, open, recent]
}

function shown(file: FoundFile) {
  return {
    name: path.basename(file.path),
    path: file.path,
    ...(file.modifiedAt === undefined ? {} : { modifiedAt: file.modifiedAt.toISOString() }),
  }
}
