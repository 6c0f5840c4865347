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
  const hidden = [...secretsInHome.map((name) => path.join(home, name)), samHome]
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...['/run', '/tmp', '/var/tmp'].filter(isFolder).flatMap((folder) => ['--tmpfs', folder]),
    // Below /tmp nothing is left to hide, and a mount there would bring the folder back.
    ...hidden.filter((place) => !/^\/(?:run|tmp|var\/tmp)\//.test(place)).flatMap(hide),
    ...['--bind', scratch, scratch],
    ...['/run', '/tmp', '/var/tmp'].filter(isFolder).flatMap((folder) => ['--remount-ro', folder]),
    ...['--chdir', scratch],
  ]
}

function hide(place: string): string[] {
  try {
    return fs.statSync(place).isDirectory() ? ['--tmpfs', place] : ['--ro-bind', '/dev/null', place]
  } catch {
    return []
  }
}

function isFolder(place: string): boolean {
  // /var/tmp may be a link to /tmp: mounting over a link is not possible and not needed.
  return fs.lstatSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}
