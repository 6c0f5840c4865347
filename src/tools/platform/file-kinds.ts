import path from 'node:path'
import type { FileKind } from './port.ts'

const endings: Record<Exclude<FileKind, 'folder'>, string> = {
  document: 'doc docx odt rtf pages pdf md txt tex epub html',
  pdf: 'pdf',
  image: 'jpg jpeg png gif heic heif tif tiff bmp webp svg raw dng cr2 nef arw psd avif',
  video: 'mp4 mov mkv avi webm m4v mpg mpeg wmv flv',
  audio: 'mp3 m4a wav flac ogg opus aac aiff wma mid',
  presentation: 'ppt pptx key odp',
  spreadsheet: 'xls xlsx numbers ods csv tsv',
  archive: 'zip tar gz tgz bz2 xz 7z rar zst',
  code: 'ts tsx js jsx mjs py rs go java kt swift c h cpp hpp cs rb php sh lua sql html css json yaml yml toml',
  text: 'txt md log csv rtf',
}

const kindEndings = new Map(Object.entries(endings).map(([kind, list]) => [kind, new Set(list.split(' '))]))

/** Whether a file is of this kind, by its ending. */
export function isOfKind(file: { path: string; folder: boolean }, kind: FileKind): boolean {
  if (kind === 'folder') return file.folder
  if (file.folder) return false
  return kindEndings.get(kind)?.has(path.extname(file.path).slice(1).toLowerCase()) ?? false
}
