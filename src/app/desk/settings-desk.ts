import path from 'node:path'
import { listWakeModels } from '../../audio/wake/wake-phrases.ts'
import type { Clock } from '../../core/clock.ts'
import { type Config, defaultConfig, loadConfig } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import type { GrantStore } from '../../memory/ports.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { ToolDescription } from '../../tools/ports.ts'
import { VoiceLibrary } from '../../tts/rvc/voices/voice-library.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import type { SettingShape, SettingValue, settingsInputs } from '../server/requests/settings-requests.ts'
import { changeSetting, flattenSettings } from '../settings/settings.ts'
import { voicesFolder } from '../voices/voice-places.ts'
import { settingShapes } from './setting-shapes.ts'

export interface SettingsDeskParts {
  home: string
  /** What SAM runs with. */
  config: Config
  clock: Clock
  models: Pick<DiskModelStore, 'list'>
  tools: { registry: { list(): ToolDescription[]; get(name: string): unknown } }
  memory: { grants: GrantStore }
  /** The voice in use is another one. */
  onVoiceChanged(): void
  /** Other phrases listen now, or another score is enough. */
  onWakeChanged(): void
  /** Starts the core anew; absent where nobody can. */
  restart?: (() => void) | undefined
}

/** An allowance of the panel holds so long. */
const allowedDays = 30
const dayMs = 86_400_000

const voiceKeys = new Set(['speech.voice', 'speech.ownVoice'])
/** Read from the file whenever they are needed, or told to whom they concern. */
const roomsAtOnce = ['wake.', 'scraping.', 'briefing.', 'offline']

function holdsAtOnce(key: string): boolean {
  // What Claude may see of tools is part of what SAM is put together with.
  if (key.startsWith('claude.')) return key !== 'claude.shares'
  return voiceKeys.has(key) || roomsAtOnce.some((room) => key.startsWith(room))
}

/** What the Settings page asks. */
export function createSettingsDesk(
  parts: SettingsDeskParts,
): Pick<RequestHandlers, keyof typeof settingsInputs & keyof RequestHandlers> {
  const { home, config, clock, models, tools, memory, restart } = parts
  const { grants } = memory

  /** What a list of the schema cannot know: what is on this machine. */
  const choicesHere: Record<string, () => SettingShape> = {
    'wake.models': () => ({
      kind: 'choices',
      choices: listWakeModels(home).map(({ id, phrase }) => ({ value: id, label: phrase })),
    }),
    'speech.voice': () => ({
      kind: 'choice',
      choices: models
        .list()
        .filter(
          ({ entry, state }) => entry.task === 'speech' && entry.engine === 'sherpa-vits' && state === 'installed',
        )
        .map(({ entry: { id, title } }) => ({ value: id, label: title })),
    }),
    'speech.ownVoice': () => ({
      kind: 'choice',
      choices: [
        { value: '', label: 'None' },
        ...new VoiceLibrary(voicesFolder(home))
          .list()
          .voices.map(({ manifest: { id, name } }) => ({ value: id, label: name })),
      ],
    }),
  }

  return {
    'settings.list'() {
      const shapes = settingShapes()
      const fallbacks = new Map(flattenSettings(defaultConfig))
      const running = new Map(flattenSettings(config))
      const settings = flattenSettings(loadConfig(home)).flatMap(([key, value]) => {
        const shape = choicesHere[key]?.() ?? shapes.get(key)
        // A key of a later version is kept in the file, and not shown.
        if (shape === undefined) return []
        return {
          key,
          value: value as SettingValue,
          fallback: fallbacks.get(key) as SettingValue,
          shape,
          waits: !holdsAtOnce(key) && JSON.stringify(running.get(key)) !== JSON.stringify(value),
        }
      })
      return { settings, file: path.join(home, 'config.json'), canRestart: restart !== undefined }
    },
    'settings.set'({ key, value }) {
      changeSetting(home, key, value ?? undefined)
      if (voiceKeys.has(key)) parts.onVoiceChanged()
      if (key.startsWith('wake.')) parts.onWakeChanged()
      return { key }
    },
    'settings.restart'() {
      if (restart === undefined)
        throw new SamError('restart-impossible', 'I cannot start myself anew here.', {
          remedy: 'Stop SAM and start it.',
        })
      restart()
      return { restarting: true }
    },
    'settings.tools': () => ({
      tools: tools.registry.list().map(({ name, tier, summary }) => ({ name, tier, summary })),
      rules: grants.list(clock.wallTime()).map(({ createdAt, expiresAt, ...rule }) => ({
        ...rule,
        createdAtMs: createdAt.getTime(),
        ...(expiresAt === undefined ? {} : { expiresAtMs: expiresAt.getTime() }),
      })),
    }),
    'settings.rule'({ tool, effect }) {
      if (tools.registry.get(tool) === undefined) throw new SamError('tool-unknown', `I have no tool called "${tool}".`)
      const createdAt = clock.wallTime()
      // The last word about the whole tool holds alone; rules for one target stay.
      for (const { id, tool: of, target } of grants.list(createdAt))
        if (of === tool && target === undefined) grants.remove(id)
      if (effect === 'deny') grants.add({ effect, tool, createdAt })
      if (effect === 'allow')
        grants.add({ effect, tool, createdAt, expiresAt: new Date(createdAt.getTime() + allowedDays * dayMs) })
      return { tool }
    },
    'settings.forget-rule'({ id }) {
      if (!grants.remove(id)) throw new SamError('rule-unknown', 'This rule is gone already.')
      return { id }
    },
  }
}
