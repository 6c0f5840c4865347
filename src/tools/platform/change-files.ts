import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import { copyTree, sameTree } from './copy-tree.ts'
import type { FileChangesPort } from './machine-port.ts'

type Errno = NodeJS.ErrnoException
const codeOf = (thrown: unknown) => (thrown as Errno).code ?? ''

/** Where hard links are not possible or not allowed. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS', 'EACCES'])

/** The part of the port that is the same on every system. */
export type PlainFileChanges = Pick<
  FileChangesPort,
  'home' | 'locate' | 'move' | 'copy' | 'createFolder' | 'removeEmptyFolder'
>

export function createFileChanges(environment: Record<string, string | undefined>): PlainFileChanges {
  const home = environment['HOME'] || os.homedir()
  return {
    home,
    async locate(file) {
      const folder = await fs.realpath(path.dirname(file)).catch((cause) => {
        throw missing(file, cause)
      })
      const located = path.join(folder, path.basename(file))
      const facts = await fs.lstat(located).catch((cause) => {
        throw missing(file, cause)
      })
      return { path: located, folder: facts.isDirectory() }
    },
    move: (from, to, signal) => told(from, to, () => move(from, to, signal)),
    copy: (from, to, signal) => told(from, to, () => copyInto(from, to, signal)),
    createFolder: (folder) => told(folder, folder, () => fs.mkdir(folder)),
    async removeEmptyFolder(folder) {
      try {
        await fs.rmdir(folder)
      } catch (cause) {
        if (codeOf(cause) === 'ENOENT') throw missing(folder, cause)
        throw new SamError('folder-not-empty', `${path.basename(folder)} is not empty any more, so I leave it.`, {
          cause,
        })
      }
    },
  }
}

async function move(from: string, to: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const facts = await fs.lstat(from)
  if (facts.isDirectory()) refuseIntoItself(from, to)
  // On a disk that does not tell upper from lower case the new name of a file seems taken by the file itself.
  if (from.toLowerCase() === to.toLowerCase() && (await isSameFile(from, to))) return fs.rename(from, to)
  try {
    await (facts.isDirectory()
      ? renameFolder(from, to)
      : facts.isSymbolicLink()
        ? renameLink(from, to)
        : renameFile(from, to))
  } catch (thrown) {
    if (codeOf(thrown) !== 'EXDEV') throw thrown
    await moveAcross(from, to, signal)
  }
}

/** `rename` replaces what is there; a second link does not: taking the new name and failing when it is taken is one step. */
async function renameFile(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to)
  } catch (thrown) {
    if (!noLinks.has(codeOf(thrown))) throw thrown
    return renameOverOwn(from, to)
  }
  await fs.unlink(from)
}

/** Takes the name with an empty file first, which fails when it is taken, and then replaces that. */
async function renameOverOwn(from: string, to: string): Promise<void> {
  await (await fs.open(to, 'wx')).close()
  try {
    await fs.rename(from, to)
  } catch (thrown) {
    await fs.unlink(to)
    throw thrown
  }
}

async function renameLink(from: string, to: string): Promise<void> {
  await fs.symlink(await fs.readlink(from), to)
  await fs.unlink(from)
}

/** A folder may replace an empty one and nothing else: making that one first fails when the name is taken. */
async function renameFolder(from: string, to: string): Promise<void> {
  await fs.mkdir(to)
  try {
    await fs.rename(from, to)
  } catch (thrown) {
    await fs.rmdir(to).catch(() => undefined)
    throw thrown
  }
}

/** To another disk: a copy, compared with the original before that is removed. */
async function moveAcross(from: string, to: string, signal: AbortSignal): Promise<void> {
  await copyInto(from, to, signal)
  if (!(await sameTree(from, to))) {
    throw new SamError(
      'file-busy',
      `${path.basename(from)} changed while I moved it. The copy is in ${path.dirname(to)}, the original is where it was.`,
    )
  }
  await fs.rm(from, { recursive: true })
}

/** Copies beside the target under a name of its own, so that nothing half done ever bears the real name. */
async function copyInto(from: string, to: string, signal: AbortSignal): Promise<void> {
  await refuseTaken(to)
  refuseIntoItself(from, to)
  const unfinished = path.join(
    path.dirname(to),
    `.${path.basename(to).slice(0, 100)}.${process.pid}-${Date.now()}.copying`,
  )
  try {
    await copyTree(from, unfinished, signal)
    await move(unfinished, to, signal)
  } catch (thrown) {
    await fs.rm(unfinished, { recursive: true, force: true })
    throw thrown
  }
}

/** Only saves the work: the name is taken for certain when the copy is put in place. */
async function refuseTaken(to: string): Promise<void> {
  const taken = await fs.lstat(to).then(
    () => true,
    () => false,
  )
  if (taken) throw Object.assign(new Error('taken'), { code: 'EEXIST' })
}

function refuseIntoItself(from: string, to: string): void {
  if (!`${to}/`.startsWith(`${from}/`)) return
  throw new SamError('folder-into-itself', `${path.basename(from)} cannot go into itself.`)
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const facts = await Promise.all([one, other].map((file) => fs.lstat(file).catch(() => undefined)))
  return facts[0] !== undefined && facts[0].ino === facts[1]?.ino && facts[0].dev === facts[1].dev
}

function missing(file: string, cause: unknown): SamError {
  return new SamError('file-not-found', `${path.basename(file)} is not there any more.`, { cause })
}

async function told(from: string, to: string, task: () => Promise<unknown>): Promise<void> {
  const [name, where] = [path.basename(to), path.basename(path.dirname(to)) || 'the top folder']
  try {
    await task()
  } catch (cause) {
    switch (codeOf(cause)) {
      case 'EEXIST':
      case 'ENOTEMPTY':
        throw new SamError('target-exists', `There is already a ${name} in ${where}, and I never overwrite.`, { cause })
      case 'ENOENT':
        throw missing(from, cause)
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        throw new SamError('not-permitted', `I am not allowed to change ${path.basename(from)} or ${where}.`, { cause })
      case 'ENOSPC':
      case 'EDQUOT':
        throw new SamError('disk-full', `There is not enough space in ${where}.`, { cause })
      case 'ENOTDIR':
        throw new SamError('folder-not-found', `${where} is not a folder.`, { cause })
      case 'ENAMETOOLONG':
      case 'EINVAL':
        throw new SamError('name-not-possible', `A file cannot be called ${name.slice(0, 40)}.`, { cause })
      default:
        if (!codeOf(cause).startsWith('ERR_FS_CP')) throw cause
        throw new SamError('copy-impossible', `${path.basename(from)} holds something that cannot be copied.`, {
          cause,
        })
    }
  }
}
