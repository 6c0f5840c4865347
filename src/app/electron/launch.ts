import { spawn } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from '../../core/paths.ts'
import { ensureShellBuilt } from './shell-build.ts'
import { coreArguments, type ShellSettings, shellSettingsVariable } from './shell-settings.ts'

/**
 * Runs the menu-bar application until it ends; answers its exit code. SIGTERM and SIGINT of the caller reach it.
 * @param executable from `electronAvailability`
 * @param home SAM_HOME
 * @param port of the panel, where the user asked for one
 * Error: `shell-build-failed`.
 */
export async function runShell(executable: string, home: string, port: number | undefined): Promise<number> {
  const { main } = await ensureShellBuilt()
  const settings: ShellSettings = {
    node: process.execPath,
    projectRoot,
    home,
    coreArguments: coreArguments(path.join(projectRoot, 'src', 'app', 'cli', 'main.ts'), port),
  }
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
