import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

function runs(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readHolder(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Waits until this process alone may install; answers the function that lets the next one in. The file holds the process id,
 * so that a lock left behind by a killed process is taken over.
 */
export async function holdInstallLock(file, say) {
  const own = `${process.pid} ${Date.now()}`
  for (let told = false; ; ) {
    try {
      writeFileSync(file, own, { flag: 'wx' })
      const release = () => rmSync(file, { force: true })
      process.on('exit', release)
      return release
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder === undefined) continue
    // An empty file is a lock whose holder is just writing its number.
    if (holder !== '' && !runs(Number.parseInt(holder, 10))) {
      takeAway(file, holder)
      continue
    }
    if (!told) say(`Waiting for another process (${holder.split(' ')[0]}) that is installing…`)
    told = true
    await wait(250)
  }
}

/** Removes a dead process's lock, unless somebody else was faster and the file is a live one by now. */
function takeAway(file, dead) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (readHolder(aside) !== dead) linkSync(aside, file)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
