import { pathFolders } from '../find-program.ts'
import type { MachinePorts } from '../machine-port.ts'
import { createSandboxedShell } from '../sandbox/sandboxed-shell.ts'
import { createSeatbelt } from '../sandbox/seatbelt.ts'
import { scriptMethods } from './json-scripts.ts'
import { createMacAudioDevices } from './mac-audio-devices.ts'
import { createMacBrowser } from './mac-browser.ts'
import { createMacApplicationControl, createMacClipboard, createMacDisplay, createMacKeyboard } from './mac-desktop.ts'
import { createMacFacts } from './mac-facts.ts'
import { createMacDisks, createMacFileChanges } from './mac-finder.ts'
import { createMacIdentifier } from './mac-identifier.ts'
import { createMacMusicLibrary } from './mac-music-library.ts'
import { createMacPower } from './mac-power.ts'
import type { MacToolbox } from './mac-programs.ts'
import { createMacRadios } from './mac-radios.ts'
import { createMacScreen } from './mac-screen.ts'
import { createMacFocus, createMacShortcuts } from './mac-shortcuts.ts'
import { createMacWindows } from './mac-windows.ts'
import type { ScriptRunner } from './script-runner.ts'

type Environment = Record<string, string | undefined>

/** The Mac itself: windows, screen, devices, files, power. */
export function createMacMachine(
  programs: MacToolbox,
  runScript: ScriptRunner,
  environment: Environment,
): MachinePorts {
  const home = environment['HOME'] ?? '/'
  const identify = createMacIdentifier(programs)
  const desktop = scriptMethods(runScript, 'desktop')
  const shortcuts = createMacShortcuts(programs)
  const sandboxFolders = pathFolders([environment['SAM_MACOS_BIN'], '/usr/bin'].filter(Boolean).join(':'))
  return {
    applicationControl: createMacApplicationControl(programs, desktop, identify),
    fileChanges: createMacFileChanges(programs, runScript, environment),
    windows: createMacWindows(runScript, identify),
    audioDevices: createMacAudioDevices(programs, runScript),
    display: createMacDisplay(programs, desktop),
    focus: createMacFocus(shortcuts),
    musicLibrary: createMacMusicLibrary(programs, runScript),
    browser: createMacBrowser(runScript),
    clipboard: createMacClipboard(programs, desktop),
    keyboard: createMacKeyboard(desktop),
    disks: createMacDisks(runScript),
    screen: createMacScreen(programs),
    shortcuts,
    machine: createMacFacts(programs, home),
    radios: createMacRadios(programs),
    power: createMacPower(programs, desktop),
    shell: createSandboxedShell(createSeatbelt(sandboxFolders), environment),
  }
}
