import { describe, expect, it } from 'vitest'
import type { RunTurn, Session } from '../../../src/app/session/session.ts'
import type { TurnJudge } from '../../../src/audio/turn-end.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { build, never, scriptedSource } from './session-harness.ts'

const judgeTurnEnd: TurnJudge = (text) => (/^(?:open|turn)\b/i.test(text) ? 'complete' : 'unknown')
const silence = (frames: number) => '.'.repeat(frames)
const speech = 's'.repeat(20)

interface Circumstances {
  tool?: string
  marked?: string
  /** While the first request is answered. */
  meanwhile?(session: Session): void
  /** The second stretch comes from another microphone. */
  another?: boolean
}

/** The requests that come of two stretches of speech with so many frames (32 ms) between them. */
async function requestsOf(said: readonly string[], pause: number, options: Circumstances = {}) {
  const requests: string[] = []
  const runTurn: RunTurn = async ({ turnId, text }, { emit }) => {
    requests.push(text)
    const { tool, meanwhile } = options
    if (requests.length === 1) meanwhile?.(session)
    if (tool !== undefined) emit({ type: 'tool-call', turnId, callId: 'one', tool, input: {}, tier: 'reversible' })
    emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
  }
  const { session } = build({
    recognizer: { recognize: async () => ({ text: said[requests.length] ?? '', decodeMs: 20 }) },
    judgeTurnEnd,
    runTurn,
    turnTaking: { ...defaultTurnTaking, wakeRequired: false },
    followUpMs: 5000,
  })
  const first = `${silence(10)}${speech}${silence(pause)}`
  const second = `${options.marked ?? speech}${silence(60)}`
  const scripts = options.another ? [first, second] : [first + second]
  for (const script of scripts) await session.listen(scriptedSource(script), never)
  return requests
}

describe('a request that is gone on with after it was taken', () => {
  it('is asked again as a whole', async () => {
    expect(await requestsOf(['Who won the match?', 'between Spain and Italy?'], 20)).toEqual([
      'Who won the match?',
      'Who won the match between Spain and Italy?',
    ])
  })

  it('is left as it is when the user goes on much later', async () => {
    const said = ['Who won the match?', 'What is a heat pump?']
    expect(await requestsOf(said, 60)).toEqual(said)
  })

  it.each([
    { why: 'it was acted on', said: ['make a note of milk', 'and bread'], tool: 'notes.create' },
    { why: 'it was whole', said: ['open the calculator', 'and the calendar'] },
    { why: 'what follows is whole', said: ['who won the match', 'turn the volume down'] },
    { why: 'it is taken back', said: ['who won the match', 'no, forget it'] },
    { why: 'it is taken back in other words', said: ['who won the match', 'don’t look for it'] },
  ])('is left as it is when $why', async ({ said, ...options }) => {
    expect(await requestsOf(said, 20, options)).toEqual(said)
  })

  it.each([
    {
      what: 'SAM was muted',
      meanwhile(session: Session) {
        session.mute(true)
        session.mute(false)
      },
    },
    {
      what: 'the screen was locked',
      meanwhile(session: Session) {
        session.hold('locked')
        session.hold(undefined)
      },
    },
    { what: 'everything was stopped', meanwhile: (session: Session) => session.stop() },
    { what: 'another microphone took over', another: true },
  ])('is left as it is when $what in between: the sound stood still for nobody knows how long', async (options) => {
    const said = ['who won the match', 'between Spain and Italy']
    expect(await requestsOf(said, 20, options)).toEqual(said)
  })

  it('is left as it is when SAM is called by its name again', async () => {
    const said = ['who won the match', 'hey jarvis what is a heat pump']
    expect(await requestsOf(said, 20, { marked: `${'s'.repeat(10)}w${speech}` })).toEqual([
      'who won the match',
      'what is a heat pump',
    ])
  })
})
