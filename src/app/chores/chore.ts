import type { ErrorRecord } from '../../core/errors.ts'
import type { ScrapeReport } from '../../learning/ports.ts'
import type { ImportKind } from '../../memory/imports/history.ts'
import type { ImportReport } from '../../memory/imports/import-count.ts'
import type { VoiceModelFacts } from '../../tts/rvc/voice-model.ts'
import type { VoiceManifest } from '../../tts/rvc/voices/manifest.ts'
import type { DoctorFinding } from '../server/requests/doctor-requests.ts'
import type { RequestProgress } from '../server/requests/request-progress.ts'
import type { ScoredSound } from '../server/requests/wake-requests.ts'
import type { LearnedVoice } from '../wake/owner-voice.ts'

/** Long work that must not keep SAM from hearing. */
export type Chore = { home: string } & (
  | { kind: 'import'; source: ImportKind; files: readonly { file: string; bytes: number }[] }
  | { kind: 'judge-categories' }
  | { kind: 'check-voice'; checkpoint: string; index?: string }
  | { kind: 'add-voice'; checkpoint: string; index?: string; name: string; consentBy: string }
  | { kind: 'scrape'; id: string; limit: number; offline: boolean }
  | { kind: 'doctor'; modelsFolder: string; offline: boolean }
  | { kind: 'night'; modelsFolder: string; offline: boolean }
  | { kind: 'train-wake'; modelsFolder: string; phrase: string }
  | { kind: 'learn-owner-voice'; modelsFolder: string }
  | {
      kind: 'score-wake'
      modelsFolder: string
      /** At 16 kHz. */
      samples: Float32Array
      ids: readonly string[]
      threshold: number
    }
)

export type ChoreOf<Kind extends Chore['kind']> = Extract<Chore, { kind: Kind }>

export interface ChoreResults {
  import: { report?: ImportReport & { quarantineFile?: string }; failures: ErrorRecord[] }
  'judge-categories': null
  'check-voice': VoiceModelFacts
  'add-voice': VoiceManifest
  scrape: ScrapeReport
  doctor: DoctorFinding[]
  night: { report?: string }
  'train-wake': { id: string }
  'learn-owner-voice': LearnedVoice
  'score-wake': ScoredSound
}

/** Child to parent. */
export type FromChore =
  | { progress: RequestProgress }
  | { result: ChoreResults[keyof ChoreResults] }
  | { error: ErrorRecord }
