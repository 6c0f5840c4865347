import type { Clock } from '../../core/clock.ts'
import { workerEnvironment } from '../../core/compile-cache.ts'
import { type Config, loadConfig } from '../../core/config.ts'
import type { Logger } from '../../core/log.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { SpeechEngineName } from '../speech-worker/protocol.ts'
import { SpeechWorker } from '../speech-worker/speech-worker.ts'
import { speechSettings } from './speech-settings.ts'

export interface SpeechProcessesOptions {
  config: Config
  home: string
  models: DiskModelStore
  modelsFolder: string
  environment: Record<string, string | undefined>
  logger: Logger
  clock: Clock
  /** Hearing or the voice was gone for so long. */
  onBack(awayMs: number): void
}

export interface SpeechProcesses {
  /** Ear, recogniser and plain voice; the first call starts the process and loads `warm` ahead, in this order. */
  speech(warm?: SpeechEngineName[]): SpeechWorker
  /**
   * Where SAM's voice is made: a process of its own when it is the user's voice, since converting one leaves no time to
   * listen.
   */
  voice(): SpeechWorker
  /** What the settings say of the voice now holds from the next sentence on. */
  changeVoice(): void
  /** What the settings say of the wake words now holds from here on. */
  changeWake(): void
  /** A process for a sentence in any voice, which whoever opens it closes. */
  openPreview(): SpeechWorker
  close(): Promise<void>
}

const voiceEngine = 'synthesizer'
/** The longest that converting a voice, or building its networks, leaves no time to answer anything else. */
const convertingMs = 60_000

/** The processes of the native speech engines, each started at its first use. */
export function createSpeechProcesses(options: SpeechProcessesOptions): SpeechProcesses {
  const { config, logger, clock } = options
  const converts = config.speech.ownVoice !== ''
  let wanted = config.speech
  let hearing: SpeechWorker | undefined
  let speaking: SpeechWorker | undefined

  const open = (speech: Config['speech'], warm: SpeechEngineName[], hangMs?: number) =>
    new SpeechWorker({
      settings: speechSettings({ ...options, config: { ...config, speech } }, warm),
      logger,
      clock,
      onBack: options.onBack,
      environment: workerEnvironment(options.environment),
      ...(hangMs === undefined ? {} : { hangMs }),
    })
  const voice = () => {
    if (wanted.ownVoice === '' && wanted.voice === config.speech.voice) return speech()
    speaking ??= open(wanted, [voiceEngine], convertingMs)
    return speaking
  }
  const speech = (warm: SpeechEngineName[] = []) => {
    const plain = { ...config.speech, ownVoice: '' }
    hearing ??= open(plain, converts ? warm.filter((name) => name !== voiceEngine) : warm)
    return hearing
  }
  return {
    speech,
    voice,
    changeVoice() {
      wanted = loadConfig(options.home).speech
      const before = speaking
      speaking = undefined
      before?.close().catch((thrown: unknown) => logger.warn('a voice does not end', { error: String(thrown) }))
      voice()
        .start()
        .catch((thrown: unknown) => logger.warn('the voice does not start', { error: String(thrown) }))
    },
    changeWake() {
      if (hearing === undefined) return
      const { wake } = loadConfig(options.home)
      hearing
        .reconfigure({ wake })
        .catch((thrown: unknown) => logger.warn('the new wake words are not heard', { error: String(thrown) }))
    },
    openPreview: () => open({ ...config.speech, ownVoice: '' }, [], convertingMs),
    async close() {
      await Promise.all([hearing?.close(), speaking?.close()])
    },
  }
}
