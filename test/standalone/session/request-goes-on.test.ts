import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TurnRequest } from '../../../src/agent/ports.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { openSession } from '../../../src/app/open-session.ts'
import { createSam } from '../../../src/app/sam.ts'
import type { RunTurn } from '../../../src/app/session/session.ts'
import { defaultDeadlines } from '../../../src/app/session/session-parts.ts'
import { Turns } from '../../../src/app/session/turns.ts'
import type { SpeechRecognizer } from '../../../src/audio/ports.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { type Clock, systemClock } from '../../../src/core/clock.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createTurnOutcomes } from '../../../src/memory/learning/turn-outcomes.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'
import type { ActionRow } from '../../../src/memory/ports.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import { build, never, ScriptedEar, scriptedSource } from './session-harness.ts'

const speech = 's'.repeat(20)
/** Of 0.9 s: longer than SAM waits here, and not too long for a rest. */
const pause = '.'.repeat(28)
const longPause = '.'.repeat(70)

/** SAM without models: real rules, tools and database, a machine that only notes, and words as they are given. */
async function samHears({ clock = systemClock, ...options }: { dryRun?: boolean; clock?: Clock } = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-goes-on-'))
  const sam = await createSam({
    home,
    modelsFolder: path.join(home, 'no-models'),
    environment: { SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: path.join(home, 'platform.log') },
    offline: true,
    logger: silentLogger,
  })
  const memory = createMemoryStores(home)
  onTestFinished(async () => {
    memory.database.close()
    await sam.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const requests: TurnRequest[] = []
  const events: SamEvent[] = []
  sam.hub.subscribe((event) => events.push(event))
  const words: string[] = []
  const recognizer = (): SpeechRecognizer => ({
    recognize: async () => ({ text: words[heardTurns()] ?? '', decodeMs: 20 }),
  })
  const heardTurns = () => events.filter(({ type }) => type === 'transcript-final').length
  const turns = sam.createTurns()
  const run: typeof turns.run = (request, hooks) => {
    requests.push(request)
    return turns.run(request, hooks)
  }
  const session = openSession(
    {
      ...sam,
      clock,
      speech: () => ({ ear: new ScriptedEar(), recognizer: { ...sam.speech().recognizer, ...recognizer() } }),
      hearCommands: recognizer,
      createTurns: () => ({ conversation: turns.conversation, run }),
    },
    { pace: 'file', wakeRequired: false, echoFree: true, ...options },
  )
  const sayWith = async (between: string, said: readonly string[]) => {
    words.push(...said)
    await session.listen(scriptedSource(`..........${said.map(() => speech).join(between)}${longPause}`), never)
  }
  /** One stretch of sound in which these words are said with a short pause between them. */
  const say = (...said: string[]) => sayWith(pause, said)
  /** The same with pauses in which SAM has answered. */
  const sayOneByOne = (...said: string[]) => sayWith(longPause, said)
  const asked = () => requests.map(({ text }) => text)
  const actions = () => memory.audit.list().filter((row): row is ActionRow => row.type === 'action')
  const deeds = () =>
    actions().map(({ tool, result, undoes }) => `${tool} ${result}${undoes === undefined ? '' : ` of ${undoes}`}`)
  const timers = () => sam.tools.scheduler.waiting().map(({ timer: { name, durationMs } }) => ({ name, durationMs }))
  /** What reached the machine, in order. */
  const platformCalls = () =>
    fs
      .readFileSync(path.join(home, 'platform.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line): { input: unknown } => JSON.parse(line))
  const replies = () => events.flatMap((event) => (event.type === 'reply-final' ? [event.text] : []))
  return {
    sam,
    session,
    memory,
    say,
    sayOneByOne,
    asked,
    deeds,
    actions,
    timers,
    replies,
    platformCalls,
    events,
    conversation: turns.conversation,
  }
}

describe('a request for which something was done goes on', () => {
  it('and what was done is taken back first, so that it is done once and as a whole', async () => {
    const { say, asked, deeds, actions, timers, events } = await samHears()
    await say('Set a timer for ten minutes.', 'Called pasta.')
    expect(asked()).toEqual(['Set a timer for ten minutes.', 'Set a timer for ten minutes Called pasta.'])
    expect(timers()).toEqual([{ name: 'pasta', durationMs: 600_000 }])
    expect(deeds()).toEqual(['time.timer ok', 'undo.last ok of 1', 'time.timer ok'])
    // In silence, but not in secret.
    const [, undone] = actions()
    const second = events.findLast((event) => event.type === 'turn-finished')
    expect(undone).toMatchObject({ decision: 'allowed', by: 'policy', origin: 'voice', turnId: second?.turnId })
    expect(events.filter(({ type }) => type === 'tool-call')).toHaveLength(2)
  })

  it('and one "undo" takes the whole back', async () => {
    const { say, deeds, timers } = await samHears()
    await say('Set a timer for ten minutes.', 'Called pasta.')
    await say('Undo that.')
    expect(timers()).toEqual([])
    expect(deeds().at(-1)).toBe('undo.last ok of 3')
    await say('Undo that.')
    expect(deeds().at(-1)).toBe('undo.last nothing-to-undo')
  })

  it('again and again', async () => {
    const { say, timers, deeds } = await samHears()
    await say('Remind me to call Ana', 'at six', 'every Monday')
    expect(deeds().filter((deed) => !deed.startsWith('undo'))).toHaveLength(3)
    expect(deeds().filter((deed) => deed.startsWith('undo.last ok'))).toHaveLength(2)
    expect(timers()).toHaveLength(1)
  })

  it('and its beginning is kept nowhere as a request', async () => {
    const { say, memory, conversation } = await samHears()
    await say('Set a timer for ten minutes.', 'Called pasta.')
    const kept = memory.log.newest(10).map(({ speaker, text }) => `${speaker}: ${text}`)
    expect(kept).toHaveLength(2)
    expect(kept).toContain('user: Set a timer for ten minutes Called pasta.')
    expect([...createTurnOutcomes(memory.database).each()].map(({ asked }) => asked)).toEqual([
      'Set a timer for ten minutes Called pasta.',
    ])
    expect(conversation.messages('').filter(({ role }) => role === 'user')).toHaveLength(1)
  })

  it('and what was learned of its beginning is unlearned', async () => {
    const { say, memory } = await samHears()
    await say('I live in Porto.')
    await say('My sister is called Ana', 'Sofia')
    const facts = memory.facts.list().map(({ text }) => text)
    expect(facts).toEqual(['My sister is called Ana Sofia', 'I live in Porto.'])
  })

  it('and a change of a level that nobody knows is taken back by the opposite change', async () => {
    const { say, asked, deeds, platformCalls } = await samHears()
    await say('Turn the volume down', 'just a little bit')
    expect(asked().at(-1)).toBe('Turn the volume down just a little bit')
    expect(deeds()).toEqual(['sound.volume ok', 'undo.last ok of 1', 'sound.volume ok'])
    expect(platformCalls().map(({ input }) => input)).toEqual([{ delta: -10 }, { delta: 10 }, { delta: -5 }])
  })

  it('where things were only looked up, with nothing to take back', async () => {
    const { say, asked, deeds } = await samHears()
    await say('What are my timers', 'for the kitchen')
    expect(asked()).toEqual(['What are my timers', 'What are my timers for the kitchen'])
    expect(deeds().filter((deed) => deed.startsWith('undo'))).toEqual([])
  })
})

describe('what was done stays', () => {
  it.each([
    ['thanks'],
    ['yes please'],
    ['and also open the calculator'],
    ['what time is it'],
    ['we should be going soon'],
  ])('when the words after it are "%s"', async (rest) => {
    const { say, asked, timers, deeds } = await samHears()
    await say('Set a timer for ten minutes.', rest)
    expect(asked()).toEqual(['Set a timer for ten minutes.', rest])
    expect(timers()).toHaveLength(1)
    expect(deeds().filter((deed) => deed.startsWith('undo'))).toEqual([])
  })

  it('when it cannot be taken back: the rest is a turn of its own', async () => {
    const { say, asked, deeds } = await samHears()
    await say('Next song', 'on the album')
    expect(deeds()[0]).toBe('media.next ok')
    expect(asked()).toEqual(['Next song', 'on the album'])
  })

  it.each([['for the love of god, Tom'], ['in a minute, darling']])(
    'when the words after it make no request of it that anybody understands: "%s"',
    async (rest) => {
      const { say, asked, timers } = await samHears()
      await say('Set a timer for ten minutes.', rest)
      expect(asked()).toEqual(['Set a timer for ten minutes.', rest])
      expect(timers()).toHaveLength(1)
    },
  )

  it('when taking it back fails', async () => {
    const { sam, say, asked, deeds, timers } = await samHears()
    const timer = sam.tools.registry.get('time.timer')
    if (timer === undefined) throw new Error('no timers')
    Object.assign(timer, { undo: async () => ({ ok: false, code: 'timer-gone', spoken: 'Gone.', retryable: false }) })
    await say('Set a timer for ten minutes.', 'Called pasta.')
    expect(deeds().slice(0, 2)).toEqual(['time.timer ok', 'undo.last timer-gone'])
    expect(asked()).toEqual(['Set a timer for ten minutes.', 'Called pasta.'])
    expect(timers()).toHaveLength(1)
  })

  it('when the user forbade SAM to undo', async () => {
    const { sam, say, asked, timers } = await samHears()
    sam.grants.add({ effect: 'deny', tool: 'undo.last', createdAt: new Date() })
    await say('Set a timer for ten minutes.', 'Called pasta.')
    expect(asked()).toEqual(['Set a timer for ten minutes.', 'Called pasta.'])
    expect(timers()).toEqual([{ name: undefined, durationMs: 600_000 }])
  })

  it('when what was done cannot be taken back, and SAM says so', async () => {
    const { say, replies } = await samHears()
    await say('Next song', 'on the album')
    expect(replies().at(-1)).toMatch(/^I could not take back what I did first\. /)
  })
})

describe('what was only brought to the screen', () => {
  it('needs not be taken back: the whole is asked', async () => {
    const { say, asked, deeds } = await samHears()
    await say('Search the web for cheap flights', 'to Krakow in May')
    expect(asked()).toEqual(['Search the web for cheap flights', 'Search the web for cheap flights to Krakow in May'])
    expect(deeds()).toEqual(['web.search ok', 'web.search ok'])
  })

  it('stays alone when a request of its own follows', async () => {
    const { say, asked } = await samHears()
    await say('Search the web for cheap flights', 'turn the volume down')
    expect(asked().at(-1)).toBe('turn the volume down')
  })
})

describe('several things that were done', () => {
  const twoTimers = 'Set a timer for ten minutes and set a timer for five minutes'

  it('are all taken back, the last first, and each is done once', async () => {
    const { say, asked, timers, deeds } = await samHears()
    await say(twoTimers, 'for the pasta')
    expect(asked().at(-1)).toBe(`${twoTimers} for the pasta`)
    expect(deeds().slice(0, 4)).toEqual(['time.timer ok', 'time.timer ok', 'undo.last ok of 2', 'undo.last ok of 1'])
    expect(timers()).toHaveLength(2)
  })

  it('are told of where one of them stays: nothing of them is done again', async () => {
    const { sam, say, asked, timers, replies } = await samHears()
    const timer = sam.tools.registry.get('time.timer')
    const undo = timer?.undo
    if (timer === undefined || undo === undefined) throw new Error('no timers')
    let undone = 0
    Object.assign(timer, {
      undo: async (...how: Parameters<typeof undo>) =>
        undone++ === 0 ? undo.apply(timer, how) : { ok: false, code: 'timer-gone', spoken: 'Gone.', retryable: false },
    })
    await say(twoTimers, 'for the pasta')
    expect(asked().at(-1)).toBe('for the pasta')
    expect(replies().at(-1)).toMatch(/^I could take back only a part of what I did first\. /)
    expect(timers()).toHaveLength(1)
  })
})

describe('a request that is corrected', () => {
  it('is done once, as it was meant', async () => {
    const { say, asked, deeds, timers } = await samHears()
    await say('Set a timer for ten minutes.', 'No, fifteen.')
    expect(asked()).toEqual(['Set a timer for ten minutes.', 'Set a timer for fifteen minutes.'])
    expect(deeds()).toEqual(['time.timer ok', 'undo.last ok of 1', 'time.timer ok'])
    expect(timers()).toEqual([{ name: undefined, durationMs: 900_000 }])
  })

  it('also after SAM has answered, and again', async () => {
    const { sayOneByOne, timers, conversation } = await samHears()
    await sayOneByOne('Set a timer for ten minutes.', 'No, fifteen.', 'Sorry, make it twenty.')
    expect(timers()).toEqual([{ name: undefined, durationMs: 1_200_000 }])
    const said = conversation.messages('').flatMap(({ role, content }) => (role === 'user' ? [content] : []))
    expect(said).toEqual(['Set a timer for twenty minutes.'])
  })

  it('also in writing', async () => {
    const { session, timers } = await samHears()
    await session.submitText('set a timer for ten minutes')
    await session.submitText('no, fifteen')
    expect(timers()).toEqual([{ name: undefined, durationMs: 900_000 }])
  })

  it('is not a minute later, also where nothing is heard that tells the time', async () => {
    let nowMs = 0
    const { session, timers } = await samHears({ clock: { ...systemClock, nowMs: () => nowMs } })
    await session.submitText('set a timer for ten minutes')
    nowMs = 61_000
    await session.submitText('no, fifteen')
    expect(timers()).toEqual([{ name: undefined, durationMs: 600_000 }])
  })

  it('is asked about as it was meant while SAM asks, and nothing is done without a yes', async () => {
    const { say, asked, events, deeds } = await samHears()
    await say("Text Anna that I'm late.", 'No, I mean Hanna.')
    expect(asked().at(-1)).toBe("Text Hanna that I'm late.")
    const prompts = events.flatMap((event) => (event.type === 'tool-approval-request' ? [event.prompt] : []))
    expect(prompts.at(-1)).toContain('Hanna')
    expect(deeds().filter((deed) => deed.endsWith(' ok'))).toEqual([])
  })

  it('stays done where the user had said yes to it, and SAM says so', async () => {
    const { sayOneByOne, replies, deeds, events } = await samHears()
    await sayOneByOne('Turn off the wifi', 'yes', 'no, I mean bluetooth')
    expect(deeds()[0]).toBe('system.wifi ok')
    expect(deeds().filter((deed) => deed.startsWith('undo'))).toEqual([])
    expect(events.filter(({ type }) => type === 'tool-approval-request')).toHaveLength(2)
    expect(replies().at(-1)).toMatch(/^I could not take back what I did first\. /)
  })

  it.each([['no'], ['no, dinner is ready'], ['no, open the calculator'], ['sorry, what time is it']])(
    'is not when the words are "%s"',
    async (words) => {
      const { say, asked, timers } = await samHears()
      await say('Set a timer for ten minutes.', words)
      expect(asked()).toEqual(['Set a timer for ten minutes.', words])
      expect(timers()).toEqual([{ name: undefined, durationMs: 600_000 }])
    },
  )
})

describe('a request that is withdrawn', () => {
  it('is taken back, and SAM says so', async () => {
    const { sayOneByOne, deeds, timers, replies } = await samHears()
    await sayOneByOne('Set a timer for ten minutes.', 'No, never mind.')
    expect(timers()).toEqual([])
    expect(deeds()).toEqual(['time.timer ok', 'undo.last ok of 1'])
    expect(replies().at(-1)).toBe('I took that back. Okay.')
  })

  it('stays done where it cannot be taken back, and SAM says so', async () => {
    const { sayOneByOne, replies, deeds } = await samHears()
    await sayOneByOne('Turn off the wifi', 'yes', 'cancel that')
    expect(deeds()).toEqual(['system.wifi ok'])
    expect(replies().at(-1)).toBe('I could not take back what I did first. Okay.')
  })

  it('is only heard where nothing was done', async () => {
    const { sayOneByOne, replies, deeds } = await samHears()
    await sayOneByOne('What time is it?', 'never mind')
    expect(deeds()).toEqual(['time.now ok'])
    expect(replies().at(-1)).toBe('Okay.')
  })

  it('is not the one before where SAM has told of something since', async () => {
    const { session, timers } = await samHears()
    await session.submitText('set a timer for ten minutes')
    await session.announce('Your tea is ready.')
    await session.submitText('cancel that')
    expect(timers()).toHaveLength(1)
  })

  it('is the last one only', async () => {
    const { sayOneByOne, timers } = await samHears()
    await sayOneByOne('Set a timer for ten minutes.', 'What time is it?', 'never mind')
    expect(timers()).toHaveLength(1)
  })
})

describe('a question that is open', () => {
  it('is asked about the whole request when the words after it are no answer', async () => {
    const { say, asked, events, deeds } = await samHears()
    await say('Call Boris', 'on his work number', 'no')
    expect(asked()[1]).toBe('Call Boris on his work number')
    expect(events.flatMap((event) => (event.type === 'tool-approval-response' ? [event.approved] : []))).not.toContain(
      true,
    )
    expect(deeds().filter((deed) => deed.endsWith(' ok'))).toEqual([])
  })

  it('is answered by words that are an answer, however soon', async () => {
    const { say, asked, events } = await samHears()
    await say('Turn off the wifi', 'no')
    expect(asked()).toEqual(['Turn off the wifi'])
    expect(events.flatMap((event) => (event.type === 'tool-approval-response' ? [event.by] : []))).toEqual(['voice'])
  })
})

it('nothing is taken back in a trial: nothing was done', async () => {
  const { say, asked, deeds, replies } = await samHears({ dryRun: true })
  await say('Set a timer for ten minutes.', 'Called pasta.')
  expect(asked()).toEqual(['Set a timer for ten minutes.', 'Set a timer for ten minutes Called pasta.'])
  expect(replies().at(-1)).toContain('pasta')
  expect(deeds()).toEqual([])
})

describe('a call that is under way when the rest is said', () => {
  /** The rest ends the turn; then this comes of its call. */
  async function interrupted(result: { ok: boolean; receipt?: unknown; error?: { code: string; message: string } }) {
    const router = createRouter({ applications: createApplicationIndex() })
    const requests: TurnRequest[] = []
    const takenBack: string[] = []
    const runTurn: RunTurn = async (request, { emit }) => {
      requests.push(request)
      const { turnId, signal } = request
      if (requests.length === 1) {
        const call = { turnId, callId: 'one' }
        emit({ type: 'tool-call', ...call, tool: 'time.timer', input: {}, tier: 'reversible' })
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
        emit({ type: 'tool-result', ...call, ...result })
      }
      emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
    }
    const said = ['Set a timer for ten minutes', 'called pasta']
    const { session } = build({
      runTurn,
      understand: (text) => router.route(text, { now: new Date() }),
      takeBack: async (turn, count) => {
        takenBack.push(turn)
        return count
      },
      recognizer: { recognize: async () => ({ text: said[requests.length] ?? '', decodeMs: 1 }) },
      turnTaking: { ...defaultTurnTaking, wakeRequired: false, bargeInMs: 100 },
      pace: 'live',
    })
    await session.listen(scriptedSource(`..........${speech}${pause}${speech}${longPause}`, 1), never)
    await session.idle()
    return { requests, takenBack }
  }

  it('is not repeated when nobody knows whether it was done', async () => {
    const error = { code: 'cancelled', message: 'Cancelled.' }
    const { requests, takenBack } = await interrupted({ ok: false, error })
    expect(requests.map(({ text }) => text)).toEqual(['Set a timer for ten minutes', 'called pasta'])
    expect(takenBack).toEqual([])
  })

  it('is taken back when it was done all the same', async () => {
    const { requests, takenBack } = await interrupted({ ok: true, receipt: { id: 1 } })
    const [first, second] = requests
    expect(second).toMatchObject({ text: 'Set a timer for ten minutes called pasta', continues: first?.turnId })
    expect(takenBack).toEqual([first?.turnId])
  })
})

it('goes on as a whole, too, where more of it is said while its beginning is taken back', async () => {
  const router = createRouter({ applications: createApplicationIndex() })
  const requests: TurnRequest[] = []
  const undone = Promise.withResolvers<void>()
  const turns = new Turns({
    async runTurn(request, { emit }) {
      requests.push(request)
      const call = { turnId: request.turnId, callId: 'one' }
      if (request.signal.aborted) return
      emit({ type: 'tool-call', ...call, tool: 'time.timer', input: {}, tier: 'reversible' })
      emit({ type: 'tool-result', ...call, ok: true, receipt: { id: 1 } })
    },
    async takeBack(_of, count, _forTurn, signal) {
      await undone.promise
      return signal.aborted ? 0 : count
    },
    understand: (text) => router.route(text, { now: new Date() }),
    readConsent: () => 'unclear',
    hearing: { positionMs: 0, engage: async () => {}, attend: async () => {}, expectAnswer: () => {} },
    ...{ emit: () => {}, onReplyCut: () => {}, onStart: () => {}, onChange: () => {} },
    ...{ voice: () => undefined, stretch: () => 1, clock: systemClock, followUpMs: 0, deadlines: defaultDeadlines },
  })
  const hear = (turnId: string, text: string, audioMs: number) =>
    turns.hear({ turnId, text, startedMs: audioMs, audioMs, endpointMs: 0, recognizeMs: 0, addressed: false })
  await hear('first', 'Remind me to call Ana', 0)
  const second = hear('second', 'at six', 500)
  turns.bargeIn()
  const third = hear('third', 'every Monday', 1000)
  undone.resolve()
  await Promise.all([second, third])
  const [first, ...others] = requests
  expect(first?.text).toBe('Remind me to call Ana')
  expect(others.at(-1)).toMatchObject({ text: 'Remind me to call Ana at six every Monday', continues: 'second' })
  expect(others.filter(({ signal }) => !signal.aborted)).toHaveLength(1)
})
