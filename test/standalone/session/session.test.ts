import { describe, expect, it } from 'vitest'
import type { TurnRequest } from '../../../src/agent/ports.ts'
import { type RunTurn, Session, type SessionParts } from '../../../src/app/session/session.ts'
import type { Ear, FrameAnalysis, SoundSource, SpeechRecognizer } from '../../../src/audio/ports.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { SamError } from '../../../src/core/errors.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import type { SpeechOutput, SpeechSynthesizer } from '../../../src/tts/ports.ts'
import { Speaker } from '../../../src/tts/speaker.ts'

const frameSamples = 512

/** One letter a frame of 32 ms: `s` speech, `.` silence, `w` speech in which the wake word fires, `0` exact zeros. */
function scriptedSource(script: string, pauseMs = 0): SoundSource {
  const amplitude: Record<string, number> = { s: 0.5, '.': 0.001, w: 0.9, '0': 0 }
  return {
    async *chunks(signal) {
      for (const letter of script) {
        if (signal.aborted) return
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
        yield new Float32Array(frameSamples).fill(amplitude[letter] ?? 0)
      }
    },
  }
}

/** Reads the script back from the amplitude of the samples. */
class ScriptedEar implements Ear {
  private endMs = 0
  crashAtMs: number | undefined

  async analyze(samples: Float32Array): Promise<FrameAnalysis[]> {
    this.endMs += (samples.length / 16_000) * 1000
    if (this.crashAtMs !== undefined && this.endMs >= this.crashAtMs) {
      this.crashAtMs = undefined
      this.endMs = 0
      throw new SamError('speech-worker-crashed', 'The speech worker died.')
    }
    const level = samples[0] ?? 0
    const wake = level > 0.8 ? { wake: { phrase: 'hey jarvis', score: 0.99 } } : {}
    return [{ endMs: this.endMs, speechProbability: level > 0.1 ? 0.95 : 0.01, loudness: level, ...wake }]
  }

  async reset(): Promise<void> {
    this.endMs = 0
  }
}

const saying = (texts: string[]): SpeechRecognizer => ({
  recognize: async () => ({ text: texts[0] ?? '', decodeMs: 50 }),
})

const synthesizer: SpeechSynthesizer = {
  synthesize: async (sentence) => ({
    sentence,
    samples: new Float32Array(sentence.length * 100),
    sampleRateHz: 16_000,
    firstSampleMs: 1,
    synthesisMs: 1,
  }),
}

/** A loudspeaker whose sounds last until told otherwise, or end at once. */
function loudspeaker(lasting = false): SpeechOutput & { played: string[]; flushed: number } {
  let end: (() => void) | undefined
  const output = {
    played: [] as string[],
    flushed: 0,
    async play(sound: { sentence: string; samples: Float32Array }, _turnId: string, onStart?: (start: object) => void) {
      output.played.push(sound.sentence)
      onStart?.({})
      if (lasting && output.flushed === 0) await new Promise<void>((resolve) => (end = resolve))
      return { playedMs: lasting ? 30 : (sound.samples.length / 16_000) * 1000 }
    },
    flush() {
      output.flushed++
      end?.()
    },
  }
  return output
}

const wholeText = () => {
  let text = ''
  return {
    push: (more: string) => {
      text += more
      return []
    },
    end: () => (text === '' ? [] : [text]),
  }
}

function build(options: Partial<SessionParts> & { output?: SpeechOutput; heard?: string[] } = {}) {
  const events: SamEvent[] = []
  const requests: TurnRequest[] = []
  const cut: string[] = []
  const emit = (event: SamEvent) => events.push(event)
  const output = options.output ?? loudspeaker()
  const echo: RunTurn = async (request, { emit: tell }) => {
    requests.push(request)
    tell({ type: 'reply-final', turnId: request.turnId, text: `You said ${request.text}`, model: 'fast-path' })
    tell({ type: 'turn-finished', turnId: request.turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
  }
  const onTrouble = () => {}
  const session = new Session({
    ear: new ScriptedEar(),
    recognizer: saying(options.heard ?? ['hey jarvis open the terminal']),
    speaker: new Speaker({ synthesizer, output, createSplitter: wholeText, clock: systemClock, emit, onTrouble }),
    runTurn: echo,
    readConsent: (text) => (/^yes/.test(text) ? 'yes' : /^no/.test(text) ? 'no' : 'unclear'),
    onReplyCut: (_turnId, heardText) => cut.push(heardText),
    emit,
    clock: systemClock,
    turnTaking: defaultTurnTaking,
    followUpMs: 0,
    pace: 'file',
    ...options,
  })
  const states = () => events.flatMap((event) => (event.type === 'session-state' ? [event.state] : []))
  return { session, events, requests, cut, output, states }
}

const never = new AbortController().signal
const command = `${'.'.repeat(20)}${'s'.repeat(20)}w${'s'.repeat(30)}${'.'.repeat(30)}`

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

  it('says that a turn was lost when the speech worker dies, and hears the next one', async () => {
    const ear = new ScriptedEar()
    ear.crashAtMs = 1600
    const { session, events, requests, output } = build({ ear, pace: 'file' })
    await session.listen(scriptedSource(`${command}${'.'.repeat(20)}${command}`), never)
    expect(events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'speech-worker-crashed' }))
    expect((output as ReturnType<typeof loudspeaker>).played.join(' ')).toContain('Please say that again')
    expect(requests.length).toBeGreaterThanOrEqual(1)
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
