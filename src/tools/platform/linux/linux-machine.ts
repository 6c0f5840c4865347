import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { absent } from '../absent-machine.ts'
import { createFileChanges } from '../change-files.ts'
import { pathFolders } from '../find-program.ts'
import type { FileChangesPort, MachinePorts, MusicLibraryPort } from '../machine-port.ts'
import type { FilesPort } from '../port.ts'
import { createBubblewrap } from '../sandbox/bubblewrap.ts'
import { createSandboxedShell } from '../sandbox/sandboxed-shell.ts'
import type { LinuxApplications } from './linux-applications.ts'
import { createLinuxAudioDevices } from './linux-audio-devices.ts'
import {
  createLinuxClipboard,
  createLinuxDisplay,
  createLinuxFocus,
  createLinuxKeyboard,
  createLinuxScreen,
} from './linux-desktop.ts'
import { createLinuxFacts } from './linux-facts.ts'
import { createLinuxPower } from './linux-power.ts'
import { createLinuxRadios } from './linux-radios.ts'
import { createLinuxTools } from './linux-tools.ts'
import { createLinuxTrash } from './linux-trash.ts'
import { createLinuxApplicationControl, createLinuxWindows } from './linux-windows.ts'
import { openWithSystem } from './system-open.ts'

type Environment = Record<string, string | undefined>

/** The machine itself, as far as Linux and the installed programs go. */
export function createLinuxMachine(
  environment: Environment,
  applications: LinuxApplications,
  files: FilesPort,
): MachinePorts {
  const tools = createLinuxTools(environment)
  const windows = createLinuxWindows(tools, applications.processIds)
  const fileChanges = createLinuxFileChanges(environment)
  const tabs = absent('Seeing the tabs of a browser')
  const disks = absent('Ejecting disks')
  const shortcuts = absent('Running shortcuts')
  return {
    applicationControl: createLinuxApplicationControl(windows, applications.processIds),
    fileChanges,
    windows,
    audioDevices: createLinuxAudioDevices(tools),
    display: createLinuxDisplay(tools),
    focus: createLinuxFocus(tools),
    musicLibrary: createFileMusic(files),
    browser: { find: tabs, tabs, switchTo: tabs, close: tabs, pageText: tabs },
    clipboard: createLinuxClipboard(tools),
    keyboard: createLinuxKeyboard(tools),
    disks: { ejectable: disks, eject: disks },
    screen: createLinuxScreen(tools),
    shortcuts: { list: shortcuts, resolve: shortcuts, run: shortcuts },
    machine: createLinuxFacts(tools, fileChanges.home),
    radios: createLinuxRadios(tools),
    power: createLinuxPower(tools),
    shell: createSandboxedShell(createBubblewrap(pathFolders(environment['PATH'])), environment),
  }
}

function createLinuxFileChanges(environment: Environment): FileChangesPort {
  const changes = createFileChanges(environment)
  const dataHome = environment['XDG_DATA_HOME'] || path.join(changes.home, '.local', 'share')
  return {
    ...changes,
    ...createLinuxTrash(changes, dataHome),
    // No desktop of Linux agrees with the others on how to select a file: its folder is shown.
    reveal: (file, signal) =>
      openWithSystem(path.dirname(file), path.basename(path.dirname(file)), environment, signal),
    selection: absent('Seeing what is selected'),
  }
}

/** No player on Linux lets itself be searched: the sound files of the user are looked through instead. */
function createFileMusic(files: FilesPort): MusicLibraryPort {
  const find = async (query: string, player: string | undefined, signal: AbortSignal): Promise<string[]> => {
    if (player !== undefined) {
      throw new SamError('not-on-this-platform', `I cannot look into ${player} here, only into your sound files.`)
    }
    const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    const telling = words.filter((word) => word !== 'by')
    if (telling.length === 0) return []
    return (await files.find({ words: telling, kind: 'audio' }, signal)).matches.map((match) => match.path)
  }
  const titleOf = (file: string) => path.parse(file).name
  const collections = absent('Marking favourites and filling playlists')
  return {
    favorite: collections,
    addToPlaylist: collections,
    takeFromPlaylist: collections,
    async search(query, player, signal) {
      const found = await find(query, player, signal)
      return { tracks: found.slice(0, 20).map((file) => ({ title: titleOf(file) })), player: 'your sound files' }
    },
    async play(query, player, signal) {
      const [first] = await find(query, player, signal)
      if (first === undefined) throw new SamError('nothing-to-play', `I found no ${query} among your sound files.`)
      await files.open(first, signal)
      return { playing: titleOf(first) }
    },
  }
}
