import { randomUUID } from 'node:crypto'
import type { EchoCanceller } from '../../audio/echo/echo-canceller.ts'
import { isHum } from '../../audio/hum.ts'
import { type Ear, type FrameAnalysis, hearingRateHz, type SpeechRecognizer } from '../../audio/ports.ts'
import { SoundHistory } from '../../audio/sound-history.ts'
import type { TurnJudge } from '../../audio/turn-end.ts'
import {
  TurnTaking,
  type TurnTakingEffect,
  type TurnTakingInput,
  type TurnTakingSettings,
} from '../../audio/turn-taking.ts'
import type { Clock } from '../../core/clock.ts'
import { type SamError, toSamError } from '../../core/errors.ts'
import type { EventSink } from '../../core/events.ts'

/** A finished turn of the user, ready to be thought about. */
export interface HeardTurn {
  turnId: string
  text: string
  /** Where in the sound it began. */
  startedMs: number
  /** Where the sound stood when the turn was committed. */
  audioMs: number
  endpointMs: number
  recognizeMs: number
  /** The wake word or the key said that it is for SAM. */
  addressed: boolean
  confidence?: number
}

export interface HearingListener {
  /** The user's turn is over. With sound from files the stream waits until the promise settles. */
  onTurn(turn: HeardTurn): Promise<void>
  /** Whether words without the wake word are meant for SAM. The others are forgotten: nobody is told that they were said. */
  isForSam(text: string): boolean
  /** What was heard came to nothing: no words, or none for SAM. */
  onNothing(): void
  /** SAM's reply can stop and go on where it stopped. */
  mayResume(): boolean
  /** Somebody may be speaking over SAM's reply: silence, until it is known. */
  onSpeechOver(): void
  /** It was a cough or a "mhm". */
  onFalseInterruption(): void
  /** The user speaks over SAM. */
  onBargeIn(): void
  onStateChange(state: TurnTaking['state']): void
  /** A turn that could not be heard to its end; `worker` says that the speech worker died. */
  onTrouble(error: SamError): void
}

/** What hearing needs of the echo canceller. */
export type HeardEcho = Pick<EchoCanceller, 'clean' | 'isEcho' | 'isVoice' | 'mayBeWoken' | 'heardSamples'>

export interface HearingLoopParts {
  ear: Ear
  recognizer: SpeechRecognizer
  clock: Clock
  emit: EventSink
  listener: HearingListener
  settings: TurnTakingSettings
  /** Takes SAM's own voice out of the microphone, and knows what is left of it. */
  echo?: HeardEcho
  /** What the words say about the end of a turn; pauses alone decide without it. */
  judgeTurnEnd?: TurnJudge
  /**
   * `live`: sound arrives as time passes. `file`: sound is there at once; a decode is then taken to end where the sound
   * would have been by that time, so that figures and decisions are those of a live microphone, and repeatable.
   */
  pace: 'live' | 'file'
}

/** How much sound stays at hand: the longest turn and what led to it. */
const historyMarginMs = 5000

/** Carries sound through ear, turn-taking and recogniser, and tells the session what came of it. */
export class HearingLoop {
  private readonly parts: HearingLoopParts
  private readonly turnTaking: TurnTaking
  private readonly history: SoundHistory
  private turnId: string | undefined
  /** The ear counts from its own start; after a restart of the worker that is no longer the stream's. */
  private earOffsetMs = 0
  private earMs = 0
  private chunkArrivedAtMs = 0
  private decoderBusyUntilMs = 0
  private readonly waiting: Extract<TurnTakingInput, { type: 'decoded' }>[] = []
  private lastState: TurnTaking['state']
  /** With live sound nobody waits for a decode but the end of the sound. */
  private lastDecode: Promise<void> = Promise.resolve()

  constructor(parts: HearingLoopParts) {
    this.parts = parts
    this.turnTaking = new TurnTaking(parts.settings, parts.judgeTurnEnd)
    this.history = new SoundHistory(parts.settings.maximumTurnMs + historyMarginMs)
    this.lastState = this.turnTaking.state
  }

  /** Position of the sound, in milliseconds since the start of the stream. */
  get positionMs(): number {
    return this.history.endMs
  }

