import { spawn } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from '../../core/paths.ts'
import { ensureShellBuilt } from './shell-build.ts'
import { type ShellSettings, shellSettingsVariable } from './shell-settings.ts'

/** The command line of the core that the shell watches. */
export function coreArguments(port: number, root = projectRoot): string[] {
  const main = path.join(root, 'src', 'app', 'cli', 'main.ts')
  return [main, 'start', '--headless', '--json', '--port', String(port)]
}

/**
 * Runs the menu-bar application until it ends; answers its exit code. SIGTERM and SIGINT of the caller reach it.
 * @param executable from `electronAvailability`
 * Error: `shell-build-failed`.
 */
export async function runShell(executable: string, port: number): Promise<number> {
  const { main } = await ensureShellBuilt()
  const settings: ShellSettings = { node: process.execPath, projectRoot, coreArguments: coreArguments(port) }
  const child = spawn(executable, [main], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, [shellSettingsVariable]: JSON.stringify(settings) },
  })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  process.once('SIGTERM', forward)
  process.once('SIGINT', forward)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 130))
  })
}
