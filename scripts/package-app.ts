import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { ensureShellBuilt } from '../src/app/electron/shell-build.ts'
import { ensurePanelBuilt } from '../src/app/server/panel-build.ts'
import { projectRoot } from '../src/core/paths.ts'
import {
  builderConfig,
  isNotarised,
  isSigned,
  packagesFolder,
  stageFolder,
  updateFeed,
} from './package-app/builder-config.ts'
import { drawAppIcon } from './package-app/draw-app-icon.ts'
import { stageApp } from './package-app/stage.ts'

/**
 * Packages the application for the Mac it runs on: `scripts/launch scripts/package-app.ts [--stage-only]`.
 * The environment decides about signing (`CSC_LINK` or `CSC_NAME`), notarising (`APPLE_API_KEY`... or `APPLE_ID`...) and where
 * updates will lie (`SAM_UPDATES`, an https folder). `--stage-only` stops before electron-builder, and runs anywhere.
 */
interface Builder {
  build(options: object): Promise<string[]>
}

const updateAddress = process.env['SAM_UPDATES'] || undefined
if (updateAddress !== undefined && new URL(updateAddress).protocol !== 'https:')
  throw new Error('SAM_UPDATES is no https address.')
const inRoot = (...names: string[]) => path.join(projectRoot, ...names)
const readJson = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>

await ensurePanelBuilt()
await ensureShellBuilt()
stageApp(projectRoot, inRoot(stageFolder), updateAddress)
fs.writeFileSync(inRoot('dist', 'app-icon.png'), drawAppIcon())
console.log(`The application lies in ${stageFolder}.`)

if (!process.argv.includes('--stage-only')) {
  if (process.platform !== 'darwin')
    throw new Error('The application for the Mac is packaged on a Mac; here only --stage-only.')
  const npm = spawnSync('npm', ['ci'], { cwd: inRoot('packaging'), stdio: 'inherit' })
  if (npm.status !== 0) throw new Error('electron-builder could not be installed.')
  const builder = (await import(inRoot('packaging', 'node_modules', 'electron-builder', 'out', 'index.js'))) as Builder
  const electronVersion = String(readJson(inRoot('node_modules', 'electron', 'package.json'))['version'])
  const made = await builder.build({
    projectDir: projectRoot,
    mac: [],
    config: builderConfig(process.env, electronVersion),
  })
  const zip = made.find((file) => file.endsWith('.zip'))
  if (updateAddress !== undefined && zip !== undefined) {
    const version = String(readJson(inRoot('package.json'))['version'])
    const feed = updateFeed(version, path.basename(zip), updateAddress, new Date())
    fs.writeFileSync(inRoot(packagesFolder, 'updates.json'), `${JSON.stringify(feed, null, 2)}\n`)
  }
  const signing = isSigned(process.env) ? 'signed' : 'signed for this Mac only'
  console.log(`In ${packagesFolder}, ${signing}, ${isNotarised(process.env) ? 'notarised' : 'not notarised'}.`)
}
