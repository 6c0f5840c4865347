import type { Command, ConsentSubject, Outcome, Route, SessionState, StampedEvent } from '../../../core/events.ts'
import type { AudioRole, DownwardMessage, MicrophoneProblem } from '../../server/messages.ts'

export interface Action {
  callId: string
  tool: string
  input: unknown
  atMs: number
  /** Absent while it runs. */
  result?: { ok: boolean; error?: { code: string; message: string; remedy?: string }; receipt?: unknown }
}

export interface Consent {
  callId: string
  prompt: string
  about?: ConsentSubject
  answer?: { approved: boolean; by: string }
}

/** A sentence of the reply as it is spoken. */
export interface SpokenSentence {
  clipId: number
  sentence: string
  durationMs: number
  playedMs: number
  finished: boolean
}

/** One request and what came of it. */
export interface Turn {
  id: string
  atMs: number
  heard: { text: string; final: boolean; typed: boolean }
  route?: Route
  /** What SAM understood, as commands. */
  understood: Command[]
  actions: Action[]
  consents: Consent[]
  reply: { text: string; final: boolean; model?: string }
  spoken: SpokenSentence[]
  outcome?: Outcome
}

export interface Notice {
  key: string
  kind: 'notice' | 'error'
  code?: string
  message: string
  remedy?: string
}

/** Everything the core told this page, folded into what is drawn. */
export interface Conversation {
  state: SessionState
  stateReason?: string
  wakePhrases: string[]
  suggestions: string[]
  /** Wall-clock time of the core's zero, so that `atMs` becomes a time of day. */
  startedAtEpochMs: number
  turns: Turn[]
  notices: Notice[]
  role: AudioRole
  microphoneProblem: MicrophoneProblem | null
}

/** The page shows the recent past; older turns belong to the history. */
const mostTurns = 40
const mostNotices = 3

export const emptyConversation: Conversation = {
  state: 'idle',
  wakePhrases: [],
  suggestions: [],
  startedAtEpochMs: 0,
  turns: [],
  notices: [],
  role: { microphone: false, speaker: false },
  microphoneProblem: null,
}

function changeTurn(conversation: Conversation, id: string, atMs: number, change: (turn: Turn) => Turn): Conversation {
  const index = conversation.turns.findIndex((turn) => turn.id === id)
  const existing = conversation.turns[index]
  if (existing !== undefined) {
    return { ...conversation, turns: conversation.turns.with(index, change(existing)) }
  }
  const fresh: Turn = {
    id,
    atMs,
    heard: { text: '', final: false, typed: false },
    understood: [],
    actions: [],
    consents: [],
    reply: { text: '', final: false },
    spoken: [],
  }
  return { ...conversation, turns: [...conversation.turns, change(fresh)].slice(-mostTurns) }
}

function addNotice(conversation: Conversation, notice: Omit<Notice, 'key'>, atMs: number): Conversation {
  // The same words twice are one notice, however often they are sent.
  const others = conversation.notices.filter((other) => other.message !== notice.message)
  return {
    ...conversation,
    notices: [...others, { ...notice, key: `${atMs} ${notice.message}` }].slice(-mostNotices),
  }
}

function understoodOf(event: Extract<StampedEvent, { type: 'route-decided' }>): Command[] {
  if (event.commands !== undefined) return event.commands
  return event.intent === undefined ? [] : [{ intent: event.intent, slots: event.slots ?? {} }]
}

/** Folds one event of the engine in. Unknown types (of a later core) change nothing. */
export function applyEvent(conversation: Conversation, event: StampedEvent): Conversation {
  switch (event.type) {
    case 'session-state': {
      const { stateReason: _, ...rest } = conversation
      return { ...rest, state: event.state, ...(event.reason === undefined ? {} : { stateReason: event.reason }) }
    }
    case 'transcript-partial':
    case 'transcript-final':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => {
        // A partial that was overtaken by the final text is stale.
        if (turn.heard.final && event.type === 'transcript-partial') return turn
        return { ...turn, heard: { ...turn.heard, text: event.text, final: event.type === 'transcript-final' } }
      })
    case 'route-decided':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({
        ...turn,
        route: event.route,
        understood: understoodOf(event),
      }))
    case 'tool-call':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({
        ...turn,
        actions: [...turn.actions, { callId: event.callId, tool: event.tool, input: event.input, atMs: event.atMs }],
      }))
    case 'tool-result':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({
        ...turn,
        actions: turn.actions.map((action) =>
          action.callId === event.callId ? { ...action, atMs: event.atMs, result: resultOf(event) } : action,
        ),
      }))
    case 'tool-approval-request':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({
        ...turn,
        consents: [
          ...turn.consents,
          {
            ...{ callId: event.callId, prompt: event.prompt },
            ...(event.about === undefined ? {} : { about: event.about }),
          },
        ],
      }))
    case 'tool-approval-response':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({
        ...turn,
        consents: turn.consents.map((consent) =>
          consent.callId === event.callId
            ? { ...consent, answer: { approved: event.approved, by: event.by } }
            : consent,
        ),
      }))
    case 'reply-delta':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) =>
        turn.reply.final ? turn : { ...turn, reply: { ...turn.reply, text: turn.reply.text + event.text } },
      )
    case 'reply-final':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({
        ...turn,
        reply: { text: event.text, final: true, model: event.model },
      }))
    case 'turn-finished':
      return changeTurn(conversation, event.turnId, event.atMs, (turn) => ({ ...turn, outcome: event.outcome }))
    case 'notice':
      return addNotice(conversation, noticeOf('notice', event), event.atMs)
    case 'error':
      return addNotice(conversation, noticeOf('error', event.error), event.atMs)
    default:
      return conversation
  }
}

