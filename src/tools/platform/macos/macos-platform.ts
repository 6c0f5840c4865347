import type { PlatformOptions } from '../load-platform.ts'
import type { Platform } from '../port.ts'
import { createMacApplications } from './mac-applications.ts'
import { createMacFiles } from './mac-files.ts'
import { createMacMachine } from './mac-machine.ts'
import { createMacMedia } from './mac-media.ts'
import { createMacPersonal } from './mac-personal.ts'
import { createMacPrograms } from './mac-programs.ts'
import { createMacSound } from './mac-sound.ts'
import { createMacSystem } from './mac-system.ts'
import { createMacWeb } from './mac-web.ts'
import { createScriptRunner } from './script-runner.ts'

/** macOS: `open`, `mdfind`, `pmset`, and constant AppleScripts whose data travels only as arguments. */
export function createMacosPlatform({
  environment,
  logger,
  searchRoots = [],
  readMessages = false,
}: PlatformOptions): Platform {
  const home = environment['HOME'] ?? '/'
  const programs = createMacPrograms(environment)
  const runScript = createScriptRunner({ programs, logger })
  return {
    kind: 'macos',
    ...createMacPersonal(programs, runScript, { home, readMessages }),
    ...createMacMachine(programs, runScript, environment),
    applications: createMacApplications(programs, runScript),
    files: createMacFiles(programs, home, searchRoots),
    web: createMacWeb(programs),
    sound: createMacSound(runScript),
    media: createMacMedia(programs, runScript),
    system: createMacSystem(programs),
  }
}
