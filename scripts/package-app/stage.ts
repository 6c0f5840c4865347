import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const lockSchema = z.object({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) })
const manifestSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) })

/** In the shell's script already, or the application itself. */
const notInside = ['electron', 'menubar']
const copied = [
  'vite.config.ts',
  'src',
  'voices',
  'bin',
  'scripts/launch',
  'scripts/install',
  'package-lock.json',
  'LICENSE',
  'docs/licences.md',
]

/** Packages of the lock that are needed at run time and are on this machine, by their folder (`node_modules/zod`). */
export function runtimePackages(root: string): string[] {
  const lock = lockSchema.parse(JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')))
  const folders = Object.entries(lock.packages).flatMap(([folder, { dev }]) =>
    // What lies in the node_modules of another package comes along with it.
    /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder) && dev !== true ? [folder] : [],
  )
  const left = new Set(notInside.map((name) => `node_modules/${name}`))
  return folders.filter((folder) => !left.has(folder) && fs.existsSync(path.join(root, folder)))
}

/**
 * Puts together what lies in the application: SAM's files, the built page and shell, and the packages it runs on, the pinned
 * Node among them. The folder is made anew.
 * @param updateAddress https folder where updates are looked for; absent: they are not
 */
export function stageApp(root: string, stage: string, updateAddress: string | undefined): void {
  fs.rmSync(stage, { recursive: true, force: true })
  fs.mkdirSync(stage, { recursive: true })
  const copy = (name: string) => fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true })
  for (const name of [...copied, 'dist/panel', 'dist/electron', ...runtimePackages(root)]) copy(name)

  const manifest = manifestSchema.parse(JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')))
  const { devDependencies: _left, allowScripts: _kept, overrides: _applied, dependencies, ...rest } = manifest
  const inside = Object.entries(dependencies).filter(([name]) => !notInside.includes(name))
  const staged = {
    ...rest,
    main: 'dist/electron/main.cjs',
    dependencies: Object.fromEntries(inside),
    ...(updateAddress === undefined ? {} : { samUpdates: `${updateAddress.replace(/\/$/, '')}/updates.json` }),
  }
  fs.writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(staged, null, 2)}\n`)
}
