import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { createFileChooser, fileSlots, type MeantFile, meantFile, placed } from '../files/choose-file.ts'
import { createDestinationFinder } from '../files/destination.ts'
import { createFileSearch } from '../files/file-search.ts'
import { refuseProtected, renamed, safeFileName } from '../files/safe-names.ts'
import { done, type Prepared, type Tool, type ToolContext } from '../tool.ts'
import type { ToolServices } from './services.ts'

const destination = z.string().trim().min(1).max(1000).describe('Name or path of the folder it goes to')
const newName = z.string().trim().min(1).max(255)
const moveInput = z.strictObject({ ...fileSlots, destination })
const renameInput = z.strictObject({ ...fileSlots, name: newName.describe('The new name') })
const copyInput = z.strictObject({
  ...fileSlots,
  destination: destination.optional(),
  name: newName
    .optional()
    .describe('Name of the copy; like the original with the word "copy" where it stays in its folder'),
})
const folderInput = z.strictObject({
  name: newName.describe('Name of the new folder'),
  destination: destination.optional().describe('Folder it is made in; the desktop when absent'),
})
const movedReceipt = z.object({ from: z.string(), to: z.string() })
const createdReceipt = z.object({ created: z.string() })

/** What was asked, and once it is looked up the two paths. */
type Change<Input> = Input & { source?: string; target?: string }

const timeoutMs = 120_000

