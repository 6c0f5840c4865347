import { createEscalation } from '../agent/claude/escalation.ts'
import type { Escalation, LanguageModel, Router, SentRequest } from '../agent/ports.ts'
import { createTurnRunner } from '../agent/turn.ts'
import type { Clock } from '../core/clock.ts'
import { type Config, loadConfig } from '../core/config.ts'
import type { Logger } from '../core/log.ts'
import { CategoryClassifier } from '../memory/categories/classify.ts'
import type { MemoryStores } from '../memory/memory-stores.ts'
import { createPatternStore } from '../memory/patterns/pattern-store.ts'
import { createStyleGuide } from '../memory/patterns/style-guide.ts'
import type { NightStore, PatternStore, Recall } from '../memory/ports.ts'
import type { DiskModelStore } from '../models/store.ts'
import type { Tools } from '../tools/create-tools.ts'
import type { Platform } from '../tools/platform/port.ts'
import { openRegistry } from './learning/open-night.ts'
import { categoriser } from './learning/open-session-watch.ts'
import { openTurnLearning } from './learning/open-turn-learning.ts'
import { createCompanion, recollecting } from './memory/companion.ts'
import { recordTurns, type Turns } from './memory/record-turns.ts'
import { createTurnsUnderWay } from './memory/turns-under-way.ts'
import { createOwnModel } from './models/language-model.ts'

export interface ThinkingParts {
  home: string
  config: Config
  environment: Record<string, string | undefined>
  /** Looked at for each question. */
  network: { readonly offline: boolean }
  models: DiskModelStore
  modelsFolder: string
  platform: Platform
  memory: MemoryStores
  recall: Recall
  router: Router
  tools: Pick<Tools, 'runner' | 'registry'>
  nights: NightStore
  claudeKey(): string | undefined
  /** What a night had learned made things worse, and is used no more. */
  onRollBack(id: string, reason: string): void
  clock: Clock
  logger: Logger
}

/** What answers, and what it learns from that. */
export interface Thinking {
  /** On the user's own machines. */
  model: LanguageModel
  escalation: Escalation
  /** How the user talks. */
  patterns: PatternStore
  /** Starts a conversation of its own. */
  createTurns(): Turns
  warm(): Promise<void>
  /** The local model is out of memory until the next request. */
  rest(): Promise<void>
}

/** The local model and Claude with what they are told beside the words, and the turns in which they answer. */
export function createThinking(parts: ThinkingParts): Thinking {
  const { home, config, environment, network, models, memory, recall, router, tools, nights, clock, logger } = parts
  const sent =
    (purpose: string, by: string) =>
    ({ content, ...row }: SentRequest) => {
      const told = { at: clock.wallTime(), decision: 'allowed', purpose, by, ...row } as const
      // Whoever wants nothing remembered does not want it kept here either.
      memory.audit.appendEgress(config.memory.keepTurns ? { ...told, content } : told)
    }
  const registry = openRegistry(home)
  const own = createOwnModel({
    ...{ models, modelsFolder: parts.modelsFolder, environment, logger },
    get offline() {
      return network.offline
    },
    onSending: sent('a question to your language model', 'SAM_LOCAL_LLM_URL'),
    adapterFor: (baseSha256) => registry.current(({ sha256 }) => sha256 === baseSha256)?.file,
  })
  const classifier = new CategoryClassifier()
  const categoryOf = categoriser(classifier)
  const patterns = createPatternStore(memory.database)
  const underWay = createTurnsUnderWay(home, logger)
  const escalation = createEscalation({
    get settings() {
      return claudeNow(home, config)
    },
    get offline() {
      return network.offline
    },
    spending: memory.spending,
    ...{ categoryOf, claudeKey: parts.claudeKey, clock },
    baseUrl: environment['ANTHROPIC_BASE_URL'],
    onSending: sent('a question to Claude', 'policy allow escalation'),
  })
  const learning = openTurnLearning({
    ...{ home, config, database: memory.database, models, registry, nights, categoryOf, clock, logger },
    ...{ reload: own.close, onRollBack: parts.onRollBack },
  })
  const companion = createCompanion({
    ...{ config, platform: parts.platform, logger },
    recall: recollecting(memory.facts, recall, () => own.model.callsTools),
    style: createStyleGuide(patterns, classifier),
  })
  return {
    model: own.model,
    escalation,
    patterns,
    createTurns() {
      const runner = createTurnRunner({
        ...{ router, tools: tools.runner, model: own.model, escalation, companion, clock, log: logger },
        distillation: learning.distillation,
      })
      return learning.over(
        config.memory.keepTurns ? recordTurns(runner, { ...memory, underWay, clock, logger }) : runner,
      )
    },
    warm: () => own.warm(tools.registry.list()),
    rest: own.close,
  }
}

/** Where the settings cannot be read, nothing is allowed. */
function claudeNow(home: string, before: Config): Config['claude'] {
  try {
    return loadConfig(home).claude
  } catch {
    return { ...before.claude, allowed: false }
  }
}
