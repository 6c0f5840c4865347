import fs from 'node:fs/promises'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import type { PlainFileChanges } from '../change-files.ts'
import type { FileChangesPort } from '../machine-port.ts'

type TrashPort = Pick<FileChangesPort, 'trash' | 'restore' | 'countTrash' | 'emptyTrash'>

/** The trash of the home folder (freedesktop.org Trash Specification 1.0): a folder of things, and one of where they came from. */
export function createLinuxTrash(changes: PlainFileChanges, dataHome: string): TrashPort {
  const trash = path.join(dataHome, 'Trash')
  const [things, notes] = [path.join(trash, 'files'), path.join(trash, 'info')]
  const noteOf = (name: string) => path.join(notes, `${name}.trashinfo`)
  const list = async (folder: string): Promise<string[]> => fs.readdir(folder).catch(() => [])

  /** Writing the note first claims the name, as the specification asks. */
  const claim = async (file: string): Promise<string> => {
    const { name: stem, ext } = path.parse(file)
    const where = encodeURI(file).replace(/[?#]/g, encodeURIComponent)
    const moment = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
    const note = `[Trash Info]\nPath=${where}\nDeletionDate=${moment}\n`
    for (let number = 1; number < 10_000; number += 1) {
      const name = number === 1 ? `${stem}${ext}` : `${stem}.${number}${ext}`
      try {
        await fs.writeFile(noteOf(name), note, { flag: 'wx', mode: 0o600 })
        return name
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
      }
    }
    throw new SamError('trash-full', `The trash holds too many things called ${path.basename(file)}.`)
  }

  return {
    async trash(file, signal) {
      if (`${file}/`.startsWith(`${trash}/`)) throw new SamError('file-protected', 'That is in the trash already.')
      await fs.mkdir(things, { recursive: true, mode: 0o700 })
      await fs.mkdir(notes, { recursive: true, mode: 0o700 })
      const name = await claim(file)
      try {
        await changes.move(file, path.join(things, name), signal)
      } catch (thrown) {
        await fs.rm(noteOf(name), { force: true })
        throw thrown
      }
      return { trashed: path.join(things, name) }
    },
    async restore(trashed, original, signal) {
      await changes.move(trashed, original, signal)
      await fs.rm(noteOf(path.basename(trashed)), { force: true })
    },
    countTrash: async () => (await list(things)).length,
    async emptyTrash(signal) {
      for (const name of await list(things)) {
        signal.throwIfAborted()
        await fs.rm(path.join(things, name), { recursive: true, force: true })
        await fs.rm(noteOf(name), { force: true })
      }
    },
  }
}
