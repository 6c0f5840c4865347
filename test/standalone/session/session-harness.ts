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
export function scriptedSource(script: string, pauseMs = 0): SoundSource {
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
export class ScriptedEar implements Ear {
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
export function loudspeaker(lasting = false): SpeechOutput & { played: string[]; flushed: number } {
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

export function build(
  options: Partial<SessionParts> & { output?: SpeechOutput; synthesizer?: SpeechSynthesizer; heard?: string[] } = {},
) {
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
    speaker: new Speaker({
      synthesizer: options.synthesizer ?? synthesizer,
      output,
      createSplitter: wholeText,
      clock: systemClock,
      emit,
      onTrouble,
    }),
    runTurn: echo,
    readConsent: (text) => (/^yes/.test(text) ? 'yes' : /^no/.test(text) ? 'no' : 'unclear'),
    answersAnnouncement: (text) => /^(?:stop|snooze|okay)/.test(text),
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

export const never = new AbortController().signal
export const command = `${'.'.repeat(20)}${'s'.repeat(20)}w${'s'.repeat(30)}${'.'.repeat(30)}`
