import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

type Environment = Record<string, string | undefined>

/** Root of the checkout, where package.json lies. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')

function defaultHome(environment: Environment): string {
  const home = environment['HOME'] ?? os.homedir()
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'SAM')
  return path.join(environment['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'sam')
}

/** Where SAM keeps what belongs to the user: config.json, sam.db, voices/, adapters/, datasets/, logs/. */
export function samHome(environment: Environment = process.env): string {
  return environment['SAM_HOME'] || defaultHome(environment)
}

/** Where downloaded models lie; independent of SAM_HOME so that a temporary home downloads nothing again. */
export function samModels(environment: Environment = process.env): string {
  return environment['SAM_MODELS'] || path.join(defaultHome(environment), 'models')
}
