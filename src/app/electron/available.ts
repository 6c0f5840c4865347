import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../core/paths.ts'

export type ElectronAvailability =
  | { available: true; executable: string }
  /** `reason` is a sentence for people, for the line that tells where the panel is instead. */
  | { available: false; reason: string }

export interface AvailabilityOptions {
  root?: string
  platform?: NodeJS.Platform
  environment?: NodeJS.ProcessEnv
  /** Whether Electron may be fetched when it is missing (once, about 100 MB). */
  mayDownload: boolean
  /** Runs Electron's own installer; answers whether it succeeded. */
  download?(script: string): Promise<boolean>
}

const downloadLimitMs = 10 * 60_000

function runInstaller(script: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'ignore'], timeout: downloadLimitMs })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

/** The executable of the installed Electron package, if its binary was fetched. */
function installedExecutable(folder: string, environment: NodeJS.ProcessEnv): string | undefined {
  try {
    const name = fs.readFileSync(path.join(folder, 'path.txt'), 'utf8')
    const executable = path.join(environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist'), name)
    return fs.existsSync(executable) ? executable : undefined
  } catch {
    return undefined
  }
}

/** Decides whether the menu-bar application can run here, and if not, why not. */
export async function electronAvailability(options: AvailabilityOptions): Promise<ElectronAvailability> {
  const { root = projectRoot, platform = process.platform, environment = process.env } = options
  if (platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) {
    return { available: false, reason: 'This machine has no display for a menu bar.' }
  }
  if (environment['SSH_CONNECTION'] && platform === 'darwin') {
    return { available: false, reason: 'A menu bar cannot be opened from a remote session.' }
  }
  const folder = path.join(root, 'node_modules', 'electron')
  const script = path.join(folder, 'install.js')
  if (!fs.existsSync(script)) return { available: false, reason: 'Electron is not installed.' }
  const present = installedExecutable(folder, environment)
  if (present !== undefined) return { available: true, executable: present }
  if (!options.mayDownload) return { available: false, reason: 'Electron has not been downloaded, and SAM is offline.' }
  const download = options.download ?? runInstaller
  if (!(await download(script))) return { available: false, reason: 'Electron could not be downloaded.' }
  const fetched = installedExecutable(folder, environment)
  if (fetched === undefined)
    return { available: false, reason: 'Electron was downloaded, but its program is not there.' }
  return { available: true, executable: fetched }
}
