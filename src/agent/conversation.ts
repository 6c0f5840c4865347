import type { Command } from '../core/events.ts'
import type { ChatMessage, PendingCommand, RoutingContext } from './ports.ts'

interface Exchange {
  turnId: string
  user: string
  /** What was heard of the reply; undefined until there is one. */
  reply?: string
}

/** When more are kept than this, half are forgotten at once: dropping one a turn would spoil the model's cache each time. */
const maximumExchanges = 24

/**
 * What was said and done, one conversation whichever model speaks. Holds what was *heard*: a reply that was cut off is kept up
 * to where its sound stopped.
 */
export class Conversation {
  private exchanges: Exchange[] = []
  private lastApp: string | undefined
  private lastCommands: readonly Command[] | undefined
  private pending: PendingCommand | undefined

  begin(turnId: string, text: string): void {
    this.exchanges.push({ turnId, user: text })
    if (this.exchanges.length > maximumExchanges) this.exchanges = this.exchanges.slice(-maximumExchanges / 2)
  }

  finish(turnId: string, reply: string): void {
    const exchange = this.find(turnId)
    if (exchange !== undefined) exchange.reply = reply
  }

  /** The user heard only this much of the reply. */
  truncateReply(turnId: string, heardText: string): void {
    const exchange = this.find(turnId)
    if (exchange?.reply !== undefined) exchange.reply = heardText.trim()
  }

  /** Commands that were carried out, for "close it" and "do that again". */
  remember(commands: readonly Command[]): void {
    if (commands.length === 0) return
    this.lastCommands = commands
    const application = commands.findLast((command) => typeof command.slots['app'] === 'string')?.slots['app']
    if (typeof application === 'string') this.lastApp = application
  }

  /** The next turn may answer this question; anything else drops it. */
  expect(pending: PendingCommand | undefined): void {
    this.pending = pending
  }

  context(now: Date): RoutingContext {
    const lastReply = this.lastReply()
    return {
      now,
      ...(lastReply === undefined ? {} : { lastReply }),
      ...(this.lastApp === undefined ? {} : { lastApp: this.lastApp }),
      ...(this.lastCommands === undefined ? {} : { lastCommands: this.lastCommands }),
      ...(this.pending === undefined ? {} : { pending: this.pending }),
    }
  }

  /** The last thing SAM said that was heard. */
  lastReply(): string | undefined {
    return this.exchanges.findLast((exchange) => exchange.reply !== undefined && exchange.reply !== '')?.reply
  }

  /** For the model: the system prompt, the turns so far, oldest first, and the request last. */
  messages(systemPrompt: string): ChatMessage[] {
    const turns = this.exchanges.flatMap(({ user, reply }): ChatMessage[] => {
      const said: ChatMessage = { role: 'user', content: user }
      return reply === undefined || reply === '' ? [said] : [said, { role: 'assistant', content: reply }]
    })
    return [{ role: 'system', content: systemPrompt }, ...turns]
  }

  /** Begins anew. */
  clear(): void {
    this.exchanges = []
    this.lastApp = undefined
    this.lastCommands = undefined
    this.pending = undefined
  }

  private find(turnId: string): Exchange | undefined {
    return this.exchanges.find((exchange) => exchange.turnId === turnId)
  }
}