  /** Samples that `feed` was given so far. */
  get arrivedSamples(): number {
    return this.parts.echo?.heardSamples ?? Math.round((this.history.endMs * hearingRateHz) / 1000)
  }

  get state(): TurnTaking['state'] {
    return this.turnTaking.state
  }

  /** A new stream begins (another microphone, another run); positions go on counting. */
  async restart(): Promise<void> {
    this.earOffsetMs = this.history.endMs
    this.earMs = 0
    await this.parts.ear.reset().catch((thrown: unknown) => this.parts.listener.onTrouble(toSamError(thrown)))
  }

  /** Takes the next samples, at 16 kHz. Calls must not overlap. Answers what the ear made of them. */
  async feed(sound: Float32Array): Promise<FrameAnalysis[]> {
    const samples = this.parts.echo?.clean(sound) ?? sound
    this.history.append(samples)
    this.chunkArrivedAtMs = this.parts.clock.nowMs()
    let frames: FrameAnalysis[]
    try {
      frames = await this.parts.ear.analyze(samples)
    } catch (thrown) {
      // The worker starts a new stream after a restart; this chunk is not analysed, and time goes on behind it.
      this.earOffsetMs = this.history.endMs
      this.earMs = 0
      this.parts.listener.onTrouble(toSamError(thrown))
      return []
    }
    this.noticeNewEar(frames, samples.length)
    for (const frame of frames) {
      this.earMs = frame.endMs
      const shifted = this.withoutEcho({ ...frame, endMs: frame.endMs + this.earOffsetMs })
      this.turnTaking.resumable = this.parts.listener.mayResume()
      await this.deliverDecodes(shifted.endMs)
      await this.step({ type: 'frame', frame: shifted })
    }
    return frames
  }

  /** An ear that died between two pieces of sound lets no request fail: the next one counts from its own start. */
  private noticeNewEar([first]: readonly FrameAnalysis[], samples: number): void {
    if (first === undefined || first.endMs > this.earMs) return
    this.earOffsetMs = this.history.endMs - (samples * 1000) / hearingRateHz
  }

  /** No more sound will come: what was said so far is the turn. */
  async end(): Promise<void> {
    await this.step({ type: 'end-of-sound', atMs: this.history.endMs })
    await this.deliverDecodes(Number.POSITIVE_INFINITY)
    for (let waited: Promise<void> | undefined; this.turnTaking.state === 'committed' && waited !== this.lastDecode; ) {
      waited = this.lastDecode
      await waited
    }
  }

  /** Whether the next words answer a question of consent. */
  expectAnswer(expected: boolean): void {
    this.turnTaking.answerExpected = expected
  }

  /** SAM's turn is over: listen without the wake word for a while. */
  async attend(forMs: number): Promise<void> {
    await this.step({ type: 'attend', atMs: this.analyzedMs(), forMs })
  }

  /** SAM begins a turn that nobody spoke: the user may speak over it. */
  async engage(): Promise<void> {
    await this.step({ type: 'engage' })
  }

  /** What was heard of a turn that is not over yet is forgotten. */
  async drop(): Promise<void> {
    await this.step({ type: 'drop', atMs: this.history.endMs })
  }

  async pushToTalk(down: boolean): Promise<void> {
    await this.step({ type: 'push-to-talk', down, atMs: this.history.endMs })
  }

  /** What is left of SAM's own voice is no speech, and does not wake it. */
  private withoutEcho(frame: FrameAnalysis): FrameAnalysis {
    const { echo } = this.parts
    if (echo === undefined) return frame
    const { wake, ...rest } = frame
    return {
      ...rest,
      ...(wake === undefined || !echo.mayBeWoken(frame.endMs) ? {} : { wake }),
      speechProbability: echo.isEcho(frame.endMs) ? 0 : frame.speechProbability,
      voice: echo.isVoice(frame.endMs),
    }
  }

  private analyzedMs(): number {
    return this.earOffsetMs + this.earMs
  }

