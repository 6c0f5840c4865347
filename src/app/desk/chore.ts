import type { ErrorRecord } from '../../core/errors.ts'
import type { ImportKind } from '../../memory/imports/history.ts'
import type { ImportReport } from '../../memory/imports/import-count.ts'
import type { VoiceModelFacts } from '../../tts/rvc/voice-model.ts'
import type { VoiceManifest } from '../../tts/rvc/voices/manifest.ts'
import type { RequestProgress } from '../server/requests/page-requests.ts'

/** Long work on files that somebody gave. */
export type Chore = { home: string } & (
  | { kind: 'import'; source: ImportKind; files: readonly { file: string; bytes: number }[] }
  | { kind: 'judge-categories' }
  | { kind: 'check-voice'; checkpoint: string; index?: string }
  | { kind: 'add-voice'; checkpoint: string; index?: string; name: string; consentBy: string }
)

export interface ChoreResults {
  import: { report?: ImportReport & { quarantineFile?: string }; failures: ErrorRecord[] }
  'judge-categories': null
  'check-voice': VoiceModelFacts
  'add-voice': VoiceManifest
}

/** Child to parent. */
export type FromChore =
  | { progress: RequestProgress }
  | { result: ChoreResults[keyof ChoreResults] }
  | { error: ErrorRecord }
