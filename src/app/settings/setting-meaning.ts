import { listWakeModels } from '../../audio/wake/wake-phrases.ts'
import { type Config, loadConfig } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import { catalogue } from '../../models/catalogue.ts'
import { parseWeeklySchedule } from '../../tools/scheduler/weekly-schedule.ts'
import { VoiceLibrary } from '../../tts/rvc/voices/voice-library.ts'
import { voicesFolder } from '../voices/voice-places.ts'

type Meaning = (home: string, config: Config, before?: Config) => void

function requireNamed(names: readonly string[], known: readonly string[], what: string, remedy: string): void {
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new SamError('setting-invalid', `There is no ${what} called "${unknown}".`, { kind: 'usage', remedy })
}

function requireTime(words: string): void {
  if (words.trim() !== '') parseWeeklySchedule(words)
}

/** Settings that name something, or a time: their schema cannot know whether it is there. */
const meanings: Record<string, Meaning> = {
  // One that is gone does not keep the others from being chosen.
  'wake.models': (home, { wake }, before) =>
    requireNamed(
      wake.models.filter((id) => before?.wake.models.includes(id) !== true),
      listWakeModels(home).map(({ id }) => id),
      'wake word',
      'sam wake list',
    ),
  'speech.voice': (_home, { speech }) =>
    requireNamed(
      [speech.voice],
      catalogue.flatMap(({ id, engine }) => (engine === 'sherpa-vits' ? [id] : [])),
      'voice',
      'sam models list',
    ),
  'speech.ownVoice': (home, { speech }) => {
    if (speech.ownVoice !== '') new VoiceLibrary(voicesFolder(home)).find(speech.ownVoice)
  },
  'briefing.schedule': (_home, { briefing }) => requireTime(briefing.schedule),
  'learning.nightAt': (_home, { learning }) => requireTime(learning.nightAt),
}

/** Whether what a changed setting names is there. Errors: `setting-invalid`, `voice-unknown`, `voice-damaged`, `schedule-unclear`. */
export function requireMeaning(home: string, key: string, config: Config, before: Config): void {
  meanings[key]?.(home, config, before)
}

/** Settings that name what is not there, as a look at the machine tells them. Errors: `config-invalid`, `config-unreadable`. */
export function meaninglessSettings(home: string): { key: string; error: SamError }[] {
  const config = loadConfig(home)
  return Object.entries(meanings).flatMap(([key, meaning]) => {
    try {
      meaning(home, config)
      return []
    } catch (thrown) {
      if (!(thrown instanceof SamError)) throw thrown
      return [{ key, error: thrown }]
    }
  })
}