function resultOf(event: Extract<StampedEvent, { type: 'tool-result' }>): NonNullable<Action['result']> {
  return {
    ok: event.ok,
    ...(event.error === undefined ? {} : { error: event.error }),
    ...(event.receipt === undefined ? {} : { receipt: event.receipt }),
  }
}

function noticeOf(
  kind: Notice['kind'],
  { code, message, remedy }: { code: string; message: string; remedy?: string },
): Omit<Notice, 'key'> {
  return { kind, code, message, ...(remedy === undefined ? {} : { remedy }) }
}

function changeClip(conversation: Conversation, clipId: number, change: (clip: SpokenSentence) => SpokenSentence) {
  const has = (turn: Turn) => turn.spoken.some((clip) => clip.clipId === clipId)
  if (!conversation.turns.some(has)) return conversation
  return {
    ...conversation,
    turns: conversation.turns.map((turn) =>
      has(turn) ? { ...turn, spoken: turn.spoken.map((clip) => (clip.clipId === clipId ? change(clip) : clip)) } : turn,
    ),
  }
}

/** How far a sentence was heard: told by the page that plays it, or by this page's own player. */
export function applyProgress(
  conversation: Conversation,
  progress: { clipId: number; playedMs: number; finished: boolean },
): Conversation {
  return changeClip(conversation, progress.clipId, (clip) => ({
    ...clip,
    playedMs: Math.max(clip.playedMs, progress.playedMs),
    finished: clip.finished || progress.finished,
  }))
}

/** Folds one message of the core in. */
export function applyMessage(conversation: Conversation, message: DownwardMessage): Conversation {
  switch (message.type) {
    case 'snapshot': {
      const fresh: Conversation = {
        ...emptyConversation,
        wakePhrases: message.wakePhrases,
        suggestions: message.suggestions,
        startedAtEpochMs: message.startedAtEpochMs,
        role: message.role,
        microphoneProblem: message.microphoneProblem,
      }
      const folded = message.recent.reduce(applyMessage, fresh)
      const { stateReason: _, ...rest } = folded
      // Of the moment, so from the engine, not from the past. Old notices were seen.
      return {
        ...rest,
        state: message.state,
        notices: [],
        ...(message.stateReason === undefined ? {} : { stateReason: message.stateReason }),
      }
    }
    case 'request-typed':
      return changeTurn(conversation, message.turnId, message.atMs, (turn) => ({
        ...turn,
        heard: { text: message.text, final: true, typed: true },
      }))
    case 'audio-role':
      return { ...conversation, role: message.role }
    case 'microphone-problem':
      return { ...conversation, microphoneProblem: message.problem }
    case 'speech-clip':
      return changeTurn(conversation, message.turnId, 0, (turn) => ({
        ...turn,
        spoken: [
          ...turn.spoken,
          {
            clipId: message.clipId,
            sentence: message.sentence,
            durationMs: (message.sampleCount / message.sampleRateHz) * 1000,
            playedMs: 0,
            finished: false,
          },
        ],
      }))
    case 'speech-progress':
      return applyProgress(conversation, message)
    case 'speech-flush':
      return {
        ...conversation,
        turns: conversation.turns.map((turn) =>
          turn.spoken.some((clip) => !clip.finished && clip.clipId <= message.throughClipId)
            ? {
                ...turn,
                spoken: turn.spoken.map((clip) =>
                  clip.clipId <= message.throughClipId ? { ...clip, finished: true } : clip,
                ),
              }
            : turn,
        ),
      }
    case 'level':
      return conversation
    default:
      return applyEvent(conversation, message)
  }
}

/** The call that "undo that" would take back, as far as this page knows: the newest with a receipt that was not taken back yet. */
export function undoableCall({ turns }: Pick<Conversation, 'turns'>): string | undefined {
  const open: string[] = []
  for (const { callId, tool, result } of turns.flatMap(({ actions }) => actions)) {
    if (result?.ok !== true) continue
    if (tool === 'undo.last') open.pop()
    else if (result.receipt !== undefined) open.push(callId)
  }
  return open.at(-1)
}

/** The question that waits for an answer, if there is one. */
export function pendingConsent(conversation: Conversation): Consent | undefined {
  for (const turn of conversation.turns.toReversed()) {
    if (turn.outcome !== undefined) continue
    const open = turn.consents.findLast((consent) => consent.answer === undefined)
    if (open !== undefined) return open
  }
  return undefined
}
