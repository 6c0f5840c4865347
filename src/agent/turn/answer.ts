import { toSamError } from '../../core/errors.ts'
import type { Conversation } from '../conversation.ts'
import { cannotAct, claimsToHaveActed, isCourtesy } from '../honesty.ts'
import type { ChatMessage, Escalation, LanguageModel, RoutedRequest } from '../ports.ts'
import { beyondMe, escalationPrompt, maximumEscalatedTokens, maximumReplyTokens, systemPrompt } from '../prompts.ts'
import { SpokenForm } from '../spoken-form.ts'
import type { TurnEnd, TurnScope } from './turn-scope.ts'

export interface AnswerParts {
  model: LanguageModel
  /** Absent where SAM knows no strong model. */
  escalation?: Escalation
  conversation: Conversation
}

const betweenSentences = /(?<=[.!?…]["')\]]*)\s+/

/** Passes a model's stream on in spoken form, and ends it with the truth where a sentence claims to have acted. */
class Reply {
  text = ''
  pretended = false
  private readonly form = new SpokenForm()
  private readonly show: (delta: string) => void
  private opening = true
  /** "Sure!" waits for what follows: it must not stand before "I can't". */
  private held = ''

  constructor(show: (delta: string) => void) {
    this.show = show
  }

  push(delta: string): void {
    this.say(this.form.push(delta))
  }

  end(): void {
    this.say(this.form.end())
    if (!this.pretended) this.release(this.held)
  }

  private say(piece: string): void {
    for (const sentence of piece.trim().split(betweenSentences)) {
      if (sentence === '' || this.pretended) continue
      if (claimsToHaveActed(sentence, this.opening)) {
        this.pretended = true
        this.release(cannotAct)
      } else if (this.opening && isCourtesy(sentence)) {
        this.held = `${this.held} ${sentence}`.trim()
      } else {
        this.opening = false
        this.release(`${this.held} ${sentence}`)
        this.held = ''
      }
    }
  }

  private release(words: string): void {
    const piece = words.trim()
    if (piece === '') return
    const joined = this.text === '' ? piece : ` ${piece}`
    this.text += joined
    this.show(joined)
  }
}

/** What one model made of the request. */
interface Attempt {
  text: string
  pretended: boolean
}

/** Lets one model answer, streaming. What was streamed before an error is in `said`. */
async function attempt(
  scope: TurnScope,
  asked: { model: LanguageModel; messages: ChatMessage[]; maximumTokens: number },
  said: { text: string },
): Promise<Attempt> {
  const { turnId, request } = scope
  const reply = new Reply((text) => {
    said.text += text
    scope.emit({ type: 'reply-delta', turnId, text })
  })
  const stop = new AbortController()
  const askedMs = scope.elapsedMs()
  // A model that is still being loaded, or does not hear its signal, must not keep a cut turn open.
  const cut = Promise.withResolvers<undefined>()
  const onCut = () => cut.resolve(undefined)
  request.signal.addEventListener('abort', onCut, { once: true })
  const generating = asked.model.generate({
    messages: asked.messages,
    maximumTokens: asked.maximumTokens,
    signal: AbortSignal.any([request.signal, stop.signal]),
    onText: (delta) => {
      if (request.signal.aborted) return
      reply.push(delta)
      if (reply.pretended) stop.abort()
    },
  })
  generating.catch(() => undefined)
  const generation = await Promise.race([generating, cut.promise])
  request.signal.removeEventListener('abort', onCut)
  if (generation !== undefined) scope.timings.firstTokenMs = askedMs + generation.firstTokenMs
  if (!request.signal.aborted) reply.end()
  return { text: reply.text.trim(), pretended: reply.pretended }
}

/** Lets a model answer: the strong one where the request deserves it and the user allowed it, otherwise the local one. */
export async function answer(scope: TurnScope, parts: AnswerParts, routed: RoutedRequest): Promise<TurnEnd> {
  if (routed.route !== 'escalate') return answerLocally(scope, parts, '')
  const { escalation } = parts
  const barrier = escalation === undefined ? beyondMe : escalation.barrier()
  if (escalation === undefined || barrier !== undefined) return answerLocally(scope, parts, barrier ?? beyondMe)
  // What others wrote to the user is not the user's to send by asking something else.
  const messages = parts.conversation.messages(escalationPrompt, { tainted: false })
  const asked = { model: escalation.model, messages, maximumTokens: maximumEscalatedTokens }
  const said = { text: '' }
  try {
    return endOf(scope, await attempt(scope, asked, said), '', escalation.model.id)
  } catch (thrown) {
    if (scope.request.signal.aborted)
      return { outcome: scope.cutOutcome(), reply: said.text.trim(), model: escalation.model.id }
    const { message } = toSamError(thrown)
    if (said.text === '') return answerLocally(scope, parts, `${message} So this is what my small model says.`)
    // What was heard stays; a second answer on top of half a one would only confuse.
    const broken = ` ${message} That is as far as I got.`
    scope.emit({ type: 'reply-delta', turnId: scope.turnId, text: broken })
    return { outcome: 'failed', reply: `${said.text.trim()}${broken}`, model: escalation.model.id }
  }
}

/** @param opening said first: why the small model answers what a stronger one should */
async function answerLocally(scope: TurnScope, parts: AnswerParts, opening: string): Promise<TurnEnd> {
  const lead = opening === '' ? '' : `${opening} `
  if (lead !== '') scope.emit({ type: 'reply-delta', turnId: scope.turnId, text: lead })
  const messages = parts.conversation.messages(systemPrompt)
  const asked = { model: parts.model, messages, maximumTokens: maximumReplyTokens }
  return endOf(scope, await attempt(scope, asked, { text: '' }), lead, 'local')
}

function endOf(scope: TurnScope, { text, pretended }: Attempt, lead: string, model: string): TurnEnd {
  const reply = `${lead}${text}`.trim()
  if (scope.request.signal.aborted) return { outcome: scope.cutOutcome(), reply, model }
  if (text === '') return { outcome: 'failed', reply: 'I have no answer to that.', model }
  return { outcome: pretended ? 'failed' : 'done', reply, model }
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
