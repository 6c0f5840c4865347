import type { Command } from '../core/events.ts'
import { steerableMs } from './briefing.ts'
import type { ChatMessage, PendingCommand, RoutingContext, ToldBriefing } from './ports.ts'
import type { BriefingPart } from './turn/briefing-part.ts'

interface Exchange {
  turnId: string
  user: string
  /** What was heard of the reply; undefined until there is one. */
  reply?: string
  /** The reply holds what others wrote (a mail, a page): it stays on this machine. */
  tainted?: boolean
  /** Rooms of the tools that were used (`mail`, `memory`). */
  rooms?: readonly string[]
  /** Who spoke: "local", "claude", "fast-path". */
  model?: string
  /** What the model that answered was told beside the words; kept as it was, so that its cache stays good. */
  note?: { as: ModelKind; text: string }
  /** What the conversation knew before it. */
  before: Known
}

/** What words may refer to. */
interface Known {
  lastApp?: string | undefined
  lastCommands?: readonly Command[] | undefined
  pending?: PendingCommand | undefined
  briefing?: ({ turnId: string; toldAt: Date } & BriefingPart) | undefined
}

/** Who is told: what the local model may know, Claude may not. */
export type ModelKind = 'local' | 'claude'

/** When more are kept than this, half are forgotten at once: dropping one a turn would spoil the model's cache each time. */
const maximumExchanges = 24

/**
 * What was said and done, one conversation whichever model speaks. Holds what was *heard*: a reply that was cut off is kept up
 * to where its sound stopped.
 */
export class Conversation {
  private exchanges: Exchange[] = []
  private known: Known = {}

  begin(turnId: string, text: string): void {
    this.exchanges.push({ turnId, user: text, before: this.known })
    if (this.exchanges.length > maximumExchanges) this.exchanges = this.exchanges.slice(-maximumExchanges / 2)
  }

  finish(
    turnId: string,
    { reply, model }: { reply: string; model: string },
    { tainted = false, rooms = [] as readonly string[] } = {},
  ): void {
    const exchange = this.find(turnId)
    if (exchange === undefined) return
    exchange.reply = reply
    exchange.model = model
    exchange.tainted = tainted
    exchange.rooms = rooms
  }

  /** What `as` is told beside the words of this turn. */
  note(turnId: string, as: ModelKind, text: string | undefined): void {
    const exchange = this.find(turnId)
    if (exchange !== undefined && text !== undefined) exchange.note = { as, text }
  }

  /** Some turn that is still known holds what others wrote. */
  get isTainted(): boolean {
    return this.exchanges.some((exchange) => exchange.tainted === true)
  }

  /** This turn read what others wrote; so it is taken of one that is no longer known. */
  wasTainted(turnId: string): boolean {
    return this.find(turnId)?.tainted ?? true
  }

  /** The user heard only this much of the reply. */
  truncateReply(turnId: string, heardText: string): void {
    const exchange = this.find(turnId)
    if (exchange?.reply !== undefined) exchange.reply = heardText.trim()
  }

  /** This turn was the beginning of another one: it was never said, and what was known before it is known. */
  withdraw(turnId: string): void {
    const exchange = this.find(turnId)
    if (exchange === undefined) return
    this.exchanges = this.exchanges.filter((other) => other !== exchange)
    this.known = exchange.before
  }

  /** Commands that were carried out, for "close it" and "do that again". */
  remember(commands: readonly Command[]): void {
    if (commands.length === 0) return
    const application = commands.findLast((command) => typeof command.slots['app'] === 'string')?.slots['app']
    const lastApp = typeof application === 'string' ? application : this.known.lastApp
    this.known = { ...this.known, lastCommands: commands, lastApp }
  }

  /** The next turn may answer this question; anything else drops it. */
  expect(pending: PendingCommand | undefined): void {
    this.known = { ...this.known, pending }
  }

  /** Sections of a briefing, from the position `first` on, that this turn tells. */
  tellBriefing(turnId: string, toldAt: Date, { first, sections }: BriefingPart): void {
    this.known = { ...this.known, briefing: { turnId, toldAt, first, sections } }
  }

  /** @param without a turn that is looked past, as if it had not been said */
  context(now: Date, without?: string): RoutingContext {
    const { lastApp, lastCommands, pending, briefing: told } = this.find(without)?.before ?? this.known
    const lastReply = this.lastReply(without)
    const briefing = this.heardBriefing(now, told)
    return {
      now,
      ...(lastReply === undefined ? {} : { lastReply }),
      ...(lastApp === undefined ? {} : { lastApp }),
      ...(lastCommands === undefined ? {} : { lastCommands }),
      ...(pending === undefined ? {} : { pending }),
      ...(briefing === undefined ? {} : { briefing }),
    }
  }

  /** Which section was sounding when the reply ended or was cut off. */
  private heardBriefing(now: Date, briefing: Known['briefing']): ToldBriefing | undefined {
    if (briefing === undefined || now.getTime() - briefing.toldAt.getTime() > steerableMs) return undefined
    const heardCharacters = this.find(briefing.turnId)?.reply?.length ?? 0
    let characters = 0
    for (const [index, section] of briefing.sections.entries()) {
      characters += section.length + 1
      const position = briefing.first + index
      if (heardCharacters < characters - 1) return { position, finished: false }
      if (index === briefing.sections.length - 1) return { position, finished: true }
    }
    return undefined
  }

  /** Who gave the last reply. */
  lastModel(): string | undefined {
    return this.exchanges.findLast((exchange) => exchange.model !== undefined)?.model
  }

  /** The last thing SAM said that was heard. */
  lastReply(without?: string): string | undefined {
    return this.exchanges.findLast(({ turnId, reply }) => reply !== undefined && reply !== '' && turnId !== without)
      ?.reply
  }

  /**
   * For the model: the system prompt, the turns so far, oldest first, and the request last; with `tainted: false` without the
   * turns that read what others wrote, and without those that used tools of `hiddenRooms`. Notes are told only to whom they
   * were written for.
   */
  messages(
    systemPrompt: string,
    { as = 'local' as ModelKind, tainted = true, hiddenRooms = [] as readonly string[] } = {},
  ): ChatMessage[] {
    const told = this.exchanges.filter(
      (exchange) =>
        (tainted || exchange.tainted !== true) && !exchange.rooms?.some((room) => hiddenRooms.includes(room)),
    )
    const turns = told.flatMap(({ user, reply, note }): ChatMessage[] => {
      const said: ChatMessage = { role: 'user', content: note?.as === as ? `${note.text}\n\n${user}` : user }
      return reply === undefined || reply === '' ? [said] : [said, { role: 'assistant', content: reply }]
    })
    return [{ role: 'system', content: systemPrompt }, ...turns]
  }

  /** Begins anew. */
  clear(): void {
    this.exchanges = []
    this.known = {}
  }

  private find(turnId: string | undefined): Exchange | undefined {
    return this.exchanges.find((exchange) => exchange.turnId === turnId)
  }
}
