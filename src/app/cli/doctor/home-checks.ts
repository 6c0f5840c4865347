import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { loadConfig } from '../../../core/config.ts'
import { toSamError } from '../../../core/errors.ts'
import { createActionMemory } from '../../../memory/action-memory.ts'
import { formatBytes } from '../progress-bar.ts'
import { bad, type Check, good, messageOf } from './check.ts'

/** Room that memory, logs and conversions want beside the downloads. */
const spareBytes = 1e9

function canWrite(folder: string): string | undefined {
  const probe = path.join(folder, `.doctor-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    return undefined
  } catch (thrown) {
    return messageOf(thrown)
  } finally {
    rmSync(probe, { force: true })
  }
}

export const homeCheck: Check = ({ home }) => {
  const problem = canWrite(home)
  if (problem === undefined) return good('home folder', `${home} can be written`)
  return bad(
    'home folder',
    `${home} cannot be written: ${problem}`,
    'give yourself the folder, or set SAM_HOME to another one',
  )
}

export const settingsCheck: Check = ({ home }) => {
  try {
    loadConfig(home)
    return good('settings', 'valid')
  } catch (thrown) {
    const { message, remedy } = toSamError(thrown)
    return bad('settings', message, remedy ?? 'sam config get')
  }
}

export const databaseCheck: Check = ({ home }) => {
  const { database } = createActionMemory(home)
  try {
    database.connection()
    return good('database', database.file)
  } catch (thrown) {
    const { message, remedy } = toSamError(thrown)
    return bad('database', message, remedy ?? `move ${database.file} away`)
  } finally {
    database.close()
  }
}

export const diskCheck =
  (neededBytes: number): Check =>
  ({ modelsFolder }) => {
    const problem = canWrite(modelsFolder)
    if (problem !== undefined) {
      const remedy = 'give yourself the folder, or set SAM_MODELS to another one'
      return bad('models folder', `${modelsFolder} cannot be written: ${problem}`, remedy)
    }
    const { bavail, bsize } = statfsSync(modelsFolder)
    const detail = `${modelsFolder}: ${formatBytes(bavail * bsize)} free`
    if (bavail * bsize >= neededBytes + spareBytes) return good('models folder', detail)
    const remedy = `free ${formatBytes(neededBytes + spareBytes)}, or set SAM_MODELS to another disk`
    return bad('models folder', detail, remedy, bavail * bsize < neededBytes)
  }
