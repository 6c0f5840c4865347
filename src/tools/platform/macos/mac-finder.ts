import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import { createFileChanges } from '../change-files.ts'
import type { DisksPort, FileChangesPort } from '../machine-port.ts'
import { scriptMethods } from './json-scripts.ts'
import type { MacPrograms } from './mac-programs.ts'
import { count, line, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

/** Finder's file addresses as paths; a network place has none. */
const place = z
  .string()
  .max(8000)
  .transform((url) => {
    try {
      return fileURLToPath(url).replace(/(?<=.)\/$/, '')
    } catch {
      return undefined
    }
  })
const places = z.array(place).max(5000)

/** Files by the file system, the trash and the selection by Finder. */
export function createMacFileChanges(
  programs: MacPrograms,
  runScript: ScriptRunner,
  environment: Record<string, string | undefined>,
): FileChangesPort {
  const finder = scriptMethods(runScript, 'finder')
  return {
    ...createFileChanges(environment),
    async trash(file, signal) {
      const trashed = await finder('trash', { path: file }, place, signal)
      return trashed === undefined ? {} : { trashed }
    },
    async restore(trashed, original, signal) {
      const [folder, name] = [path.dirname(original), path.basename(original)]
      await finder('restore', { trashed, folder, name }, nothing, signal)
    },
    countTrash: (signal) => finder('count', {}, count, signal),
    async emptyTrash(signal) {
      await finder('empty', {}, nothing, signal)
    },
    async reveal(file, signal) {
      const result = await programs.run('open', ['-R', file], { timeoutMs: 8000, signal })
      if (result.exitCode === 0) return
      throw new SamError('file-not-found', `${path.basename(file)} is not there any more.`, {
        cause: new Error(result.stderr),
      })
    },
    async selection(signal) {
      const found = await finder('selection', {}, places, signal)
      return found.filter((file) => file !== undefined)
    },
  }
}

const names = z.array(line).max(200)

/** Disks by Finder, which tells itself what holds one back. */
export function createMacDisks(runScript: ScriptRunner): DisksPort {
  const finder = scriptMethods(runScript, 'finder')
  return {
    ejectable: (signal) => finder('ejectable', {}, names, signal),
    async eject(name, signal) {
      await finder('eject', { name }, nothing, signal)
      if ((await finder('ejectable', {}, names, signal)).includes(name)) {
        throw new SamError('disk-in-use', `${name} is still in use, so it stays.`, {
          remedy: 'Close what is open from it, then ask again.',
        })
      }
    },
  }
}
