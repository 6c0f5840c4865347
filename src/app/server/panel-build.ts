import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { SamError } from '../../core/errors.ts'
import { projectRoot } from '../../core/paths.ts'

/** What the page is made from, relative to the checkout. */
export const panelSources = [
  'src/app/panel',
  'src/core/errors.ts',
  'src/app/server/messages.ts',
  'src/app/server/frames.ts',
  'vite.config.ts',
]
const stampName = '.built-from'

function filesOf(root: string, source: string): string[] {
  const absolute = path.join(root, source)
  if (!fs.statSync(absolute).isDirectory()) return [absolute]
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

/** One hash over the names and contents of everything the page is made from. */
export function hashPanelSources(root = projectRoot): string {
  const hash = createHash('sha256')
  for (const source of panelSources) {
    for (const file of filesOf(root, source)) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(fs.readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * Builds dist/panel if it is missing or made from other sources; costs a few milliseconds otherwise.
 * @returns the folder of the built page and whether it had to be built
 * Error: `panel-build-failed`.
 */
export async function ensurePanelBuilt(root = projectRoot): Promise<{ folder: string; built: boolean }> {
  const folder = path.join(root, 'dist', 'panel')
  const stamp = path.join(folder, stampName)
  const wanted = hashPanelSources(root)
  const current = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : ''
  if (current === wanted && fs.existsSync(path.join(folder, 'index.html'))) return { folder, built: false }

  // Built beside it and moved into place, so that a second process never sees half a page.
  const draft = path.join(root, 'dist', `panel-${process.pid}`)
  try {
    await runVite(root, draft)
  } catch (cause) {
    fs.rmSync(draft, { recursive: true, force: true })
    const { stderr, message } = cause as Error & { stderr?: string }
    throw new SamError('panel-build-failed', `The panel cannot be built: ${stderr?.trim() || message}`, {
      cause,
      remedy: 'npm ci',
    })
  }
  fs.writeFileSync(path.join(draft, stampName), wanted)
  moveIntoPlace(draft, folder)
  return { folder, built: true }
}

/**
 * In a process of its own, so that the engine does not carry the bundler, and always for production: under a test runner
 * NODE_ENV says otherwise, and React would be built with its checks for developers.
 */
async function runVite(root: string, outDir: string): Promise<void> {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const config = path.join(root, 'vite.config.ts')
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  )
}

/** Replaces a folder. If another process did so in the same moment, its page is as good as ours. */
function moveIntoPlace(draft: string, folder: string): void {
  const old = `${draft}-old`
  try {
    if (fs.existsSync(folder)) fs.renameSync(folder, old)
    fs.renameSync(draft, folder)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    if (!['ENOENT', 'EEXIST', 'ENOTEMPTY'].includes(code)) throw cause
  } finally {
    fs.rmSync(old, { recursive: true, force: true })
    fs.rmSync(draft, { recursive: true, force: true })
  }
}
