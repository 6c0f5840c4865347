import { toSamError } from '../../core/errors.ts'
import type { Command } from '../../core/events.ts'
import type { ToolRunner } from '../../tools/ports.ts'
import type { Conversation } from '../conversation.ts'
import { cannotAct, isTrueOf, wasNotDone } from '../honesty.ts'
import type { ChatMessage, Companion, Distillation, Escalation, LanguageModel, RoutedRequest } from '../ports.ts'
import {
  agentPrompt,
  beyondMe,
  escalationPrompt,
  maximumAgentTokens,
  maximumEscalatedTokens,
  maximumReplyTokens,
  notAllowed,
  systemPrompt,
} from '../prompts.ts'
import { type AgentEnd, runAgent } from './agent-loop.ts'
import { contextNote } from './context-note.ts'
import { hiddenRooms, roomOf, toolsForClaude, toolsForLocal } from './offered-tools.ts'
import { Reply } from './reply.ts'
import type { TurnEnd, TurnScope } from './turn-scope.ts'
import { askedForClaude } from './who-answers.ts'

export interface AnswerParts {
  model: LanguageModel
  tools: ToolRunner
  /** Absent where SAM knows no strong model. */
  escalation?: Escalation
  /** What is known about the user and the moment. */
  companion?: Companion
  /** Keeps strong answers, where the user allowed it. */
  distillation?: Distillation
  conversation: Conversation
  /** The moment of the request, local time. */
  now: Date
  justDone: readonly Command[]
}

/** What one model made of the request. */
interface Attempt {
  end: AgentEnd
  /** What the model was told. */
  asked: readonly ChatMessage[]
  text: string
  pretended: boolean
  /** It said that it does not know; nobody heard it. */
  unsure: boolean
}

/** How a model is asked. */
interface Asking {
  model: LanguageModel
  /** Whose turns, notes and tools it gets. */
  as: 'local' | 'claude'
  /** Somebody else is asked where this model begins by saying that it does not know. */
  handsOver?: true
}

/** Tokens of the note with time, memories and what was done. */
const noteBudgetTokens = { local: 400, claude: 1000 }

/**
 * Lets a model answer: the strong one where the request deserves it and the user allowed it, otherwise the local one, which
 * passes on what it is unsure of.
 */
export async function answer(scope: TurnScope, parts: AnswerParts, routed: RoutedRequest): Promise<TurnEnd> {
  const { escalation } = parts
  const barrier = escalation === undefined ? beyondMe : escalation.barrier(scope.request.text)
  const hard = routed.route === 'escalate'
  if (escalation === undefined || barrier !== undefined)
    return answerLocally(scope, parts, hard ? openingOf(routed, barrier ?? beyondMe) : '')
  if (hard) return escalate(scope, parts, escalation, routed.reason)
  const first = await tryLocally(scope, parts)
  return first ?? escalate(scope, parts, escalation, 'the local model was not sure')
}

/** Why the small model answers, as the user needs to hear it. */
function openingOf({ reason }: RoutedRequest, barrier: string): string {
  return reason === askedForClaude && barrier === beyondMe ? notAllowed : barrier
}

/** The local answer where the model is sure of it; undefined, with nothing said, where it is not or cannot answer. */
async function tryLocally(scope: TurnScope, parts: AnswerParts): Promise<TurnEnd | undefined> {
  const said = { text: '' }
  try {
    const attempt = await ask(scope, parts, { model: parts.model, as: 'local', handsOver: true }, said)
    if (attempt.unsure || (attempt.text === '' && !scope.cut)) return undefined
    return endOf(scope, attempt, '', 'local')
  } catch (thrown) {
    if (scope.cut || said.text !== '' || scope.hasActed) throw thrown
    return undefined
  }
}

async function escalate(scope: TurnScope, parts: AnswerParts, { model }: Escalation, reason: string): Promise<TurnEnd> {
  const said = { text: '' }
  scope.emit({ type: 'notice', code: 'escalated', message: `I asked Claude: ${reason}.` })
  try {
    const attempt = await ask(scope, parts, { model, as: 'claude' }, said)
    const end = endOf(scope, attempt, '', model.id)
    // What read others' words is not kept to learn from: they could write their way into the model.
    if (end.outcome === 'done' && !scope.isTainted) {
      const { trace, thoughts, cost } = attempt.end
      const { asked, text } = attempt
      const told = { ...(thoughts === undefined ? {} : { thoughts }), ...(cost === undefined ? {} : { cost }) }
      parts.distillation?.capture({ turnId: scope.turnId, model: model.id, asked, trace, answer: text, ...told })
    }
    return end
  } catch (thrown) {
    if (scope.cut) return { outcome: scope.cutOutcome(), reply: said.text.trim(), model: model.id }
    const { message } = toSamError(thrown)
    if (said.text === '' && !scope.hasActed)
      return answerLocally(scope, parts, `${message} So this is what my small model says.`)
    // What was heard stays; a second answer on top of half a one would only confuse.
    const broken = ` ${message} That is as far as I got.`
    scope.emit({ type: 'reply-delta', turnId: scope.turnId, text: broken })
    return { outcome: 'failed', reply: `${said.text.trim()}${broken}`, model: model.id }
  }
}

