/** More are not taken at once; the core takes no more either. */
export const mostFiles = 2000

/** The files of what was dropped, also those inside folders. Hidden ones in folders are left out. Stops one beyond `mostFiles`. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  // Entries have to be asked for before anything is waited for.
  const folders = [...data.items].flatMap((item) => {
    const entry = item.webkitGetAsEntry()
    return entry !== null && isFolder(entry) ? [entry] : []
  })
  // A folder is among the files too, as one that cannot be read.
  const names = new Set(folders.map(({ name }) => name))
  const files = [...data.files].filter(({ name }) => !names.has(name))
  for (const folder of folders) await collect(folder, files)
  return files
}

// The classes that the standard names are no globals of Chromium.
function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length > mostFiles || entry.name.startsWith('.')) return
  if (isFile(entry)) files.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)))
  if (!isFolder(entry)) return
  const reader = entry.createReader()
  for (;;) {
    // A reader answers a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const inner of some) await collect(inner, files)
  }
}
