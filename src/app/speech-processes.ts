import type { Clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Logger } from '../core/log.ts'
import type { DiskModelStore } from '../models/store.ts'
import { workerEnvironment } from './cli/compile-cache.ts'
import { speechSettings } from './speech-settings.ts'
import type { SpeechEngineName } from './speech-worker/protocol.ts'
import { SpeechWorker } from './speech-worker/speech-worker.ts'

export interface SpeechProcessesOptions {
  config: Config
  home: string
  models: DiskModelStore
  modelsFolder: string
  environment: Record<string, string | undefined>
  logger: Logger
  clock: Clock
}

export interface SpeechProcesses {
  /** Ear, recogniser and plain voice; the first call starts the process and loads `warm` ahead, in this order. */
  speech(warm?: SpeechEngineName[]): SpeechWorker
  /**
   * Where SAM's voice is made: a process of its own when it is the user's voice, since converting one leaves no time to
   * listen.
   */
  voice(): SpeechWorker
  close(): Promise<void>
}

const voiceEngine = 'synthesizer'
/** The longest that converting a voice, or building its networks, leaves no time to answer anything else. */
const convertingMs = 60_000

/** The processes of the native speech engines, each started at its first use. */
export function createSpeechProcesses(options: SpeechProcessesOptions): SpeechProcesses {
  const { config, logger, clock } = options
  const converts = config.speech.ownVoice !== ''
  let hearing: SpeechWorker | undefined
  let speaking: SpeechWorker | undefined

  const open = (ownVoice: string, warm: SpeechEngineName[]) =>
    new SpeechWorker({
      settings: speechSettings({ ...options, config: { ...config, speech: { ...config.speech, ownVoice } } }, warm),
      logger,
      clock,
      environment: workerEnvironment(options.environment),
      ...(ownVoice === '' ? {} : { hangMs: convertingMs }),
    })
  const voice = () => {
    if (!converts) return speech()
    speaking ??= open(config.speech.ownVoice, [voiceEngine])
    return speaking
  }
  const speech = (warm: SpeechEngineName[] = []) => {
    hearing ??= open('', converts ? warm.filter((name) => name !== voiceEngine) : warm)
    return hearing
  }
  return {
    speech,
    voice,
    async close() {
      await Promise.all([hearing?.close(), speaking?.close()])
    },
  }
}
