import type { Escalation, LanguageModel, RoutedRequest, Router } from '../agent/ports.ts'
import { createRouter } from '../agent/router.ts'
import type { CommandRecognizer } from '../audio/ports.ts'
import { listTrainedPhrases } from '../audio/wake/trained-phrases.ts'
import { listWakeModels } from '../audio/wake/wake-phrases.ts'
import type { Clock } from '../core/clock.ts'
import { systemClock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import { loadConfig } from '../core/config.ts'
import type { Logger } from '../core/log.ts'
import { projectRoot } from '../core/paths.ts'
import { stillOn } from '../core/still-on.ts'
import { createNightStore } from '../memory/learning/night-store.ts'
import { createMemoryStores } from '../memory/memory-stores.ts'
import type { BriefingDays, GrantStore, Recall, SpendingStore } from '../memory/ports.ts'
import { createTimeline } from '../memory/timeline.ts'
import { createModelStore, type DiskModelStore } from '../models/store.ts'
import { createTools, type Tools } from '../tools/create-tools.ts'
import { loadPlatform } from '../tools/platform/load-platform.ts'
import type { OpenPanelDesk } from './desk/panel-desk.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { lastNightNews } from './learning/last-night-news.ts'
import { openNightClock } from './learning/open-night-clock.ts'
import { createSessionWatch } from './learning/open-session-watch.ts'
import type { SessionWatch } from './learning/session-watch.ts'
import { earlierTalk } from './memory/earlier-talk.ts'
import { createMemoryWorker } from './memory/open-memory.ts'
import type { Turns } from './memory/record-turns.ts'
import { createTurnsUnderWay } from './memory/turns-under-way.ts'
import { StarterSet } from './models/starter-set.ts'
import { openSession, type SessionChoices } from './open-session.ts'
import type { RecentMessage } from './server/messages.ts'
import { ServiceRecorder } from './service/service-recorder.ts'
import type { Session } from './session/session.ts'
import { type CommandHearing, hearCommands } from './speech/hear-commands.ts'
import { createOwnVocabulary } from './speech/own-vocabulary.ts'
import { createSpeechProcesses, type SpeechProcesses } from './speech/speech-processes.ts'
import { suggestionsFor } from './suggestions.ts'
import { createThinking } from './thinking.ts'
import { HeardSound } from './wake/heard-sound.ts'

export interface SamOptions {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
  /** `--offline`; the settings may say so too. */
  offline: boolean
  logger: Logger
  clock?: Clock
  /** A key of Claude that the menu bar keeps; it comes before `ANTHROPIC_API_KEY`. */
  claudeKey?(): string | undefined
}

/** Everything SAM is made of, put together. Engines start at their first use. */
export interface Sam extends Pick<SpeechProcesses, 'speech' | 'voice'> {
  /** SAM_HOME. */
  readonly home: string
  readonly config: Config
  readonly clock: Clock
  readonly hub: EventHub
  readonly models: DiskModelStore
  /** The models that SAM cannot do without. */
  readonly starter: StarterSet
  readonly tools: Tools
  /** The rules the user made about what SAM may do. */
  readonly grants: GrantStore
  readonly router: Router
  readonly briefingDays: BriefingDays
  /** What SAM measures of itself. */
  readonly service: ServiceRecorder
  /** The last seconds that it heard. */
  readonly heard: HeardSound
  /** The model that answers on the user's own machines, and Claude behind the user's permission. */
  readonly localModel: LanguageModel
  readonly escalation: Escalation
  /** What was paid for Claude. */
  readonly spending: SpendingStore
  /** Another program records sound too. `own`: SAM's page holds the microphone. */
  microphoneInUse(own: boolean): Promise<boolean>
  /** What a person says to wake SAM. */
  readonly wakePhrases: string[]
  /** Three things to try on this machine; fewer until it was looked around (`warmThinking`). */
  readonly suggestions: string[]
  /**
   * A recogniser that knows SAM's commands and this machine's names.
   * @param route how words are understood where the talk stands; without it, alone
   */
  hearCommands(recognizer: CommandRecognizer, route?: (text: string) => RoutedRequest): CommandHearing
  /** Starts a conversation of its own. */
  createTurns(): Turns
  /** What was said shortly before this process began, for pages. */
  earlierTalk(): RecentMessage[]
  /** Finds in everything that was said; its thread starts at the first question. */
  readonly recall: Recall
  /** The session that hears and speaks from now on: timers ring in it. */
  openSession(choices: SessionChoices): Session
  /** Answers the panel's pages beside Talk; closed by whoever opens it. `restart` starts SAM anew, where that is possible. */
  openDesk(way?: { restart?: () => void }): Promise<OpenPanelDesk>
  /** Reads Claude Code's sessions as they are written, where the user allowed it; stopped by whoever starts it. */
  openSessionWatch(): Pick<SessionWatch, 'stop'> | undefined
  /** Trains at night, where the settings say so; stopped by whoever opens it. */
  openNightClock(isBusy: () => Promise<boolean>): { stop(): Promise<void> }
  /** Loads everything that a spoken command needs. Errors: `model-missing`, `model-corrupted`, `voice-missing`. */
  readyToHear(): Promise<void>
  /** Loads the local model and what requests about dates need, so that the first answer comes sooner. */
  warmThinking(): Promise<void>
  close(): Promise<void>
}

/** The composition root: the only place where SAM's parts are made and given to each other. Errors: `config-*`, `platform-unknown`. */
export async function createSam(options: SamOptions): Promise<Sam> {
  const { home, modelsFolder, environment, logger, clock = systemClock } = options
  const config = loadConfig(home)
  const hub = createEventHub(clock)
  // What the user turns off, or on, about the network holds at once.
  const network = {
    get offline() {
      return options.offline || !stillOn(home, (now) => !now.offline)
    },
  }
  const service = new ServiceRecorder(clock)
  const heard = new HeardSound(clock)
  hub.subscribe((event) => {
    service.see(event)
    if (event.type === 'wake-detected') heard.woke(service.lastWakeId)
  })
  const models = createModelStore({
    root: modelsFolder,
    projectRoot,
    environment,
    get offline() {
      return network.offline
    },
  })
  const starter = new StarterSet({
    models,
    get offline() {
      return network.offline
    },
  })
  const memory = createMemoryStores(home)
  const recall = createMemoryWorker(home, models)
  const claudeKey = () => options.claudeKey?.() ?? environment['ANTHROPIC_API_KEY']
  const platform = await loadPlatform({
    environment,
    logger,
    searchRoots: config.files.searchRoots,
    readMessages: config.messages.readable,
  })
  let session: Session | undefined
  let suggestions: string[] = []
  const closing = new AbortController()
  const nights = createNightStore(memory.database)
  const tools = createTools({
    platform,
    learningNews: lastNightNews(nights),
    memory: { ...memory, recall },
    clock,
    logger,
    settings: {
      ...config,
      get offline() {
        return network.offline
      },
      // Set by the panel while SAM runs.
      get briefing() {
        return loadConfig(home).briefing
      },
    },
    async onRing({ spoken, times }) {
      hub.emit({ type: 'notice', code: 'timer-rings', message: spoken })
      await session?.announce(spoken, times)
    },
  })
  const router = createRouter({ applications: tools.applications })
  const vocabulary = createOwnVocabulary({
    ...{ platform, clock, logger },
    scheduler: tools.scheduler,
    audit: memory.audit,
    grants: memory.grants,
  })
  const thinking = createThinking({
    ...{ home, config, environment, network, models, modelsFolder, platform, memory, recall, router, tools },
    ...{ nights, claudeKey, clock, logger },
    onRollBack: (id, reason) =>
      hub.emit({ type: 'notice', code: 'adapter-rolled-back', message: `I took ${id} back: ${reason}.` }),
  })
  const processes = createSpeechProcesses({
    ...{ config, home, models, modelsFolder, environment, logger, clock },
    onBack: (awayMs) => service.wasAway(awayMs),
  })

  const sam: Sam = {
    home,
    config,
    clock,
    hub,
    models,
    starter,
    tools,
    grants: memory.grants,
    briefingDays: memory.briefingDays,
    service,
    heard,
    spending: memory.spending,
    localModel: thinking.model,
    escalation: thinking.escalation,
    router,
    get wakePhrases() {
      return wakePhrasesOf(loadConfig(home), home)
    },
    get suggestions() {
      return suggestions
    },
    recall,
    earlierTalk: () =>
      earlierTalk(memory.log, clock, logger, createTurnsUnderWay(home, logger).takeCutOff(memory.turns)),
    createTurns: thinking.createTurns,
    speech: processes.speech,
    hearCommands: (recognizer, route = (text) => router.route(text, { now: clock.wallTime() })) =>
      hearCommands(recognizer, { route, vocabulary, wakePhrases: () => sam.wakePhrases, logger }),
    voice: processes.voice,
    openSession(choices) {
      session = openSession(sam, choices)
      return session
    },
    async openDesk({ restart } = {}) {
      // A command that opens no panel does not read all of it.
      const { createPanelDesk } = await import('./desk/panel-desk.ts')
      return createPanelDesk({
        home,
        modelsFolder,
        tools,
        service,
        heard,
        restart,
        config,
        get offline() {
          return network.offline
        },
        clock,
        database: memory.database,
        environment,
        claudeKey,
        models,
        starter,
        recall,
        memory: { ...memory, timeline: createTimeline(memory.database), patterns: thinking.patterns },
        openPreview: processes.openPreview,
        restModel: thinking.rest,
        onVoiceChanged: processes.changeVoice,
        onWakeChanged: processes.changeWake,
        onImported() {
          recall
            .catchUp()
            .catch((thrown: unknown) => logger.warn('imported, found by words only', { error: String(thrown) }))
        },
      })
    },
    openNightClock: (isBusy) =>
      openNightClock({
        ...{ config, nights, hub, clock, logger, environment, isBusy },
        ...{ system: platform.system, rest: thinking.rest, onEnded: wakeChanges(home, processes.changeWake) },
      }),
    openSessionWatch() {
      if (!config.distillation.sessions) return undefined
      const watch = createSessionWatch({ config, database: memory.database, clock, logger })
      watch.start()
      return watch
    },
    async microphoneInUse(own) {
      const users = await platform.system.microphoneUsers(AbortSignal.timeout(5000))
      return (users ?? 0) > (own ? 1 : 0)
    },
    async readyToHear() {
      const loading = Promise.allSettled([sam.speech().load(['ear', 'recognizer']), sam.voice().load(['synthesizer'])])
      // In this process, while the others load.
      router.warm()
      // What hearing lacks comes first, whichever of the two is quicker to say so.
      const failed = (await loading).find(({ status }) => status === 'rejected')
      if (failed?.status === 'rejected') throw failed.reason
    },
    async warmThinking() {
      suggestionsFor(platform, closing.signal).then(
        (found) => {
          suggestions = found
        },
        () => undefined,
      )
      router.warm()
      await thinking.warm()
      await tools.warm()
    },
    async close() {
      closing.abort()
      tools.scheduler.stop()
      await Promise.all([processes.close(), thinking.rest(), recall.close()])
      memory.database.close()
    },
  }
  return sam
}

/** Calls when trained phrases are others than at the last call: a night has improved one. */
function wakeChanges(home: string, onChanged: () => void): () => void {
  const models = () => listTrainedPhrases(home).map(({ file }) => file)
  let known = models().join()
  return () => {
    const now = models().join()
    if (now !== known) onChanged()
    known = now
  }
}

function wakePhrasesOf({ wake }: Config, home: string): string[] {
  const known = listWakeModels(home)
  return wake.models.map((id) => known.find((model) => model.id === id)?.phrase ?? id)
}
