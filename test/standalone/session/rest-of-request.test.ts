import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import type { Standing } from '../../../src/app/session/deeds.ts'
import { type Understand, wholeRequest } from '../../../src/app/session/rest-of-request.ts'
import type { RunTurn, Session } from '../../../src/app/session/session.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import { now } from '../agent/routing.ts'
import { build, never, scriptedSource } from './session-harness.ts'

const router = createRouter({ applications: createApplicationIndex() })
const understand: Understand = (text) => router.route(text, { now })
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
    understand,
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

/** What becomes of these words behind those, half a second after they were taken. */
function wholeOf(
  first: string,
  rest: string,
  standing: Standing,
  more: { addressed?: boolean; afterMs?: number } = {},
) {
  const { addressed = false, afterMs = 500 } = more
  const before = { turnId: 'first', text: first, spoken: true, audioMs: 2000, stretch: 1 }
  return wholeRequest(before, standing, { text: rest, startedMs: 2000 + afterMs, addressed }, understand)
}

describe('the rest of a request for which something was done', () => {
  it.each([
    ['Set a timer for ten minutes.', 'Called pasta.', 'Set a timer for ten minutes Called pasta.'],
    ['Pause the film', 'in ten minutes', 'Pause the film in ten minutes'],
    ['Play some jazz', 'in the kitchen', 'Play some jazz in the kitchen'],
    ['Remind me to call Ana', 'at six', 'Remind me to call Ana at six'],
    ['Wake me up at seven', 'every Monday', 'Wake me up at seven every Monday'],
    ['Remind me to buy milk', 'and bread', 'Remind me to buy milk and bread'],
    ['Remind me to call Ana', 'tomorrow', 'Remind me to call Ana tomorrow'],
    ['Remind me to call Ana', 'when I am home', 'Remind me to call Ana when I am home'],
    ['Set a timer for ten minutes', '20 seconds', 'Set a timer for ten minutes 20 seconds'],
    ['Read me my emails', 'only the ones from Ana', 'Read me my emails only the ones from Ana'],
    ['Turn the volume down', 'just a little bit', 'Turn the volume down just a little bit'],
  ])('belongs to it: %s | %s', (first, rest, text) => {
    expect(wholeOf(first, rest, 'undoable')).toEqual({ text, by: 'rest' })
  })

  it.each([
    ['Set a timer for ten minutes', 'thanks'],
    ['Set a timer for ten minutes', 'yes please'],
    ['Set a timer for ten minutes', 'okay great'],
    ['Set a timer for ten minutes', 'and also play some jazz'],
    ['Set a timer for ten minutes', 'and open the calendar'],
    ['Open the calculator', 'and the calendar'],
    ['Set a timer for ten minutes', 'what time is it'],
    ['Set a timer for ten minutes', 'play some jazz'],
    ['Set a timer for ten minutes', 'we should go soon'],
    ['Set a timer for ten minutes', 'did you see the match yesterday'],
    ['Play some jazz', 'by the way dinner is ready'],
    ['Play some jazz', 'just a moment ago it was raining'],
    ['Play some jazz', 'the one problem is the noise'],
    ['Play some jazz', 'in the kitchen there is still some of the soup that you made yesterday'],
    ['Stop the music', 'the baby just fell asleep'],
    ['Set a timer for ten minutes', 'define antebellum'],
    ['Set a timer for ten minutes', 'in which time zone is Denver'],
    ['Remind me to call Ana', 'when does the bakery close'],
    ['Remind me to call Ana', 'please spell check my letter'],
    ['Remind me to call Ana', 'today was a tiring day'],
    ['Open Safari', 'on my shopping list, remove eggs'],
    // Rules read no bread in it: what was done is right as it is.
    ['Add milk to the shopping list', 'and bread'],
    ['Remind me to call Ana', 'what are you doing over there'],
    ['Remind me to call Ana', 'on second thought leave it'],
    ['Remind me to call Ana', 'undo that'],
  ])('does not belong to it: %s | %s', (first, rest) => {
    expect(wholeOf(first, rest, 'undoable')).toBeUndefined()
  })

  it('is a turn of its own later, and where SAM was called in between', () => {
    expect(wholeOf('Remind me to call Ana', 'at six', 'undoable', { afterMs: 1001 })).toBeUndefined()
    expect(wholeOf('Remind me to call Ana', 'at six', 'undoable', { addressed: true })).toBeUndefined()
  })
})

describe('the rest of a whole request for which nothing was changed', () => {
  it('goes on with it, and nothing has to be taken back', () => {
    expect(wholeOf('What is the weather?', 'in Paris on Sunday', 'nothing')).toEqual({
      text: 'What is the weather in Paris on Sunday',
      by: 'rest',
    })
  })

  it.each(['what time is it', 'who won the match', 'thanks', 'we should go soon'])('is none of it: %s', (rest) => {
    expect(wholeOf('What is the weather?', rest, 'nothing')).toBeUndefined()
  })
})

describe('words after SAM asked what a request lacks', () => {
  const taken = { turnId: 'first', spoken: true, audioMs: 2000, stretch: 1 }
  const said = (text: string) => ({ text, startedMs: 2500, addressed: false })
  const asking =
    (intent: string, slot: string): Understand =>
    (text, without) =>
      router.route(text, {
        now,
        ...(without === undefined ? { pending: { command: { intent, slots: {} }, slot } } : {}),
      })

  it('are its rest where the request says with them what it lacked', () => {
    const first = { ...taken, text: 'Please forward the last mail.' }
    expect(wholeRequest(first, 'nothing', said('To Ana.'), asking('mail.send', 'person'))).toEqual({
      text: 'Please forward the last mail To Ana.',
      by: 'rest',
    })
  })

  it('are an answer where only the question makes a sense of them', () => {
    const first = { ...taken, text: 'Write a mail' }
    expect(wholeRequest(first, 'nothing', said('Ana Costa.'), asking('mail.draft', 'person'))).toBeUndefined()
  })
})
