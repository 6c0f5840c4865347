import { loadConfig } from '../../../core/config.ts'
import { SamError } from '../../../core/errors.ts'
import { flattenSettings, readSetting, writeSetting } from '../../settings/settings.ts'
import { defineCommand, defineGroup } from '../command.ts'

const words = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

const get = defineCommand({
  name: 'get',
  summary: 'show all settings, or one',
  arguments: { '[key]': 'a setting, for example hearing.endpointMs' },
  async run({ output, home }, { arguments: [key] }) {
    const settings = key === undefined ? flattenSettings(loadConfig(home)) : [[key, readSetting(home, key)] as const]
    const width = Math.max(...settings.map(([name]) => name.length)) + 2
    for (const [name, value] of settings) {
      output.emit(
        { type: 'setting', key: name, value },
        key === undefined ? `${name.padEnd(width)}${words(value)}` : words(value),
      )
    }
    return 0
  },
})

const set = defineCommand({
  name: 'set',
  summary: 'change one setting',
  arguments: {
    '<key>': 'a setting, for example hearing.endpointMs',
    '<value>': 'its new value; a list as words between commas',
  },
  examples: [
    'sam config set hearing.endpointMs 500',
    'sam config set wake.models hey_jarvis,alexa',
    'sam config set offline true',
  ],
  async run({ output, home }, { arguments: [key, text] }) {
    if (key === undefined || text === undefined)
      throw new SamError('usage', 'Which setting, and what value?', { kind: 'usage' })
    const value = writeSetting(home, key, text)
    output.emit(
      { type: 'setting', key, value },
      `${key} is now ${words(value)}. A running SAM takes it up when it starts again.`,
    )
    return 0
  },
})

export const command = defineGroup({ name: 'config', summary: 'show and change the settings', subcommands: [get, set] })
