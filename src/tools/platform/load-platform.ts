import { SamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { Platform, PlatformKind } from './port.ts'

export interface PlatformOptions {
  /** SAM_PLATFORM, SAM_PLATFORM_LOG, SAM_MACOS_BIN, PATH, HOME, XDG_*. */
  environment: Record<string, string | undefined>
  logger: Logger
  /** Folders in which files are searched; the home folder when empty or absent (config `files.searchRoots`). */
  searchRoots?: readonly string[]
  /** Whether received messages may be read (config `messages.readable`). */
  readMessages?: boolean
}

/** Which platform the environment asks for, else the machine's own. Error `platform-unknown`. */
export function platformKind(
  environment: Record<string, string | undefined>,
  machine: string = process.platform,
): PlatformKind {
  const asked = environment['SAM_PLATFORM']
  if (asked === 'macos' || asked === 'linux' || asked === 'recording') return asked
  if (asked !== undefined && asked !== '') {
    throw new SamError('platform-unknown', `SAM_PLATFORM is "${asked}"; it can be macos, linux or recording.`, {
      kind: 'usage',
    })
  }
  if (machine === 'darwin') return 'macos'
  if (machine === 'linux') return 'linux'
  throw new SamError('platform-unknown', `SAM acts on macOS and Linux, not on ${machine}.`, {
    remedy: 'Set SAM_PLATFORM=recording to try SAM without acting.',
  })
}

/** Loads only the adapter that is used: the others cost start-up time. */
export async function loadPlatform(options: PlatformOptions): Promise<Platform> {
  const { environment } = options
  switch (platformKind(environment)) {
    case 'macos':
      return (await import('./macos/macos-platform.ts')).createMacosPlatform(options)
    case 'linux':
      return (await import('./linux/linux-platform.ts')).createLinuxPlatform(options)
    case 'recording':
      return (await import('./recording.ts')).createRecordingPlatform(environment['SAM_PLATFORM_LOG'] || undefined)
  }
}
