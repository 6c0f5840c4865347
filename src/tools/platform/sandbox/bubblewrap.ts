import fs from 'node:fs'
import path from 'node:path'
import { findProgram } from '../find-program.ts'
import { type Sandbox, type SandboxFolders, secretsInHome } from './sandbox.ts'

/**
 * Linux: bubblewrap makes a view of the machine of the command's own. No network namespace but an empty one, no other
 * process, everything read-only but the scratch folder; /run and /tmp are empty, since local sockets lie there and a network
 * namespace does not close those.
 */
export function createBubblewrap(folders: readonly string[]): Sandbox {
  return {
    program: findProgram('bwrap', folders),
    remedy: 'Install the package bubblewrap.',
    wrap: (argv, paths) => [...view(paths), '--', ...argv],
  }
}

function view({ scratch, home, samHome }: SandboxFolders): string[] {
  const emptied = real(['/run', '/tmp', '/var/tmp'])
  const secrets = real([...secretsInHome.map((name) => path.join(home, name)), samHome])
  // Below /tmp nothing is left to hide, and a mount there would bring the folder back.
  const visible = secrets.filter((place) => !emptied.some((folder) => place.startsWith(`${folder}/`)))
  const isFolder = (place: string) => fs.statSync(place).isDirectory()
  const hidden = [...emptied, ...visible.filter(isFolder)]
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...hidden.flatMap((folder) => ['--tmpfs', folder]),
    ...visible.filter((place) => !isFolder(place)).flatMap((file) => ['--ro-bind', '/dev/null', file]),
    ...['--bind', scratch, scratch],
    ...hidden.flatMap((folder) => ['--remount-ro', folder]),
    ...['--chdir', scratch],
  ]
}

/** Those that are there, behind their links: nothing can be mounted over a link. */
function real(places: readonly string[]): string[] {
  const found = places.flatMap((place) => {
    try {
      return [fs.realpathSync(place)]
    } catch {
      return []
    }
  })
  return [...new Set(found)]
}
