import type { z } from 'zod'
import type { ErrorRecord } from '../../../core/errors.ts'
import { type DoctorResults, doctorInputs } from './doctor-requests.ts'
import { type HistoryResults, historyInputs } from './history-requests.ts'
import { type KnowledgeResults, knowledgeInputs } from './knowledge-requests.ts'
import { type LearningResults, learningInputs } from './learning-requests.ts'
import { type MemoryResults, memoryInputs } from './memory-requests.ts'
import { type ModelsResults, modelsInputs } from './models-requests.ts'
import { type OnboardingResults, onboardingInputs } from './onboarding-requests.ts'
import type { RequestProgress } from './request-progress.ts'
import { type ServiceResults, serviceInputs } from './service-requests.ts'
import { type SettingsResults, settingsInputs } from './settings-requests.ts'
import { type TimersResults, timersInputs } from './timers-requests.ts'
import { type UploadResults, uploadInputs } from './upload-requests.ts'
import { type VoiceResults, voiceInputs } from './voice-requests.ts'
import { type WakeResults, wakeInputs } from './wake-requests.ts'

/** Everything a page of the panel may ask beside the conversation, each with what it has to say. A room of requests is a line here and below. */
export const requestInputs = {
  ...uploadInputs,
  ...memoryInputs,
  ...voiceInputs,
  ...learningInputs,
  ...historyInputs,
  ...knowledgeInputs,
  ...settingsInputs,
  ...modelsInputs,
  ...doctorInputs,
  ...wakeInputs,
  ...timersInputs,
  ...serviceInputs,
  ...onboardingInputs,
}

export interface RequestResults
  extends UploadResults,
    MemoryResults,
    VoiceResults,
    LearningResults,
    HistoryResults,
    KnowledgeResults,
    SettingsResults,
    ModelsResults,
    DoctorResults,
    WakeResults,
    TimersResults,
    ServiceResults,
    OnboardingResults {}

export type RequestName = keyof typeof requestInputs
/** As the page writes it; defaults are filled in where it is read. */
export type RequestInput<Name extends RequestName> = z.input<(typeof requestInputs)[Name]>
export type CheckedInput<Name extends RequestName> = z.output<(typeof requestInputs)[Name]>

/** The answer to a request is JSON lines: how far it is, any number of times, and then what came of it. */
export type AnswerLine<Name extends RequestName> =
  | { progress: RequestProgress }
  | { result: RequestResults[Name] }
  | { error: ErrorRecord }

export interface RequestCall {
  /** The page went away or no longer wants it. */
  signal: AbortSignal
  onProgress(progress: RequestProgress): void
}

/** One handler a request; what it throws is told to the page. */
export type RequestHandlers = {
  [Name in RequestName]: (
    input: CheckedInput<Name>,
    call: RequestCall,
  ) => RequestResults[Name] | Promise<RequestResults[Name]>
}
