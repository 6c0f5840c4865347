import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { listDamagedPhrases, listTrainedPhrases } from '../../audio/wake/trained-phrases.ts'
import { loadConfig } from '../../core/config.ts'
import { toSamError } from '../../core/errors.ts'
import { formatBytes } from '../../core/numbers/format-amounts.ts'
import { createDatabase } from '../../memory/database.ts'
import { meaninglessSettings } from '../settings/setting-meaning.ts'
import { bad, type Check, good, messageOf } from './check.ts'

/** Room that memory, logs and conversions want beside the downloads. */
const spareBytes = 1e9

/** An empty file can be made on a full disk, too. */
const probeBytes = 64 * 1024

function canWrite(folder: string): string | undefined {
  const probe = path.join(folder, `.doctor-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(probe, Buffer.alloc(probeBytes))
    return undefined
  } catch (thrown) {
    return messageOf(thrown)
  } finally {
    if (existsSync(probe)) rmSync(probe)
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
    const meaningless = meaninglessSettings(home)
    if (meaningless.length === 0) return good('settings', 'valid')
    return meaningless.map(({ key, error: { message, remedy } }) =>
      bad(`setting ${key}`, message, remedy ?? `sam config set ${key} …`, false),
    )
  } catch (thrown) {
    const { message, remedy } = toSamError(thrown)
    return bad('settings', message, remedy ?? 'sam config get')
  }
}

export const wakeCheck: Check = ({ home }) => {
  const damaged = listDamagedPhrases(home)
  const [first] = damaged
  if (first !== undefined)
    return bad(
      'wake words',
      `cannot be read: ${damaged.join(', ')}`,
      `sam wake train "${first.replaceAll('_', ' ')}" --positives <folder>`,
      loadConfig(home).wake.models.some((id) => damaged.includes(id)),
    )
  return good('wake words', `${listTrainedPhrases(home).length} of your own`)
}

export const databaseCheck: Check = ({ home }) => {
  const database = createDatabase(home)
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

/** SAM's database is not encrypted by SAM (decision 17): what protects it on a disk that is taken out is the system's encryption. */
export const atRestCheck: Check = () => {
  const name = 'memory at rest'
  if (process.platform !== 'darwin')
    return good(name, 'not encrypted by SAM; safe from other users, and from a thief only on an encrypted disk', false)
  try {
    const said = execFileSync('/usr/bin/fdesetup', ['status'], { encoding: 'utf8', timeout: 5000 })
    return said.includes('FileVault is On')
      ? good(name, 'FileVault encrypts the disk it lies on', false)
      : bad(name, 'the disk is not encrypted', 'System Settings, Privacy & Security, FileVault: turn it on', false)
  } catch (thrown) {
    return bad(name, `whether the disk is encrypted is unknown: ${messageOf(thrown)}`, 'fdesetup status', false)
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
