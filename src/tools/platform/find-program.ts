import fs from 'node:fs'
import path from 'node:path'

/** Absolute path of a program in the first of the folders that has it, or undefined. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const file = path.join(folder, name)
    try {
      fs.accessSync(file, fs.constants.X_OK)
      if (fs.statSync(file).isFile()) return file
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

/** The folders of a PATH; relative ones are left out, since they depend on where SAM was started. */
export function pathFolders(searchPath: string | undefined): string[] {
  return (searchPath ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder))
}