  private async deliverDecodes(upToMs: number): Promise<void> {
    for (;;) {
      const [first] = this.waiting
      if (first === undefined || (first.readyMs > upToMs && this.turnTaking.state !== 'committed')) return
      this.waiting.shift()
      await this.step(first)
    }
  }

  private async step(input: TurnTakingInput): Promise<void> {
    const effects = this.turnTaking.next(input)
    if (this.turnTaking.state !== this.lastState) {
      this.lastState = this.turnTaking.state
      this.parts.listener.onStateChange(this.lastState)
    }
    for (const effect of effects) await this.perform(effect)
  }

  private async perform(effect: TurnTakingEffect): Promise<void> {
    const { emit, listener } = this.parts
    switch (effect.type) {
      case 'wake-detected':
      case 'speech-ended':
        emit(effect)
        return
      case 'speech-started':
        this.turnId ??= randomUUID()
        emit(effect)
        return
      case 'barge-in':
        this.turnId = undefined
        listener.onBargeIn()
        return
      case 'speech-over':
        listener.onSpeechOver()
        return
      case 'false-interruption':
        this.turnId = undefined
        listener.onFalseInterruption()
        return
      case 'partial':
        if (this.turnId !== undefined)
          emit({ type: 'transcript-partial', turnId: this.turnId, text: effect.text, audioMs: effect.audioMs })
        return
      case 'lapsed':
        this.turnId = undefined
        listener.onNothing()
        return
      case 'decode':
        await this.decode(effect)
        return
      case 'turn':
        await this.finishTurn(effect)
        return
    }
  }

  private async finishTurn(effect: Extract<TurnTakingEffect, { type: 'turn' }>): Promise<void> {
    if (!effect.addressed && !this.parts.listener.isForSam(effect.text)) {
      this.turnId = undefined
      await this.attend(0)
      this.parts.listener.onNothing()
      return
    }
    const turnId = this.turnId ?? randomUUID()
    this.turnId = undefined
    const { text, startedMs, audioMs, endpointMs, recognizeMs, addressed } = effect
    const confidence = effect.confidence === undefined ? {} : { confidence: effect.confidence }
    this.parts.emit({ type: 'transcript-final', turnId, text, audioMs, ...confidence })
    const turn = this.parts.listener.onTurn({
      turnId,
      text,
      startedMs,
      audioMs,
      endpointMs,
      recognizeMs,
      addressed,
      ...confidence,
    })
    if (this.parts.pace === 'file') await turn
  }

  private async decode({
    decodeId,
    fromMs,
    toMs,
    undecided,
  }: Extract<TurnTakingEffect, { type: 'decode' }>): Promise<void> {
    const samples = this.history.slice(fromMs, toMs)
    // A recogniser finds words in a hum, too.
    const isNothing = undecided && isHum(samples)
    const decoding = this.parts.recognizer.recognize(samples).then(
      (recognition): TurnTakingInput => {
        const { confidence, more } = recognition
        const readyMs = this.readyMs(toMs, recognition.decodeMs)
        return {
          type: 'decoded',
          decodeId,
          text: isNothing ? '' : recognition.text,
          decodeMs: recognition.decodeMs,
          readyMs,
          ...(confidence === undefined ? {} : { confidence }),
          ...(more === undefined ? {} : { more }),
        }
      },
      (thrown: unknown): TurnTakingInput => {
        this.parts.listener.onTrouble(toSamError(thrown))
        return { type: 'decode-failed', decodeId }
      },
    )
    if (this.parts.pace === 'live') {
      this.lastDecode = decoding.then((input) => this.step(input))
      return
    }
    const input = await decoding
    if (input.type !== 'decoded') return this.step(input)
    this.waiting.push(input)
    if (this.turnTaking.state === 'committed') await this.deliverDecodes(Number.POSITIVE_INFINITY)
  }

  private readyMs(requestedMs: number, decodeMs: number): number {
    if (this.parts.pace === 'live') return this.history.endMs + (this.parts.clock.nowMs() - this.chunkArrivedAtMs)
    // Decodes take turns on the recogniser, as they would with live sound.
    this.decoderBusyUntilMs = Math.max(requestedMs, this.decoderBusyUntilMs) + decodeMs
    return this.decoderBusyUntilMs
  }
}