/** @param opening said first: why the small model answers what a stronger one should */
async function answerLocally(scope: TurnScope, parts: AnswerParts, opening: string): Promise<TurnEnd> {
  const lead = opening === '' ? '' : `${opening} `
  if (lead !== '') scope.emit({ type: 'reply-delta', turnId: scope.turnId, text: lead })
  return endOf(scope, await ask(scope, parts, { model: parts.model, as: 'local' }, { text: '' }), lead, 'local')
}

/** Lets one model work on the request, streaming. What was streamed before an error is in `said`. */
async function ask(scope: TurnScope, parts: AnswerParts, asking: Asking, said: { text: string }): Promise<Attempt> {
  const { turnId, request } = scope
  const { model, as } = asking
  const reply = new Reply(
    (text) => {
      said.text += text
      scope.emit({ type: 'reply-delta', turnId, text })
    },
    {
      did: (verb) => isTrueOf(verb, scope.deeds),
      instead: () => (scope.hasFailed ? wasNotDone : cannotAct),
    },
    // What was done here must not be done again by somebody else.
    () => asking.handsOver === true && !scope.hasActed,
  )
  const stop = new AbortController()
  const askedMs = scope.elapsedMs()
  // A model that is still being loaded, or does not hear its signal, must not keep a cut turn open.
  const cut = Promise.withResolvers<AgentEnd>()
  const onCut = () => cut.resolve({ stoppedBy: 'cancelled', firstTokenMs: 0, trace: [] })
  let asked: readonly ChatMessage[] = []
  request.signal.addEventListener('abort', onCut, { once: true })
  const working = prepare(scope, parts, asking).then(({ messages, offered }) => {
    asked = messages
    return runAgent(scope, {
      model,
      tools: parts.tools,
      offered,
      messages,
      maximumTokens:
        as === 'claude' ? maximumEscalatedTokens : offered.length > 0 ? maximumAgentTokens : maximumReplyTokens,
      signal: AbortSignal.any([request.signal, stop.signal]),
      onText: (delta) => {
        if (request.signal.aborted) return
        reply.push(delta)
        if (reply.pretended || reply.unsure) stop.abort()
      },
      onStep: () => reply.endPart(),
    })
  })
  working.catch(() => undefined)
  const end = await Promise.race([working, cut.promise])
  request.signal.removeEventListener('abort', onCut)
  if (end.firstTokenMs > 0) scope.timings.firstTokenMs = askedMs + end.firstTokenMs
  if (!scope.cut && !reply.unsure) {
    reply.endPart()
    // A model that was content with having acted said nothing: then the tools' own words count.
    if (reply.isSilent && end.failure === undefined) reply.push(scope.deeds.map(({ spoken }) => spoken).join(' '))
    if (end.failure !== undefined) reply.push(` ${end.failure}`)
    reply.end()
  }
  return { end, asked, text: reply.text.trim(), pretended: reply.pretended, unsure: reply.unsure }
}

/** What a model is told and offered. Turns that hold what others wrote make this one tainted too, where they are told. */
async function prepare(scope: TurnScope, parts: AnswerParts, { model, as }: Asking) {
  const { conversation, companion, tools, now } = parts
  const { text } = scope.request
  const shared = companion?.shared ?? []
  const hidden = as === 'claude' ? hiddenRooms(shared) : []
  const described = model.callsTools ? tools.list() : []
  const offered = as === 'claude' ? toolsForClaude(described, shared) : toolsForLocal(described)
  const known = (await companion?.about(text, as, scope.request.signal)) ?? {}
  const recollections = known.recollections?.filter(({ tainted }) => as === 'local' || tainted !== true) ?? []
  const justDone = parts.justDone.filter(({ intent }) => !hidden.includes(roomOf(intent)))
  // A model that cannot use the time of day is only confused by it; the user's ways alone it can follow, as plain words.
  const worthTelling = model.callsTools || recollections.length > 0
  const note = worthTelling
    ? contextNote({ now, justDone, ...known, recollections }, noteBudgetTokens[as])
    : known.style
  conversation.note(scope.turnId, as, note)
  const local = offered.length > 0 ? agentPrompt : systemPrompt
  // What others wrote to the user is not the user's to send by asking something else; nor are the user's own affairs sent
  // that were looked up here before.
  const options = { as, tainted: as === 'local', hiddenRooms: hidden }
  const messages = conversation.messages(as === 'claude' ? escalationPrompt : local, options)
  const foreign = conversation.isTainted || recollections.some(({ tainted }) => tainted === true)
  if (as === 'local' && foreign) scope.taint()
  return { messages, offered }
}

function endOf(scope: TurnScope, { end, text, pretended }: Attempt, lead: string, model: string): TurnEnd {
  const reply = `${lead}${text}`.trim()
  if (scope.cut) return { outcome: scope.cutOutcome(), reply, model }
  if (text === '') return { outcome: 'failed', reply: `${lead}I have no answer to that.`.trim(), model }
  return { outcome: pretended || end.failure !== undefined ? 'failed' : 'done', reply, model }
}

/** What went wrong, in one sentence to be spoken, with its cure. */
export function apology(thrown: unknown): string {
  const error = toSamError(thrown)
  if (error.code === 'unexpected') return 'Something went wrong inside me, and I could not finish that.'
  return error.remedy === undefined ? error.message : `${error.message} ${cure(error.remedy)}`
}

function cure(remedy: string): string {
  return /^sam /.test(remedy) ? `The command "${remedy}" mends it.` : remedy
}
