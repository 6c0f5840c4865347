import fs from 'node:fs'
import path from 'node:path'
import { type Config, configSchema, defaultConfig, loadConfig } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import { checkPlace } from '../../core/files/check-place.ts'
import { writeWhole } from '../../core/files/write-whole.ts'
import { requireMeaning } from './setting-meaning.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every setting with its dotted key, for example ['hearing.endpointMs', 400], in the order of the schema. */
export function flattenSettings(config: Config): [key: string, value: unknown][] {
  const walk = (group: Record<string, unknown>, prefix: string): [string, unknown][] =>
    Object.entries(group).flatMap(([name, value]): [string, unknown][] =>
      isGroup(value) ? walk(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value]],
    )
  return walk(config, '')
}

function unknownSetting(key: string): SamError {
  return new SamError('setting-unknown', `There is no setting "${key}".`, { kind: 'usage', remedy: 'sam config get' })
}

/** Value of one setting or of a group of them. Errors: `setting-unknown`, `config-invalid`. */
export function readSetting(home: string, key: string): unknown {
  let value: unknown = loadConfig(home)
  for (const name of key.split('.')) {
    if (!isGroup(value) || !Object.hasOwn(value, name)) throw unknownSetting(key)
    value = value[name]
  }
  return value
}

/** Text from the command line as the kind of value the setting has; a list may be JSON or words between commas. */
function parseValue(key: string, text: string, like: unknown): Json {
  if (typeof like === 'string') return text
  if (Array.isArray(like) && !text.trimStart().startsWith('[')) {
    return text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
  }
  try {
    return JSON.parse(text) as Json
  } catch (cause) {
    throw new SamError('setting-invalid', `"${text}" does not fit ${key}.`, { kind: 'usage', cause })
  }
}

/**
 * Changes one setting in `<home>/config.json`, leaving everything else in the file as it is. Answers the value as stored.
 * Errors: `setting-unknown`, `setting-invalid` (kind usage), `config-invalid`, `config-not-written`, and those of `requireMeaning`.
 */
export function writeSetting(home: string, key: string, text: string): unknown {
  return changeSetting(home, key, parseValue(key, text, known.get(requireKnown(key))))
}

/** The same with a value instead of text; undefined takes the setting out of the file, so that the default holds. */
export function changeSetting(home: string, key: string, value: Json | undefined): unknown {
  requireKnown(key)
  const before = loadConfig(home)
  const file = path.join(home, 'config.json')
  const stored: unknown = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}
  const names = key.split('.')
  const last = names.pop() ?? key
  let group = stored as Record<string, unknown>
  for (const name of names) {
    if (!isGroup(group[name])) group[name] = {}
    group = group[name] as Record<string, unknown>
  }
  if (value === undefined) delete group[last]
  else group[last] = value
  const checked = configSchema.safeParse(stored)
  if (!checked.success) {
    const problem = checked.error.issues.map(({ message }) => message).join('; ')
    const shown = typeof value === 'string' ? value : JSON.stringify(value)
    throw new SamError('setting-invalid', `"${shown}" does not fit ${key}: ${problem}.`, { kind: 'usage' })
  }
  if (value !== undefined) requireMeaning(home, key, checked.data, before)
  try {
    writeWhole(file, `${JSON.stringify(stored, null, 2)}\n`)
  } catch (cause) {
    throw new SamError('config-not-written', `The settings cannot be written to ${file}.`, {
      remedy: checkPlace,
      cause,
    })
  }
  return readSetting(home, key)
}

const known = new Map(flattenSettings(defaultConfig))

function requireKnown(key: string): string {
  if (known.has(key)) return key
  throw unknownSetting(key)
}
