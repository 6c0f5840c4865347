import { spawn } from 'node:child_process'

/** A failure with a message for people and what mends it. */
export class InstallError extends Error {
  constructor(message, remedy, exitCode = 3) {
    super(message)
    this.remedy = remedy
    this.exitCode = exitCode
  }
}

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED|network/i

/** On a terminal, a line that counts the seconds: npm itself says nothing until it is done. */
function showElapsedTime() {
  if (!process.stderr.isTTY) return () => {}
  const started = performance.now()
  const clear = () => process.stderr.write('\r\x1b[K')
  const timer = setInterval(() => {
    clear()
    process.stderr.write(`  ${Math.round((performance.now() - started) / 1000)} s`)
  }, 1000)
  return () => {
    clearInterval(timer)
    clear()
  }
}

/**
 * Runs npm in a folder; what it prints goes to stderr (or nowhere with `quiet`).
 * Throws an InstallError that says why and what to do.
 */
export async function runNpm(commandArguments, folder, { quiet = false } = {}) {
  // Under `npm start` and `npm test` the same npm goes on.
  const running = process.env.npm_execpath
  const [program, before] = running?.endsWith('.js') ? [process.execPath, [running]] : ['npm', []]
  const child = spawn(program, [...before, ...commandArguments], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const stopClock = quiet ? () => {} : showElapsedTime()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      said = (said + part).slice(-20_000)
      if (!quiet) process.stderr.write(part)
    })
  }
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', (cause) =>
      reject(
        cause.code === 'ENOENT'
          ? new InstallError('npm is missing beside Node.', 'install npm (it comes with Node), then run this again')
          : new InstallError(`npm cannot be started: ${cause.message}`, 'check the installation of Node and npm'),
      ),
    )
    child.on('close', (code, signal) => resolve({ code, signal }))
  }).finally(stopClock)
  if (code === 0) return
  if (signal === 'SIGINT' || code === 130) throw new InstallError('Cancelled.', '', 130)
  const what = `npm ${commandArguments[0]} failed (${signal ?? `exit ${code}`})`
  if (/ENOSPC/.test(said)) throw new InstallError(`${what}: the disk is full.`, 'free some space, then run this again')
  if (offline.test(said)) {
    throw new InstallError(
      `${what}: the package registry cannot be reached.`,
      'connect to the internet (or set your proxy with npm config), then run this again',
    )
  }
  throw new InstallError(
    `${what}; its own words are ${quiet ? 'hidden' : 'above'}.`,
    `run "npm ${commandArguments.join(' ')}" in ${folder}`,
  )
}
