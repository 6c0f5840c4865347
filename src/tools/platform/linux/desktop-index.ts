import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findProgram, pathFolders } from '../find-program.ts'
import type { ApplicationReference } from '../port.ts'
import { type DesktopEntry, parseDesktopEntry } from './desktop-entry.ts'

type Environment = Record<string, string | undefined>

/** Folders of desktop entries, the user's own first: an id found earlier hides the same id found later. */
function applicationFolders(environment: Environment): string[] {
  const home = environment['HOME'] ?? os.homedir()
  const own = environment['XDG_DATA_HOME'] || path.join(home, '.local', 'share')
  const shared = (environment['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':')
  const exported = [
    path.join(own, 'flatpak', 'exports', 'share'),
    '/var/lib/flatpak/exports/share',
    '/var/lib/snapd/desktop',
  ]
  const roots = [own, ...shared, ...exported].filter((root) => path.isAbsolute(root))
  return [...new Set(roots)].map((root) => path.join(root, 'applications'))
}

function desktopFiles(folder: string): string[] {
  try {
    return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.desktop'))
  } catch {
    return []
  }
}

/** Reads every entry that could be started now, hidden ones included. */
export function readDesktopEntries(environment: Environment): DesktopEntry[] {
  const byId = new Map<string, DesktopEntry | undefined>()
  const programFolders = pathFolders(environment['PATH'])
  const present = (entry: DesktopEntry) => {
    if (entry.tryExec === undefined) return true
    return path.isAbsolute(entry.tryExec)
      ? fs.existsSync(entry.tryExec)
      : findProgram(entry.tryExec, programFolders) !== undefined
  }
  for (const folder of applicationFolders(environment)) {
    for (const relative of desktopFiles(folder)) {
      const id = relative.replaceAll(path.sep, '-')
      if (byId.has(id)) continue
      const file = path.join(folder, relative)
      try {
        byId.set(id, parseDesktopEntry(fs.readFileSync(file, 'utf8'), id, file))
      } catch {
        // A dangling link or an unreadable file is no application.
      }
    }
  }
  return [...byId.values()].filter((entry): entry is DesktopEntry => entry !== undefined && present(entry))
}

/** Names that mean "whatever application this machine has for it". */
const categoryOfName: Record<string, string> = {
  Terminal: 'TerminalEmulator',
  Calculator: 'Calculator',
  Finder: 'FileManager',
}

/** The entry that is this application here: by its own id, the known ids, the name, then the category of a general name. */
export function findEntry(
  application: ApplicationReference,
  entries: readonly DesktopEntry[],
): DesktopEntry | undefined {
  const ids = [application.installedId, ...(application.desktopIds ?? [])]
  for (const id of ids) {
    const entry = entries.find((candidate) => candidate.id === id)
    if (entry !== undefined) return entry
  }
  const name = application.name.toLowerCase()
  const visible = entries.filter((entry) => !entry.hidden)
  const category = categoryOfName[application.name]
  return (
    visible.find((entry) => entry.name.toLowerCase() === name) ??
    visible.find((entry) => category !== undefined && entry.categories.includes(category))
  )
}
