import { createAbsentPersonal } from '../absent-personal.ts'
import type { PlatformOptions } from '../load-platform.ts'
import type { Platform } from '../port.ts'
import { createLinuxApplications } from './linux-applications.ts'
import { createLinuxFiles } from './linux-files.ts'
import { createLinuxMachine } from './linux-machine.ts'
import { createLinuxMedia } from './linux-media.ts'
import { createLinuxSound } from './linux-sound.ts'
import { createLinuxSystem } from './linux-system.ts'
import { openWithSystem } from './system-open.ts'

/** Linux: desktop entries, xdg-open or gio, wpctl or pactl, playerctl, /proc and /sys. */
export function createLinuxPlatform({ environment, searchRoots = [] }: PlatformOptions): Platform {
  const applications = createLinuxApplications(environment)
  const files = createLinuxFiles({ environment, searchRoots })
  return {
    kind: 'linux',
    ...createAbsentPersonal(),
    ...createLinuxMachine(environment, applications, files),
    applications,
    files,
    web: { open: (url, signal) => openWithSystem(url, 'the page', environment, signal) },
    sound: createLinuxSound(environment),
    media: createLinuxMedia(environment),
    system: createLinuxSystem(environment),
  }
}