/** files.move, files.rename, files.copy, files.new-folder. */
export function createFileChangeTools({ platform, foundFiles }: ToolServices): Tool[] {
  const { fileChanges } = platform
  const search = createFileSearch(platform.files)
  const choose = createFileChooser(search, foundFiles)
  const folderNamed = createDestinationFinder(fileChanges.home, search)

  const located = async (input: MeantFile, context: ToolContext, verb: string) => {
    const found = await fileChanges.locate(await choose(input, context, verb))
    return { ...found, name: path.basename(found.path) }
  }
  const folderOf = async (wanted: string, context: ToolContext): Promise<string> => {
    const { path: folder, folder: isFolder } = await fileChanges.locate(await folderNamed(wanted, context))
    if (!isFolder && platform.kind !== 'recording') throw new SamError('folder-not-found', `${wanted} is not a folder.`)
    return folder
  }
  const prepared = <Input extends object>(input: Input, source: string, target: string, sentence: string) => {
    if (source === target) throw new SamError('nothing-to-change', `${path.basename(source)} is there already.`)
    const change: Prepared<Change<Input>> = {
      input: { ...input, source, target },
      target: path.dirname(target),
      sentence,
    }
    return change
  }
  const moveBack = async (receipt: unknown, { signal }: ToolContext) => {
    const { from, to } = movedReceipt.parse(receipt)
    await fileChanges.move(to, from, signal)
    return done(`${placed({ path: from })} is as it was.`)
  }

  const move: Tool<Change<z.infer<typeof moveInput>>> = {
    name: 'files.move',
    tier: 'reversible',
    summary: 'Moves a file or folder into another folder; never overwrites anything.',
    schema: moveInput,
    timeoutMs,
    describe: (input) => `Move ${meantFile(input)} to ${input.destination}.`,
    async prepare(input, context) {
      const { path: source, name } = await located(input, context, 'move')
      refuseProtected(source, fileChanges.home)
      const folder = await folderOf(input.destination, context)
      return prepared(
        input,
        source,
        path.join(folder, name),
        `Move ${placed({ path: source })} to ${shownFolder(folder)}.`,
      )
    },
    async run(input, { signal }) {
      const { source, target } = looked(input)
      await fileChanges.move(source, target, signal)
      return done(`I moved ${path.basename(source)} to ${shownFolder(path.dirname(target))}.`, {
        output: { from: source, to: target },
        receipt: { from: source, to: target },
      })
    },
    undo: moveBack,
  }

  const rename: Tool<Change<z.infer<typeof renameInput>>> = {
    name: 'files.rename',
    tier: 'reversible',
    summary: 'Gives a file or folder another name.',
    schema: renameInput,
    timeoutMs,
    describe: (input) => `Rename ${meantFile(input)} to ${input.name}.`,
    async prepare(input, context) {
      const { path: source, folder, name } = await located(input, context, 'rename')
      refuseProtected(source, fileChanges.home)
      const target = path.join(path.dirname(source), renamed(name, input.name, folder))
      return prepared(input, source, target, `Rename ${placed({ path: source })} to ${path.basename(target)}.`)
    },
    async run(input, { signal }) {
      const { source, target } = looked(input)
      await fileChanges.move(source, target, signal)
      return done(`${path.basename(source)} is now called ${path.basename(target)}.`, {
        output: { from: source, to: target },
        receipt: { from: source, to: target },
      })
    },
    undo: moveBack,
  }

  const copy: Tool<Change<z.infer<typeof copyInput>>> = {
    name: 'files.copy',
    tier: 'reversible',
    summary: 'Copies a file or folder; never overwrites anything.',
    schema: copyInput,
    timeoutMs: 300_000,
    describe: (input) =>
      `Copy ${meantFile(input)}${input.destination === undefined ? '' : ` to ${input.destination}`}.`,
    async prepare(input, context) {
      const { path: source, folder: isFolder, name } = await located(input, context, 'copy')
      const folder = input.destination === undefined ? path.dirname(source) : await folderOf(input.destination, context)
      const sameFolder = folder === path.dirname(source)
      const wanted = input.name ?? (sameFolder ? `${path.parse(name).name} copy` : name)
      const target = path.join(folder, renamed(name, wanted, isFolder))
      return prepared(input, source, target, `Copy ${placed({ path: source })} to ${placed({ path: target })}.`)
    },
    async run(input, { signal }) {
      const { source, target } = looked(input)
      await fileChanges.copy(source, target, signal)
      return done(`I copied ${path.basename(source)} to ${placed({ path: target })}.`, {
        output: { from: source, to: target },
        receipt: { created: target },
      })
    },
    async undo(receipt, { signal }) {
      // Into the trash, not gone: somebody may have worked on the copy since.
      const { created } = createdReceipt.parse(receipt)
      await fileChanges.trash(created, signal)
      return done(`The copy ${path.basename(created)} is in the trash.`)
    },
  }

  const newFolder: Tool<Change<z.infer<typeof folderInput>>> = {
    name: 'files.new-folder',
    tier: 'reversible',
    summary: 'Makes a new folder, on the desktop when no place is named.',
    schema: folderInput,
    timeoutMs: 30_000,
    describe: ({ name, destination: where = 'desktop' }) => `Make a folder called ${name} in ${where}.`,
    async prepare(input, context) {
      const folder = await folderOf(input.destination ?? 'desktop', context)
      const target = path.join(folder, safeFileName(input.name))
      return {
        input: { ...input, target },
        target: folder,
        sentence: `Make a folder called ${placed({ path: target })}.`,
      }
    },
    async run({ target }) {
      if (target === undefined) throw new Error('files.new-folder runs only with the path that prepare found')
      await fileChanges.createFolder(target)
      return done(`I made the folder ${placed({ path: target })}.`, {
        output: { path: target },
        receipt: { created: target },
      })
    },
    async undo(receipt) {
      const { created } = createdReceipt.parse(receipt)
      await fileChanges.removeEmptyFolder(created)
      return done(`I removed the folder ${path.basename(created)} again.`)
    },
  }

  return [move, rename, copy, newFolder]
}

function looked(input: { source?: string; target?: string }): { source: string; target: string } {
  const { source, target } = input
  if (source === undefined || target === undefined)
    throw new Error('files are changed only at the paths that prepare found')
  return { source, target }
}

function shownFolder(folder: string): string {
  return path.basename(folder) || 'the top folder'
}
