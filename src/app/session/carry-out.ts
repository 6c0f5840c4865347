import type { TurnRequest } from '../../agent/ports.ts'
import { toSamError } from '../../core/errors.ts'
import type { ConsentReply, Outcome, SamEvent, Tier, TurnTimings } from '../../core/events.ts'
import { notBeyond } from '../../core/not-beyond.ts'
import type { Speaker } from '../../tts/speaker.ts'
import type { HeardTurn } from './hearing-loop.ts'
import type { RunningTurn } from './running-turn.ts'
import type { SessionDeadlines, SessionParts } from './session-parts.ts'
import { voiceReply } from './voice-reply.ts'

export interface CarryOutParts
  extends Pick<SessionParts, 'runTurn' | 'clock' | 'emit' | 'onReplyCut' | 'dryRun' | 'approveConfirm'> {
  deadlines: SessionDeadlines
  /** Undefined where SAM answers in text only. */
  speaker: Speaker | undefined
  ask(prompt: string, tier: Tier): Promise<ConsentReply>
  /** The turn began to speak. */
  onChange(): void
}

export interface TurnWords {
  text: string
  origin: TurnRequest['origin']
  /** The turn that these words begin with. */
  continues?: string | undefined
  /** Said first. */
  remark?: string | undefined
  /** How they were heard; absent where they were not spoken. */
  heard?: HeardTurn | undefined
}

/** Controls after which SAM does not listen on without the wake word. */
const sleepingControls = new Set(['control.stop', 'control.cancel', 'control.sleep'])

const tookTooLong = { type: 'notice', code: 'thinking-too-long', message: 'That took too long, so I stopped.' } as const

const turnStuck = {
  type: 'notice',
  code: 'turn-stuck',
  message: 'Something did not let itself be ended, so I went on without it.',
} as const

/**
 * One turn of SAM to its end: thinks, acts and speaks, each with its deadline; holds `turn-finished` back until the last sound was
 * heard. Never throws.
 */
export async function carryOut(
  turn: RunningTurn,
  { text, origin, continues, remark, heard }: TurnWords,
  parts: CarryOutParts,
): Promise<void> {
  const { clock, emit, speaker, deadlines } = parts
  const startedAtMs = clock.nowMs()
  const { signal } = turn.abort
  const reply = speaker?.begin(turn.turnId, signal, () => {
    turn.speaks = true
    parts.onChange()
  })
  if (reply !== undefined) turn.reply = reply
  const speak = reply === undefined ? undefined : voiceReply(reply)
  let finished: { outcome: Outcome; timings: TurnTimings } | undefined
  let left = false
  const onEvent = (event: SamEvent) => {
    if (left) return
    speak?.(event)
    if (event.type === 'route-decided' && sleepingControls.has(event.intent ?? '')) turn.asleepAfter = true
    turn.deeds.see(event)
    if (event.type === 'tool-approval-request') turn.askedCallId = event.callId
    if (event.type === 'turn-finished') finished = event
    else emit(event)
  }
  let late = false
  const deadline = setTimeout(() => {
    late = true
    turn.abort.abort(new Error('thinking-deadline'))
  }, deadlines.thinkingMs)
  const timings = heard === undefined ? {} : { heard: { endpointMs: heard.endpointMs, recognizeMs: heard.recognizeMs } }
  const request = {
    turnId: turn.turnId,
    text,
    origin,
    dryRun: parts.dryRun ?? false,
    approveConfirm: parts.approveConfirm ?? false,
    signal,
    ...(continues === undefined ? {} : { continues }),
    ...(remark === undefined ? {} : { remark }),
    ...timings,
  }
  try {
    const hooks = { emit: onEvent, ask: parts.ask }
    const ended = await notBeyond(parts.runTurn(request, hooks), signal, deadlines.endsWithinMs)
    left = ended === undefined
    if (left) emit(turnStuck)
  } catch (thrown) {
    // A mistake of the program costs this turn, not the session.
    emit({ type: 'error', error: toSamError(thrown).toJSON() })
  }
  clearTimeout(deadline)
  if (late) emit(tookTooLong)
  const speaking = setTimeout(() => turn.abort.abort(new Error('speaking-deadline')), deadlines.speakingMs)
  const spoken = await reply?.finish()
  clearTimeout(speaking)
  if (spoken?.interrupted) parts.onReplyCut(turn.turnId, spoken.heardText)
  const outcome = spoken?.interrupted && finished?.outcome === 'done' ? 'interrupted' : (finished?.outcome ?? 'failed')
  const firstAudio = spoken?.firstAudioAtMs === undefined ? {} : { firstAudioMs: spoken.firstAudioAtMs - startedAtMs }
  const totalMs = clock.nowMs() - startedAtMs
  const measured = finished?.timings ?? { routeMs: 0, totalMs }
  emit({
    type: 'turn-finished',
    turnId: turn.turnId,
    outcome,
    timings: { ...measured, ...timings.heard, ...firstAudio, totalMs },
  })
}
