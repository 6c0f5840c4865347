import { defaultTurnTaking, type TurnTakingSettings } from '../../../audio/turn-taking.ts'
import { loadInstalledVoiceActivity } from '../../../audio/voice-activity.ts'
import { median, quantile } from '../../../core/numbers/quantile.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import type { Sam } from '../../sam.ts'
import { listClips } from '../hearing/recordings.ts'
import { openSteadyHearing } from '../hearing/steady-hearing.ts'
import type { BenchRecord } from '../record.ts'
import { cutAsWritten } from './as-written.ts'
import { areOneRequest, askTurns } from './ask-turns.ts'
import { blindScripts } from './blind-scripts.ts'
import { fourthBlindScripts } from './fourth-blind-scripts.ts'
import { freshScripts } from './fresh-scripts.ts'
import { hearTurns, isCutOff, type Listening } from './hear-turn.ts'
import { heldScripts, seenScripts } from './held-scripts.ts'
import { lastScripts } from './last-scripts.ts'
import { type MadeTurn, makeTurns, pausedRecordings } from './made-turns.ts'
import { moreScripts } from './more-scripts.ts'
import { type TurnScript, turnScripts } from './scripts.ts'
import { secondBlindScripts } from './second-blind-scripts.ts'
import { thirdBlindScripts } from './third-blind-scripts.ts'

interface Score extends Pick<MadeTurn, 'kind' | 'text' | 'wholeAtPause'> {
  /** Taken before its end. */
  cutOff: boolean
  /** Taken before its end, and what was heard of it did not become one request afterwards either. */
  lost: boolean
  /** From the end of speech to the commit, with the work that was left then; undefined for a turn that was cut off. */
  delayMs?: number
  /** The part of it that is sound waited for. */
  waitedMs?: number
  /** The turns it fell into. */
  heard: string
}

const fixedPauseMs = 400

const sets: Readonly<Record<string, readonly TurnScript[]>> = {
  made: turnScripts,
  seen: seenScripts,
  held: heldScripts,
  fresh: freshScripts,
  last: lastScripts,
  more: moreScripts,
  blind: blindScripts,
  'second-blind': secondBlindScripts,
  'third-blind': thirdBlindScripts,
  'fourth-blind': fourthBlindScripts,
}

/**
 * How often turns are cut off, and how long their end is waited for, on turns whose end is known; beside a fixed pause of
 * 400 ms. Pauses and the time of decodes are the same at every run. `lostForGood` are those cut off whose parts did not become one
 * request afterwards either.
 */
export async function* benchTurns(sam: Sam, dataFolder?: string): AsyncGenerator<BenchRecord> {
  const { synthesizer } = sam.speech()
  const { config } = sam
  const { judgeTurnEnd, ...hearing } = await openSteadyHearing(sam)
  const settings = {
    ...defaultTurnTaking,
    wakeRequired: false,
    endpointMs: config.hearing.endpointMs,
    maximumTurnMs: config.hearing.maximumTurnMs,
  }
  const own: Listening = { ...hearing, settings, judgeTurnEnd }
  const fixed: TurnTakingSettings = { ...settings, endpointMs: fixedPauseMs, speculationMs: 128, holdMs: fixedPauseMs }
  const baseline: Listening = { ...hearing, settings: fixed }

  yield await cutAsWritten(sets)
  for (const [name, scripts] of Object.entries(sets))
    yield await score(`turns.${name}`, makeTurns(synthesizer, scripts, seededRandom(1)), own, baseline)
  const commands = dataFolder === undefined ? [] : listClips(dataFolder, 'speech')
  const recorded = commands.filter(({ group }) => group === 'command')
  if (recorded.length > 0)
    yield await score(
      'turns.recorded',
      pausedRecordings(recorded, await loadInstalledVoiceActivity(sam.models), seededRandom(1)),
      own,
      baseline,
    )
}

