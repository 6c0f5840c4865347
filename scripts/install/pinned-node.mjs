import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { InstallError, runNpm } from './npm.mjs'

/** The oldest Node that runs TypeScript files without a flag or a warning. */
const oldest = '24.12.0'

/** Where the pinned Node's program lies. */
export const pinnedNode = (root) => path.join(root, 'node_modules', 'node', 'bin', 'node')

/** The package that holds Node itself for one kind of machine; `node` on its own only names a version. */
export function nodePackage(platform, architecture) {
  return `${platform === 'darwin' && architecture === 'arm64' ? 'node-bin' : 'node'}-${platform}-${architecture}`
}

/** Versions to ask for, best first: a release is not always published for every kind of machine. */
export const wantedVersions = (pinned) => [pinned, `^${oldest}`, `>=${oldest}`]

/**
 * Puts the pinned Node's program where npm's `node` package would put it. That package's own install script does the same,
 * but install scripts are off here (docs/decisions/0001).
 */
export async function installPinnedNode(root, say, platform = process.platform, architecture = process.arch) {
  const folder = path.join(root, 'node_modules', 'node')
  const target = pinnedNode(root)
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const name = nodePackage(platform, architecture)
  const workshop = path.join(root, 'node_modules', '.sam-node')
  mkdirSync(path.dirname(target), { recursive: true })
  let failure
  for (const wanted of wantedVersions(version)) {
    rmSync(workshop, { recursive: true, force: true })
    mkdirSync(workshop, { recursive: true })
    writeFileSync(path.join(workshop, 'package.json'), '{ "private": true }\n')
    try {
      const flags = [
        '--ignore-scripts',
        '--no-save',
        '--no-package-lock',
        '--no-audit',
        '--no-fund',
        '--force',
        '--loglevel=error',
      ]
      await runNpm(['install', ...flags, `${name}@${wanted}`], workshop, { quiet: true })
    } catch (error) {
      if (error.exitCode === 130) throw error
      failure = error
      continue
    }
    const got = path.join(workshop, 'node_modules', name)
    renameSync(path.join(got, 'bin', 'node'), target)
    const { version: installed } = JSON.parse(readFileSync(path.join(got, 'package.json'), 'utf8'))
    if (installed !== version)
      say(`Node ${version} is not published for ${platform} ${architecture}: using ${installed}.`)
    rmSync(workshop, { recursive: true, force: true })
    return
  }
  rmSync(workshop, { recursive: true, force: true })
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 12)) {
    say(
      `Node ${version} cannot be installed for ${platform} ${architecture}: using this machine's Node ${process.version}.`,
    )
    rmSync(target, { force: true })
    if (!existsSync(target)) symlinkSync(process.execPath, target)
    return
  }
  throw new InstallError(
    `Node ${version} cannot be installed for ${platform} ${architecture}. ${failure?.message ?? ''}`.trim(),
    `install Node ${oldest} or newer yourself, then run this again`,
  )
}
