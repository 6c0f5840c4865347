import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import { projectRoot } from '../../core/paths.ts'

export interface BuiltShell {
  /** Script that Electron runs. */
  main: string
  built: boolean
}

/** Of all that lies in these folders. */
function hashSources(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts')) hash.update(`${name}\0`).update(fs.readFileSync(path.join(folder, name)))
  return hash.digest('hex')
}

/**
 * Turns main.ts and preload.ts into the CommonJS scripts that Electron runs (a sandboxed preload can be nothing else), if
 * they changed. Error: `shell-build-failed`.
 */
export async function ensureShellBuilt(root = projectRoot): Promise<BuiltShell> {
  const source = path.join(root, 'src', 'app', 'electron')
  const folder = path.join(root, 'dist', 'electron')
  const main = path.join(folder, 'main.cjs')
  const stamp = path.join(folder, '.built-from')
  const wanted = hashSources([source, path.join(root, 'src', 'core')])
  if (fs.existsSync(main) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) {
    return { main, built: false }
  }
  try {
    const { build } = await import('vite')
    for (const name of ['main', 'preload']) {
      await build({
        configFile: false,
        root,
        logLevel: 'silent',
        ssr: { noExternal: true },
        build: {
          ssr: path.join(source, `${name}.ts`),
          outDir: folder,
          emptyOutDir: false,
          target: 'node22',
          rolldownOptions: {
            // The hook is a native package, and an optional one: it is loaded from node_modules when it is wanted.
            external: (id: string) => id === 'electron' || id === 'uiohook-napi' || isBuiltin(id),
            output: { format: 'cjs', entryFileNames: `${name}.cjs` },
          },
        },
      })
    }
  } catch (cause) {
    throw new SamError('shell-build-failed', `The menu-bar application cannot be built: ${(cause as Error).message}`, {
      cause,
      remedy: 'npm ci',
    })
  }
  fs.writeFileSync(stamp, wanted)
  return { main, built: true }
}
