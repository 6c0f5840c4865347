import { toSamError } from '../../core/errors.ts'
import type { Conversation } from '../conversation.ts'
import { cannotAct, claimsToHaveActed, isCourtesy } from '../honesty.ts'
import type { LanguageModel, RoutedRequest } from '../ports.ts'
import { beyondMe, maximumReplyTokens, systemPrompt } from '../prompts.ts'
import { SpokenForm } from '../spoken-form.ts'
import type { TurnEnd, TurnScope } from './turn-scope.ts'

export interface AnswerParts {
  model: LanguageModel
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

/** Lets the local model answer, streaming. */
export async function answer(scope: TurnScope, parts: AnswerParts, routed: RoutedRequest): Promise<TurnEnd> {
  const { turnId, request } = scope
  const reply = new Reply((text) => scope.emit({ type: 'reply-delta', turnId, text }))
  const stop = new AbortController()
  const signal = AbortSignal.any([request.signal, stop.signal])
  // Escalation is off in this version: the small model tries, and the user knows.
  if (routed.route === 'escalate') scope.emit({ type: 'reply-delta', turnId, text: `${beyondMe} ` })
  const opening = routed.route === 'escalate' ? `${beyondMe} ` : ''
  const askedMs = scope.elapsedMs()
  const generation = await parts.model.generate({
    messages: parts.conversation.messages(systemPrompt),
    maximumTokens: maximumReplyTokens,
    signal,
    onText: (delta) => {
      reply.push(delta)
      if (reply.pretended) stop.abort()
    },
  })
  scope.timings.firstTokenMs = askedMs + generation.firstTokenMs
  if (!request.signal.aborted) reply.end()
  const text = `${opening}${reply.text}`.trim()
  if (request.signal.aborted) return { outcome: scope.cutOutcome(), reply: text, model: 'local' }
  if (text === '') return { outcome: 'failed', reply: 'I have no answer to that.', model: 'local' }
  return { outcome: reply.pretended ? 'failed' : 'done', reply: text, model: 'local' }
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
