import type { Tool } from '../tool.ts'
import { createApplicationControlTools } from './application-control.ts'
import { createAudioDeviceTools } from './audio-devices.ts'
import { createBrowserTools } from './browser.ts'
import { createChanceTools } from './chance.ts'
import { createClipboardTools } from './clipboard.ts'
import { createCountingTools } from './counting.ts'
import { createDiskTools } from './disks.ts'
import { createDisplayTools } from './display.ts'
import { createFileChangeTools } from './file-changes.ts'
import { createFinderTools } from './finder.ts'
import { createFocusTools } from './focus.ts'
import { createKeyboardTools } from './keyboard.ts'
import { createMachineTools } from './machine.ts'
import { createMathsTools } from './maths.ts'
import { createMediaCollectionTools } from './media-collections.ts'
import { createMediaLibraryTools } from './media-library.ts'
import { createPowerTools } from './power.ts'
import { createRadioTools } from './radios.ts'
import { createScreenTools } from './screen.ts'
import type { ToolServices } from './services.ts'
import { createShellTools } from './shell.ts'
import { createShortcutTools } from './shortcuts.ts'
import { createWindowTools } from './windows.ts'

/** What SAM does with the machine itself, beyond the first groups. */
export function createAllMachineTools(services: ToolServices): Tool[] {
  return [
    ...createApplicationControlTools(services),
    ...createFileChangeTools(services),
    ...createFinderTools(services),
    ...createWindowTools(services),
    ...createAudioDeviceTools(services),
    ...createDisplayTools(services),
    ...createFocusTools(services),
    ...createMediaLibraryTools(services),
    ...createMediaCollectionTools(services),
    ...createBrowserTools(services),
    ...createClipboardTools(services),
    ...createKeyboardTools(services),
    ...createDiskTools(services),
    ...createScreenTools(services),
    ...createShortcutTools(services),
    ...createMachineTools(services),
    ...createRadioTools(services),
    ...createPowerTools(services),
    ...createMathsTools(),
    ...createChanceTools(),
    ...createCountingTools(),
    ...createShellTools(services),
  ]
}
