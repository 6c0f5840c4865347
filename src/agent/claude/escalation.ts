import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import { startOfDay } from '../../core/local-time.ts'
import type { SpendingStore } from '../../memory/ports.ts'
import type { ChatMessage, Escalation, GenerationRequest, LanguageModel } from '../ports.ts'
import { neverSend } from '../privacy/never-send.ts'
import { beyondMe } from '../prompts.ts'
import { ClaudeModel, type ClaudeModelOptions } from './claude-model.ts'
import { type ClaudeUsage, costUsd } from './prices.ts'

/** What the user decided about Claude. */
export interface ClaudeSettings {
  /** Hard questions may go to Claude at all. */
  allowed: boolean
  model: string
  thinking: boolean
  /** US dollars a day at list price; nothing more is asked once they are spent. */
  dailyBudgetUsd: number
  /** Kinds of requests that may go. */
  categories: readonly string[]
  /** Words that never leave this machine. */
  neverSend: readonly string[]
}

export interface EscalationOptions {
  /** Read anew for each question and each request: what the user turns on or off holds at once. */
  readonly settings: ClaudeSettings
  readonly offline: boolean
  /** Asked for each question; undefined: there is none. */
  claudeKey(): string | undefined
  /** `ANTHROPIC_BASE_URL` */
  baseUrl: string | undefined
  clock: Clock
  spending: SpendingStore
  /** Which kind of request this is, for `settings.categories`. */
  categoryOf(text: string): string
  onSending: ClaudeModelOptions['onSending']
}

const withCare = 'so this comes from my small local model; take it with care.'

/**
 * Claude behind the user's permission, words and budget: without permission, without a key, offline, with words that must not
 * leave, or once the day's money is spent, nothing is sent, and the answer says why.
 */
export function createEscalation(options: EscalationOptions): Escalation {
  const { claudeKey, baseUrl, clock, spending, categoryOf, onSending } = options
  const claude = new ClaudeModel({
    apiKey: () => claudeKey() ?? '',
    ...(baseUrl === undefined ? {} : { baseUrl }),
    get model() {
      return options.settings.model
    },
    get thinks() {
      return options.settings.thinking
    },
    onSending,
    onUsage(model, usage) {
      spending.add({ at: clock.wallTime(), model, ...expenseOf(model, usage) })
    },
  })
  // A turn takes several requests: what was turned off in the middle of it sends no further one.
  const mustBeOn = () => {
    if (options.offline) throw new SamError('offline', 'I am offline, as you set me.')
    if (!options.settings.allowed)
      throw new SamError('claude-turned-off', 'You turned Claude off.', { kind: 'refused' })
  }
  return {
    model: withholding(claude, mustBeOn, () => neverSend(options.settings.neverSend)),
    barrier(question) {
      const { settings } = options
      if (!settings.allowed) return beyondMe
      if (options.offline) return `I am offline, ${withCare}`
      if ((claudeKey() ?? '') === '') return `I have no key for Claude, ${withCare}`
      if (neverSend(settings.neverSend)(question)) return `That holds words that you told me never to send, ${withCare}`
      if (!settings.categories.includes(categoryOf(question)))
        return `Questions of this kind stay on this machine, as you told me, ${withCare}`
      if (spending.since(startOfDay(clock.wallTime())).usd >= settings.dailyBudgetUsd)
        return `What I may spend on Claude today is used up, ${withCare}`
      return undefined
    },
  }
}

/**
 * Leaves out earlier turns and results of tools with words that must stay here. The question itself was looked at before;
 * of the note above it, only those lines go.
 */
function withholding(
  model: LanguageModel,
  mustBeOn: () => void,
  patterns: () => (text: string) => boolean,
): LanguageModel {
  const sendable = (messages: readonly ChatMessage[]) => {
    const mustStay = patterns()
    const last = messages.findLastIndex(({ role }) => role === 'user')
    return messages.map((message, index): ChatMessage => {
      if (!mustStay(message.content)) return message
      const lines = message.content.split('\n').filter((line) => !mustStay(line))
      const rest = lines.join('\n')
      return { ...message, content: index === last && !mustStay(rest) ? rest : '(left out)' } as ChatMessage
    })
  }
  return {
    id: model.id,
    callsTools: model.callsTools,
    async generate(request: GenerationRequest) {
      mustBeOn()
      return model.generate({ ...request, messages: sendable(request.messages) })
    },
  }
}

function expenseOf(model: string, usage: ClaudeUsage) {
  return {
    inputTokens: usage.inputTokens + usage.cacheWriteTokens,
    cachedTokens: usage.cacheReadTokens,
    outputTokens: usage.outputTokens,
    costUsd: costUsd(model, usage),
  }
}
