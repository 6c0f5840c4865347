// Installs the locked dependencies and the pinned Node. Plain JavaScript that needs nothing but Node 20 and npm, because it
// runs before anything is installed. Called by scripts/launch; all its words go to stderr, or to stdout as one JSON error
// line where the caller asked for --json.
import { copyFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { holdInstallLock } from './install-lock.mjs'
import { installedAsLocked, missingPackages } from './installed-packages.mjs'
import { InstallError, runNpm } from './npm.mjs'
import { installPinnedNode, pinnedNode } from './pinned-node.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
const lockFile = path.join(root, 'package-lock.json')
const stamp = path.join(root, 'node_modules', '.sam-installed-lock.json')
const say = (text) => process.stderr.write(`sam: ${text}\n`)

async function install() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20)
    throw new InstallError(`Node ${process.version} is too old to install SAM.`, 'install Node 20 or newer')
  if (!existsSync(lockFile))
    throw new InstallError('package-lock.json is missing from this checkout.', 'git checkout package-lock.json')
  const release = await holdInstallLock(path.join(root, '.install-lock'), say)
  try {
    // Another process may have finished it meanwhile, or somebody ran npm by hand: what is right is left alone.
    if (!installedAsLocked(root)) {
      say('Installing what SAM needs (once; this can take some minutes)…')
      await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], root)
      const absent = missingPackages(root)
      if (absent.length > 0)
        say(`npm left out ${absent.join(', ')}: what needs them will not work. Run "npm ci" again.`)
    }
    if (!existsSync(pinnedNode(root))) await installPinnedNode(root, say)
    copyFileSync(lockFile, stamp)
  } finally {
    release()
  }
}

try {
  await install()
} catch (error) {
  if (!(error instanceof InstallError)) throw error
  if (error.exitCode === 130) process.exit(130)
  const { message, remedy } = error
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ type: 'error', error: { code: 'install-failed', message, remedy } }))
  } else {
    say(message)
    process.stderr.write(`  To mend it: ${remedy}\n`)
  }
  process.exit(3)
}
