import { findProgram } from '../find-program.ts'
import { type Sandbox, secretsInHome } from './sandbox.ts'

/** Paths travel as parameters of the profile: it is a constant text. The last rule that fits decides. */
const profile = `(version 1)
(deny default)
(allow process-fork)
(allow process-exec*)
(allow process-info* (target same-sandbox))
(allow signal (target same-sandbox))
(allow sysctl-read)
(allow mach-lookup
  (global-name "com.apple.system.opendirectoryd.libinfo")
  (global-name "com.apple.system.logger"))
(allow file-read*)
${secretsInHome.map((name) => `(deny file-read* (subpath (string-append (param "HOME") "/${name}")))`).join('\n')}
(deny file-read* (subpath (param "SAM_HOME")))
(allow file-read* file-write* (subpath (param "SCRATCH")))
(allow file-read-metadata (literal (param "SAM_HOME")))
(allow file-write-data file-ioctl (literal "/dev/null") (literal "/dev/zero") (literal "/dev/random") (literal "/dev/urandom"))
(deny network*)
`

/** macOS: sandbox-exec, which every Mac has. Without services to look up there are no Apple events and no other programs either. */
export function createSeatbelt(folders: readonly string[]): Sandbox {
  return {
    program: findProgram('sandbox-exec', folders),
    remedy: 'sandbox-exec is a part of macOS; check that /usr/bin is as Apple made it.',
    wrap: (argv, { scratch, home, samHome }) => [
      ...['-D', `HOME=${home}`, '-D', `SAM_HOME=${samHome}`, '-D', `SCRATCH=${scratch}`],
      ...['-p', profile, ...argv],
    ],
  }
}
