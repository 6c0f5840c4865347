import fs from 'node:fs/promises'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import type { FileMatch } from './port.ts'

/** Endings whose opening runs or installs something, whatever the permission bits say. */
const runnable = new Set(
  'action app applescript bash bat bundle cmd command csh deb desktop dmg exe fish flatpakref jar js ksh mpkg msi pkg pl prefpane ps1 py rb rpm run scpt scptd sh snap terminal tool url vbs webloc workflow zsh appimage'.split(
    ' ',
  ),
)

/** Endings that are only looked at: such a file may carry the permission bit by accident (network and USB disks set it). */
const harmless = new Set(
  'aac avi bmp csv doc docx epub flac gif heic html jpeg jpg json key log m4a m4v md mkv mov mp3 mp4 numbers odp ods odt ogg pages pdf png ppt pptx rtf svg tif tiff tsv txt wav webm webp xls xlsx xml yaml yml zip'.split(
    ' ',
  ),
)

/** Follows links to the real file and says whether opening it would run something. Error `file-not-found`. */
export async function inspectFile(file: string): Promise<{ path: string; folder: boolean; executable: boolean }> {
  try {
    const real = await fs.realpath(file)
    const facts = await fs.stat(real)
    const ending = path.extname(real).slice(1).toLowerCase()
    const permission = facts.isFile() && (facts.mode & 0o111) !== 0 && !harmless.has(ending)
    return { path: real, folder: facts.isDirectory(), executable: permission || runnable.has(ending) }
  } catch (cause) {
    throw new SamError('file-not-found', `${path.basename(file)} is not there any more.`, { cause })
  }
}

/** Adds the time of the last change; a file that is gone keeps its place without one. */
export async function withDates(files: readonly string[]): Promise<FileMatch[]> {
  return Promise.all(
    files.map(async (file) => {
      try {
        const facts = await fs.stat(file)
        return { path: file, modifiedAt: facts.mtime, folder: facts.isDirectory() }
      } catch {
        return { path: file }
      }
    }),
  )
}
