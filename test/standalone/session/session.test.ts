import { describe, expect, it } from 'vitest'
import type { RunTurn } from '../../../src/app/session/session.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { SamError } from '../../../src/core/errors.ts'
import { build, command, loudspeaker, never, ScriptedEar, scriptedSource } from './session-harness.ts'

describe('Session', () => {
  it('goes from sleep through hearing, thinking and speaking back to sleep', async () => {
    const { session, requests, states, events } = build()
    await session.listen(scriptedSource(command), never)
    expect(requests).toMatchObject([{ text: 'open the terminal', origin: 'voice' }])
    expect(states()).toEqual(['hearing', 'thinking', 'speaking', 'idle'])
    const order = [
      'wake-detected',
      'speech-started',
      'speech-ended',
      'transcript-final',
      'reply-final',
      'speech-audio',
      'turn-finished',
    ]
    expect(events.map((event) => event.type).filter((type) => order.includes(type))).toEqual(order)
  })

  it('waits with turn-finished until the sound was heard and adds the times of hearing', async () => {
    const { session, events } = build()
    await session.listen(scriptedSource(command), never)
    const finished = events.findIndex((event) => event.type === 'turn-finished')
    expect(finished).toBeGreaterThan(events.findIndex((event) => event.type === 'speech-audio'))
    expect(events[finished]).toMatchObject({
      outcome: 'done',
      timings: { endpointMs: expect.any(Number), firstAudioMs: expect.any(Number) },
    })
  })

  it('asks, hears the answer in the same stream, and acts on it', async () => {
    const answers: unknown[] = []
    const runTurn: RunTurn = async (request, { emit, ask }) => {
      answers.push(await ask('Quit Safari?', 'confirm'))
      emit({ type: 'turn-finished', turnId: request.turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
    }
    const heard = ['hey jarvis quit safari', 'yes']
    const { session, states, output } = build({
      runTurn,
      recognizer: { recognize: async () => ({ text: heard[0] ?? '', decodeMs: 10 }) },
    })
    const speech = scriptedSource(`${command}${'s'.repeat(20)}${'.'.repeat(30)}`)
    const listening = session.listen(
      {
        async *chunks(signal) {
          let frames = 0
          for await (const chunk of speech.chunks(signal)) {
            if (++frames === command.length) heard.shift()
            yield chunk
          }
        },
      },
      never,
    )
    await listening
    expect(answers).toEqual([{ approved: true, by: 'voice' }])
    expect(states()).toContain('needs-you')
    expect((output as ReturnType<typeof loudspeaker>).played).toContain('Quit Safari?')
  })

  it('takes silence for no', async () => {
    const answers: unknown[] = []
    const runTurn: RunTurn = async (request, { emit, ask }) => {
      answers.push(await ask('Quit Safari?', 'confirm'))
      emit({ type: 'turn-finished', turnId: request.turnId, outcome: 'refused', timings: { routeMs: 0, totalMs: 1 } })
    }
    const { session } = build({ runTurn })
    await session.listen(scriptedSource(command), never)
    expect(answers).toEqual([{ approved: false, by: 'silence' }])
  })

  it('answers a question by click', async () => {
    let decision: unknown
    const runTurn: RunTurn = async (request, { emit, ask }) => {
      emit({ type: 'tool-approval-request', turnId: request.turnId, callId: 'c1', prompt: 'Quit Safari?' })
      const asked = ask('Quit Safari?', 'confirm')
      session.answerConsent('another', false)
      session.answerConsent('c1', true)
      decision = await asked
      emit({ type: 'turn-finished', turnId: request.turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
    }
    const { session } = build({ runTurn })
    await session.submitText('quit safari')
    await session.listen(scriptedSource('.'), never)
    expect(decision).toEqual({ approved: true, by: 'panel' })
  })

  it('cuts sound when spoken over and keeps only what was heard', async () => {
    const output = loudspeaker(true)
    const { session, cut, events } = build({
      output,
      pace: 'live',
      turnTaking: { ...defaultTurnTaking, bargeInMs: 100 },
    })
    await session.listen(scriptedSource(`${command}${'.'.repeat(10)}${'s'.repeat(12)}`, 2), never)
    expect(output.flushed).toBeGreaterThan(0)
    expect(cut).toHaveLength(1)
    expect('You said open the terminal'.startsWith(cut[0] ?? '?')).toBe(true)
    expect(events).toContainEqual(expect.objectContaining({ type: 'turn-finished', outcome: 'interrupted' }))
  })

  it('stops everything at once on stop', async () => {
    const output = loudspeaker(true)
    const { session, events } = build({ output })
    const turn = session.submitText('tell me a story')
    await expect.poll(() => output.played.length).toBe(1)
    session.stop()
    await turn
    expect(output.flushed).toBeGreaterThan(0)
    expect(events.at(-1)).toMatchObject({ type: 'session-state' })
    expect(session.currentState).not.toBe('speaking')
  })

  it('ends a turn that thinks for ever', async () => {
    const runTurn: RunTurn = (request, { emit }) =>
      new Promise((resolve) => {
        request.signal.addEventListener('abort', () => {
          emit({
            type: 'turn-finished',
            turnId: request.turnId,
            outcome: 'cancelled',
            timings: { routeMs: 0, totalMs: 1 },
          })
          resolve()
        })
      })
    const { session, events } = build({ runTurn, deadlines: { thinkingMs: 20, speakingMs: 1000, consentMs: 1000 } })
    await session.submitText('think')
    expect(events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'thinking-too-long' }))
    expect(session.currentState).not.toBe('thinking')
  })

  it('loses nothing when the ear dies in the middle of a request, and hears the next one', async () => {
    const ear = new ScriptedEar()
    ear.crashAtMs = 1600
    const { session, events, requests, output } = build({ ear, pace: 'file' })
    await session.listen(scriptedSource(`${command}${'.'.repeat(20)}${command}`), never)
    expect(events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'speech-worker-crashed' }))
    expect(requests).toHaveLength(2)
    expect((output as ReturnType<typeof loudspeaker>).played.join(' ')).not.toContain('Please say that again')
  })

  it('says that a request was lost when the speech worker dies with its text', async () => {
    const texts = [undefined, 'hey jarvis open the terminal']
    const recognize = async () => {
      const text = texts.length > 1 ? texts.shift() : texts[0]
      if (text === undefined) throw new SamError('speech-worker-crashed', 'The speech worker died.')
      return { text, decodeMs: 50 }
    }
    // The one text that is asked for comes after the pause.
    const turnTaking = { ...defaultTurnTaking, speculationMs: 10_000, completeEndpointMs: 300 }
    const { session, output, requests } = build({ recognizer: { recognize }, turnTaking })
    await session.listen(scriptedSource(`.....wsssss${'.'.repeat(30)}`), never)
    expect(requests).toHaveLength(0)
    expect((output as ReturnType<typeof loudspeaker>).played.join(' ')).toContain('Please say that again')
    await session.listen(scriptedSource(command), never)
    expect(requests).toHaveLength(1)
  })

  it('names a microphone that delivers zeros instead of listening', async () => {
    const { session, states, events } = build({ pace: 'live' })
    await session.listen(scriptedSource(`${'0'.repeat(110)}${'.'.repeat(5)}`, 1), never)
    expect(states()).toContain('no-signal')
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'notice', code: 'microphone-silent', remedy: expect.any(String) }),
    )
    expect(session.currentState).toBe('idle')
  })
})
