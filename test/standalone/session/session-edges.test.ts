import { describe, expect, it } from 'vitest'
import type { RunTurn } from '../../../src/app/session/session.ts'
import { EchoCanceller } from '../../../src/audio/echo/echo-canceller.ts'
import { createPcmSource } from '../../../src/audio/pcm-source.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { SamError } from '../../../src/core/errors.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { build, command, loudspeaker, never, scriptedSource } from './session-harness.ts'

const finished = (events: SamEvent[]) => events.filter((event) => event.type === 'turn-finished')

/** A turn that asks first; the answers land in the list. */
const asking = (answers: unknown[], prompt = 'Quit Safari?'): RunTurn => {
  return async ({ turnId }, { emit, ask }) => {
    emit({ type: 'tool-approval-request', turnId, callId: 'c1', prompt })
    answers.push(await ask(prompt, 'confirm'))
    emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
  }
}

const untilStopped: RunTurn = ({ turnId, signal }, { emit }) =>
  new Promise((resolve) => {
    const end = () => {
      emit({ type: 'turn-finished', turnId, outcome: 'cancelled', timings: { routeMs: 0, totalMs: 1 } })
      resolve()
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

describe('a microphone that somebody else drives', () => {
  it('counts what has arrived, read or not', async () => {
    const { session } = build({ pace: 'live', echo: new EchoCanceller(true) })
    const source = createPcmSource()
    const over = new AbortController()
    const listening = session.listen(source, over.signal)
    for (let pieces = 1; pieces <= 20; pieces++) {
      source.push(new Float32Array(333), 16_000)
      expect(session.arrivedSamples).toBe(pieces * 333)
      if (pieces % 4 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(session.positionMs).toBeGreaterThan(0)
    expect(session.arrivedSamples).toBe(20 * 333)
    over.abort()
    source.end()
    await listening
  })
})

describe('An open question', () => {
  it('outlives being spoken over: what was said is the answer', async () => {
    const answers: unknown[] = []
    const output = loudspeaker(true)
    const heard = ['hey jarvis quit safari']
    const { session } = build({
      output,
      pace: 'live',
      turnTaking: { ...defaultTurnTaking, bargeInMs: 100 },
      runTurn: asking(answers),
      recognizer: { recognize: async () => ({ text: heard[0] ?? '', decodeMs: 1 }) },
    })
    const source = createPcmSource()
    const listening = session.listen(source, never)
    const play = (script: string) => feed(source, script)
    await play(command)
    await expect.poll(() => output.played).toEqual(['Quit Safari?'])
    heard[0] = 'yes'
    await play(`${'.'.repeat(20)}${'s'.repeat(15)}${'.'.repeat(40)}`)
    await expect.poll(() => answers).toEqual([{ approved: true, by: 'voice' }])
    expect(output.flushed).toBeGreaterThan(0)
    source.end()
    await listening
  })

  it('is not taken for unanswered while it still sounds', async () => {
    const answers: unknown[] = []
    const output = loudspeaker(true)
    const { session } = build({
      output,
      runTurn: asking(answers),
      deadlines: { thinkingMs: 60_000, speakingMs: 60_000, consentMs: 20 },
    })
    const turn = session.submitText('quit safari')
    await expect.poll(() => output.played.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(answers).toEqual([])
    session.answerConsent('c1', true)
    await expect.poll(() => answers).toEqual([{ approved: true, by: 'panel' }])
    expect(output.flushed).toBeGreaterThan(0)
    await turn
  })

  it('is told when the answer was begun before it, and how sure the recogniser is', async () => {
    const answers: unknown[] = []
    const told: unknown[] = []
    const heard = { text: 'yes', decodeMs: 1, confidence: 0.4 }
    const { session } = build({
      pace: 'live',
      turnTaking: { ...defaultTurnTaking, wakeRequired: false },
      runTurn: asking(answers),
      recognizer: { recognize: async () => heard },
      readConsent: (_text, _prompt, how) => {
        told.push(how)
        return how.afterQuestionStarted ? 'yes' : 'unclear'
      },
    })
    const source = createPcmSource()
    const listening = session.listen(source, never)
    await feed(source, `${'.'.repeat(20)}${'s'.repeat(20)}`)
    await expect.poll(() => session.currentState).toBe('hearing')
    const turn = session.submitText('quit safari')
    await expect.poll(() => session.currentState).toBe('needs-you')
    await feed(source, '.'.repeat(40))
    await expect.poll(() => told).toEqual([{ confidence: 0.4, afterQuestionStarted: false }])
    await feed(source, `${'s'.repeat(15)}${'.'.repeat(40)}`)
    await expect.poll(() => told[1]).toEqual({ confidence: 0.4, afterQuestionStarted: true })
    expect(answers).toEqual([{ approved: true, by: 'voice' }])
    source.end()
    await Promise.all([turn, listening])
  })

  it('ends the typed request that answered it', async () => {
    const answers: unknown[] = []
    const { session, events } = build({ runTurn: asking(answers) })
    const turn = session.submitText('quit safari', 'text', 'first')
    await expect.poll(() => session.currentState).toBe('needs-you')
    await session.submitText('yes', 'text', 'second')
    await turn
    await expect.poll(() => finished(events)).toHaveLength(2)
    expect(finished(events)).toContainEqual(expect.objectContaining({ turnId: 'second', outcome: 'done' }))
  })
})

describe('Turns', () => {
  it('never run two at a time, however fast they come', async () => {
    let running = 0
    let most = 0
    const runTurn: RunTurn = async (request, hooks) => {
      most = Math.max(most, ++running)
      await untilStopped(request, hooks)
      running--
    }
    const { session, events } = build({ runTurn })
    const turns = ['a', 'b', 'c', 'd'].map((text) => session.submitText(text, 'text', text))
    await expect.poll(() => finished(events)).toHaveLength(3)
    session.stop()
    await Promise.all(turns)
    expect(most).toBe(1)
    expect(finished(events).map((event) => event.turnId)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('that wait for their predecessor are stopped with it', async () => {
    const begun: string[] = []
    let release: () => void = () => {}
    const runTurn: RunTurn = async ({ turnId, text, signal }, { emit }) => {
      if (!signal.aborted) begun.push(text)
      await new Promise<void>((resolve) => {
        if (text === 'a') release = resolve
        else resolve()
      })
      const outcome = signal.aborted ? 'cancelled' : 'done'
      emit({ type: 'turn-finished', turnId, outcome, timings: { routeMs: 0, totalMs: 1 } })
    }
    const { session, events } = build({ runTurn })
    const turns = [session.submitText('a', 'text', 'a'), session.submitText('b', 'text', 'b')]
    session.stop()
    release()
    await Promise.all(turns)
    expect(begun).toEqual(['a'])
    expect(finished(events).at(-1)).toMatchObject({ turnId: 'b', outcome: 'cancelled' })
  })

  it('that break are told as failed, and the next one runs', async () => {
    const runTurn: RunTurn = async ({ turnId, text }, { emit }) => {
      if (text === 'a') throw new Error('a bug')
      emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
    }
    const { session, events } = build({ runTurn })
    await session.submitText('a', 'text', 'a')
    await session.submitText('b', 'text', 'b')
    expect(finished(events)).toMatchObject([
      { turnId: 'a', outcome: 'failed' },
      { turnId: 'b', outcome: 'done' },
    ])
    expect(events).toContainEqual(expect.objectContaining({ type: 'error' }))
  })

  it('that were typed can be spoken over like spoken ones', async () => {
    const output = loudspeaker(true)
    const { session, events } = build({
      output,
      pace: 'live',
      turnTaking: { ...defaultTurnTaking, bargeInMs: 100 },
    })
    const turn = session.submitText('tell me a story')
    await expect.poll(() => output.played.length).toBe(1)
    await session.listen(scriptedSource(`${'.'.repeat(10)}${'s'.repeat(12)}`, 2), never)
    await turn
    expect(finished(events)[0]).toMatchObject({ outcome: 'interrupted' })
  })
})

describe('Stop', () => {
  it('silences what SAM says of its own accord', async () => {
    const output = loudspeaker(true)
    const { session } = build({ output })
    const said = session.announce('Your tea is ready.')
    await expect.poll(() => output.played.length).toBe(1)
    session.stop()
    await said
    expect(output.flushed).toBe(1)
  })

  it('forgets words that were not a turn yet', async () => {
    const { session, requests } = build({ pace: 'live' })
    const source = createPcmSource()
    const listening = session.listen(source, never)
    await feed(source, command.slice(0, -30))
    await expect.poll(() => session.currentState).toBe('hearing')
    session.stop()
    await expect.poll(() => session.currentState).toBe('idle')
    await feed(source, '.'.repeat(30))
    source.end()
    await listening
    expect(requests).toEqual([])
  })
})

describe('Sound that ends in the middle of a turn', () => {
  it('is no turn when the page closes', async () => {
    const { session, requests } = build({ pace: 'live' })
    const source = createPcmSource()
    const page = new AbortController()
    const listening = session.listen(source, page.signal)
    await feed(source, command.slice(0, -30))
    await expect.poll(() => session.currentState).toBe('hearing')
    page.abort()
    source.end()
    await listening
    expect(session.currentState).toBe('idle')
    expect(session.busy).toBe(false)
    await session.listen(scriptedSource('.'.repeat(30)), never)
    expect(requests).toEqual([])
  })

  it('is no turn when SAM is muted, nor joined with what comes after', async () => {
    const { session, requests } = build({ pace: 'live' })
    const source = createPcmSource()
    const listening = session.listen(source, never)
    await feed(source, command.slice(0, -30))
    await expect.poll(() => session.currentState).toBe('hearing')
    session.mute(true)
    session.mute(false)
    expect(session.currentState).toBe('idle')
    await feed(source, '.'.repeat(30))
    source.end()
    await listening
    expect(requests).toEqual([])
  })

  it('lets go of a key that a closed page still held', async () => {
    const { session } = build({ pace: 'live' })
    const source = createPcmSource()
    const page = new AbortController()
    const listening = session.listen(source, page.signal)
    await session.pushToTalk(true)
    expect(session.currentState).toBe('hearing')
    page.abort()
    source.end()
    await listening
    expect(session.currentState).toBe('idle')
  })

  it('holds no new page up while SAM still thinks', async () => {
    const { session } = build({ pace: 'live', runTurn: untilStopped })
    const page = new AbortController()
    const source = createPcmSource()
    const listening = session.listen(source, page.signal)
    const turn = session.submitText('think')
    page.abort()
    source.end()
    await listening
    expect(session.currentState).toBe('thinking')
    session.stop()
    await turn
  })
})

describe('Sound that ends', () => {
  it('ends the turn, however long its words take to be read', async () => {
    const { session, requests, events } = build({
      pace: 'live',
      recognizer: {
        recognize: async () => {
          await new Promise((resolve) => setTimeout(resolve, 50))
          return { text: 'hey jarvis open the terminal', decodeMs: 50 }
        },
      },
    })
    await session.listen(scriptedSource(command.slice(0, -30)), never)
    expect(requests).toMatchObject([{ text: 'open the terminal' }])
    expect(finished(events)).toHaveLength(1)
  })
})

describe('Ears that stay deaf', () => {
  it('are told once, not every few seconds', async () => {
    let nowMs = 0
    const { session, events, output } = build({
      pace: 'live',
      clock: { nowMs: () => (nowMs += 5000), wallTime: () => new Date() },
      ear: {
        analyze: () => Promise.reject(new SamError('model-missing', 'The ear is missing.', { kind: 'missing' })),
        reset: async () => {},
      },
    })
    const source = createPcmSource()
    const listening = session.listen(source, never)
    await feed(source, '.'.repeat(20))
    source.end()
    await listening
    await session.announce('Still here.')
    expect(events.filter((event) => event.type === 'notice')).toHaveLength(1)
    expect((output as ReturnType<typeof loudspeaker>).played.join(' ')).not.toMatch(/say that again.*say that again/)
  })
})

describe('Push to talk', () => {
  it('does not pretend to hear without a microphone, or muted', async () => {
    const { session } = build({ pace: 'live' })
    await session.pushToTalk(true)
    expect(session.currentState).toBe('idle')
    session.mute(true)
    const source = createPcmSource()
    const listening = session.listen(source, never)
    await session.pushToTalk(true)
    session.mute(false)
    expect(session.currentState).toBe('idle')
    source.end()
    await listening
  })
})

/** Frames as a microphone sends them, one letter each. */
async function feed(source: { push(samples: Float32Array, rate: number): void }, script: string): Promise<void> {
  for await (const chunk of scriptedSource(script).chunks(never)) {
    source.push(chunk, 16_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
