import { listTrainedPhrases } from './trained-phrases.ts'

export interface WakeModel {
  id: string
  /** What a person says. */
  phrase: string
  /** Where it came from. */
  source: 'built-in' | 'trained'
}

/** The phrases that come ready made with openWakeWord. */
export const builtInWakeModels: readonly WakeModel[] = [
  { id: 'hey_jarvis', phrase: 'hey jarvis', source: 'built-in' },
  { id: 'alexa', phrase: 'alexa', source: 'built-in' },
  { id: 'hey_mycroft', phrase: 'hey mycroft', source: 'built-in' },
  { id: 'hey_rhasspy', phrase: 'hey rhasspy', source: 'built-in' },
  { id: 'timer', phrase: 'set a timer', source: 'built-in' },
  { id: 'weather', phrase: "what's the weather", source: 'built-in' },
]

/** All phrases of this machine, ready made and trained. */
export function listWakeModels(home: string): WakeModel[] {
  const trained = listTrainedPhrases(home)
  return [...builtInWakeModels.filter(({ id }) => !trained.some((own) => own.id === id)), ...trained]
}