async function score(
  name: string,
  turns: AsyncIterable<MadeTurn>,
  own: Listening,
  fixed: Listening,
): Promise<BenchRecord> {
  const scores: Score[] = []
  const baseline: Score[] = []
  for await (const turn of turns) {
    scores.push(await scoreTurn(turn, own))
    baseline.push(await scoreTurn(turn, fixed))
  }
  const figures = summarize(scores)
  const beside = summarize(baseline)
  const complete = scores.some(({ kind }) => kind === 'complete')
  return {
    name,
    figures,
    baseline: beside,
    ratio: {
      falseCutOffs: (figures['falseCutOffs'] ?? 0) / (beside['falseCutOffs'] ?? 1),
      meanDelay: (figures['meanDelayMs'] ?? 0) / (beside['meanDelayMs'] ?? 1),
    },
    goals: [
      { goal: 'at most 5 % of open sentences are cut off', reached: (figures['falseCutOffs'] ?? 1) <= 0.05 },
      {
        goal: 'at most 5 % of open sentences never become one request',
        reached: (figures['lostForGood'] ?? 1) <= 0.05,
      },
      { goal: 'their end is waited for at most 500 ms (mean)', reached: (figures['meanDelayMs'] ?? Infinity) <= 500 },
      ...(complete
        ? [
            {
              goal: 'complete commands are taken within 250 ms (sound waited for, median)',
              reached: (figures['completeWaitedMs'] ?? Infinity) <= 250,
            },
          ]
        : []),
    ],
    notes: scores
      .filter(({ cutOff }) => cutOff)
      .map(({ text, heard, lost }) => `cut off${lost ? ' for good' : ''}: "${text}" as ${heard}`),
  }
}

function summarize(scores: readonly Score[]): Record<string, number> {
  const open = scores.filter(({ kind }) => kind !== 'complete')
  const complete = scores.filter(({ kind }) => kind === 'complete')
  const delays = open.flatMap(({ delayMs }) => (delayMs === undefined ? [] : [delayMs]))
  const waited = complete.flatMap(({ waitedMs }) => (waitedMs === undefined ? [] : [waitedMs]))
  const whole = complete.flatMap(({ delayMs }) => (delayMs === undefined ? [] : [delayMs]))
  const unfinished = open.filter(({ wholeAtPause }) => !wholeAtPause)
  const cutOffs = (turns: readonly Score[]) => turns.filter(({ cutOff }) => cutOff).length / turns.length
  return {
    openSentences: open.length,
    falseCutOffs: cutOffs(open),
    lostForGood: open.filter(({ lost }) => lost).length / open.length,
    ...(unfinished.length === open.length
      ? {}
      : { unfinishedSentences: unfinished.length, unfinishedCutOffs: cutOffs(unfinished) }),
    meanDelayMs: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    p95DelayMs: quantile(delays, 0.95),
    ...(complete.length === 0
      ? {}
      : {
          completeCommands: complete.length,
          completeCutOffs: cutOffs(complete),
          completeWaitedMs: median(waited),
          completeWaitedP95Ms: quantile(waited, 0.95),
          completeDelayMs: median(whole),
        }),
  }
}

async function scoreTurn(turn: MadeTurn, listening: Listening): Promise<Score> {
  const turns = await hearTurns(turn.samples, listening)
  const [first] = turns
  const { kind, text, wholeAtPause, endsMs } = turn
  const which = { kind, text, wholeAtPause }
  // A turn that was never taken was not cut off, but waited for without end.
  if (first === undefined) return { ...which, cutOff: false, lost: false, delayMs: Number.POSITIVE_INFINITY, heard: '' }
  const cutOff = isCutOff(first, endsMs)
  const heard = turns.map((part) => `"${part.text}"`).join(' ')
  if (cutOff) return { ...which, cutOff, lost: !areOneRequest(turns, await askTurns(turns)), heard }
  const waitedMs = first.audioMs - endsMs
  return { ...which, cutOff, lost: false, waitedMs, delayMs: waitedMs + first.recognizeMs, heard }
}
