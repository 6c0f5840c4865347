import type { CommandRecognizer, Ear } from '../../audio/ports.ts'
import { collectGarbage } from '../../core/collect-garbage.ts'
import { toSamError } from '../../core/errors.ts'
import type { SentencePiece, SpeechSynthesizer } from '../../tts/ports.ts'
import { tellOnce } from './missed-part.ts'
import type {
  SpeechAnswers,
  SpeechEngineName,
  SpeechMethod,
  SpeechRequest,
  SpeechResponse,
  SpeechSettings,
  SpeechWarning,
} from './protocol.ts'

/** The engines, each loaded at its first use and then kept. */
export interface SpeechEngines {
  ear(): Promise<Ear>
  recognizer(): Promise<CommandRecognizer>
  synthesizer(): Promise<SpeechSynthesizer>
}

/** One end of the line to the core: `process` in the worker. */
export interface SpeechChannel {
  onRequest(listener: (request: SpeechRequest) => void): void
  send(message: SpeechResponse | SpeechWarning): void
}

/**
 * Answers requests until the channel closes. `load` is called once, by `configure`, with whom to tell what fails and is
 * done without.
 */
export function serveSpeech(
  channel: SpeechChannel,
  load: (settings: SpeechSettings, doWithout: (thrown: unknown) => undefined) => SpeechEngines,
): void {
  const { promise: engines, resolve: configured } = Promise.withResolvers<SpeechEngines>()
  let settings: SpeechSettings | undefined
  const cancellable = new Map<number, AbortController>()

  const answer = async (request: SpeechRequest): Promise<SpeechAnswers[SpeechMethod]> => {
    switch (request.method) {
      case 'configure': {
        settings = request.settings
        const loaded = load(
          settings,
          tellOnce((warning) => channel.send({ warning })),
        )
        configured(loaded)
        void warm(loaded, settings)
        return undefined
      }
      case 'analyze':
        return (await (await engines).ear()).analyze(request.samples)
      case 'reset-ear':
        return void (await (await (await engines).ear()).reset())
      case 'recognize':
        return (await (await engines).recognizer()).recognize(request.samples)
      case 'reconsider': {
        const { soundId, look } = request
        return (await (await engines).recognizer()).reconsider(soundId, look)
      }
      case 'vocabulary':
        // A recogniser whose model is still missing learns it when it is loaded.
        if (settings !== undefined) settings.recognizer.vocabulary = request.vocabulary
        return void (await (await engines).recognizer()).learnVocabulary(request.vocabulary)
      case 'synthesize': {
        const abort = new AbortController()
        cancellable.set(request.id, abort)
        const { voice, rate } = request
        const options = {
          ...(voice === undefined ? {} : { voice }),
          ...(rate === undefined ? {} : { rate }),
          ...(request.pieces ? { onPiece: (piece: SentencePiece) => channel.send({ id: request.id, piece }) } : {}),
        }
        const synthesizer = await (await engines).synthesizer()
        return await synthesizer.synthesize(request.sentence, { ...options, signal: abort.signal })
      }
      case 'cancel':
        return void cancellable.get(request.target)?.abort()
      case 'load': {
        const loaded = await engines
        for (const name of request.engines) await loaded[name]()
        return undefined
      }
      case 'ping':
        return undefined
      case 'usage': {
        if (request.afterCollecting) collectGarbage()
        const { user, system } = process.cpuUsage()
        return { cpuMs: (user + system) / 1000, residentBytes: process.memoryUsage.rss() }
      }
    }
  }

  channel.onRequest((request) => {
    answer(request)
      .then(
        (value): SpeechResponse => ({ id: request.id, ok: true, value }),
        (thrown: unknown): SpeechResponse => {
          return { id: request.id, ok: false, error: toSamError(thrown).toJSON() }
        },
      )
      .then((response) => {
        cancellable.delete(request.id)
        channel.send(response)
      })
  })
}

/** The first one alone, since it is wanted first; the others side by side. */
async function warm(engines: SpeechEngines, { warm: [first, ...others] }: SpeechSettings): Promise<void> {
  // A model that is missing is reported by the request that needs it.
  const load = async (name: SpeechEngineName) => void (await engines[name]().catch(() => undefined))
  if (first !== undefined) await load(first)
  await Promise.all(others.map(load))
}
