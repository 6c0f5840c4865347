import path from 'node:path'
import { z } from 'zod'
import { createFileChooser, fileSlots, type MeantFile, meantFile, placed } from '../files/choose-file.ts'
import { createFileSearch } from '../files/file-search.ts'
import { refuseProtected } from '../files/safe-names.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const fileInput = z.strictObject(fileSlots)
const trashReceipt = z.object({ trashed: z.string(), original: z.string() })
const mostSpoken = 4

/** files.reveal, files.trash, files.empty-trash, finder.selection. */
export function createFinderTools({ platform, foundFiles }: ToolServices): Tool[] {
  const { fileChanges } = platform
  const choose = createFileChooser(createFileSearch(platform.files), foundFiles)

  const reveal: Tool<MeantFile> = {
    name: 'files.reveal',
    tier: 'reversible',
    onlyShows: true,
    summary: 'Shows a file or folder in the Finder.',
    schema: fileInput,
    timeoutMs: 30_000,
    describe: (input) => `Show ${meantFile(input)} in its folder.`,
    async prepare(input, context) {
      const { path: file } = await fileChanges.locate(await choose(input, context, 'show'))
      return { input: { path: file }, target: path.dirname(file) }
    },
    async run({ path: file = '' }, { signal }) {
      await fileChanges.reveal(file, signal)
      return done(`Here is ${placed({ path: file })}.`, { output: { path: file } })
    },
  }

  const trash: Tool<MeantFile> = {
    name: 'files.trash',
    tier: 'confirm',
    summary: 'Moves a file or folder to the trash, from where it can be put back.',
    schema: fileInput,
    timeoutMs: 60_000,
    describe: (input) => `Move ${meantFile(input)} to the trash.`,
    async prepare(input, context) {
      const { path: file, folder } = await fileChanges.locate(await choose(input, context, 'throw away'))
      refuseProtected(file, fileChanges.home)
      const what = folder ? `the folder ${placed({ path: file })} with everything in it` : placed({ path: file })
      return { input: { path: file }, target: path.dirname(file), sentence: `Move ${what} to the trash.` }
    },
    async run({ path: file = '' }, { signal }) {
      const { trashed } = await fileChanges.trash(file, signal)
      const receipt = trashed === undefined ? {} : { receipt: { trashed, original: file } }
      return done(`${path.basename(file)} is in the trash.`, { output: { path: file }, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { trashed, original } = trashReceipt.parse(receipt)
      await fileChanges.restore(trashed, original, signal)
      return done(`${placed({ path: original })} is back.`)
    },
  }

  const emptyTrash: Tool<Record<string, never>> = {
    name: 'files.empty-trash',
    tier: 'strong-confirm',
    summary: 'Deletes everything in the trash for good.',
    schema: z.strictObject({}),
    timeoutMs: 180_000,
    describe: () => 'Delete everything in the trash for good.',
    async prepare(input, { signal }) {
      const count = await fileChanges.countTrash(signal)
      const what = count === 1 ? 'the one thing' : `the ${count} things`
      return { input, sentence: `Delete ${what} in the trash for good. This cannot be undone.` }
    },
    async run(_, { signal }) {
      if ((await fileChanges.countTrash(signal)) === 0) return done('The trash is empty already.')
      await fileChanges.emptyTrash(signal)
      return done('The trash is empty.')
    },
  }

  const selection: Tool<Record<string, never>> = {
    name: 'finder.selection',
    tier: 'read',
    summary: 'Tells which files are selected in the Finder; files.open and the others can then take one by position.',
    schema: z.strictObject({}),
    timeoutMs: 12_000,
    taints: true,
    describe: () => 'Tell which files are selected.',
    async run(_, { signal }) {
      const paths = await fileChanges.selection(signal)
      if (paths.length === 0) return done('Nothing is selected.', { output: { paths } })
      foundFiles.paths = paths
      const names = paths.slice(0, mostSpoken).map((file) => path.basename(file))
      const rest = paths.length - names.length
      const told = spokenList(rest > 0 ? [...names, `${rest} more`] : names)
      return done(`${told} ${paths.length === 1 ? 'is' : 'are'} selected.`, { output: { paths } })
    },
  }

  return [reveal, trash, emptyTrash, selection]
}
