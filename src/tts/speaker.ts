import type { Clock } from '../core/clock.ts'
import { errorOf, toSamError } from '../core/errors.ts'
import type { EventSink } from '../core/events.ts'
import { notBeyond } from '../core/not-beyond.ts'
import type { SentencePiece, SpeechOutput, SpeechSynthesizer, SynthesisOptions, SynthesizedSentence } from './ports.ts'

/** Cuts growing text into sentences that can be spoken. */
export interface SentenceSplitter {
  /** Takes more text; answers the sentences that are complete now. */
  push(text: string): string[]
  /** No more text will come; answers what is left. */
  end(): string[]
}

export interface SpeakerParts {
  synthesizer: SpeechSynthesizer
  output: SpeechOutput
  createSplitter(): SentenceSplitter
  clock: Clock
  emit: EventSink
  /** Told when a sentence could not be spoken; the reply stays readable as text. */
  onTrouble(error: ReturnType<typeof toSamError>): void
}

export interface SpokenReply {
  /** Takes the next piece of the reply, as the model writes it. */
  push(text: string): void
  /** Silence at once, within a sentence; nothing is lost. */
  hold(): void
  /** Goes on where `hold` stopped. */
  resume(): void
  /** No more text will come; resolves when the last sound was heard, or sound was cut off. */
  finish(): Promise<SpokenResult>
}

export interface SpokenResult {
  /** What reached the listener: whole sentences, and the words of a cut one in proportion to the time it sounded. */
  heardText: string
  interrupted: boolean
  /** Clock time at which the first sample of the reply went out. */
  firstAudioAtMs?: number
}

/** Speaks replies sentence by sentence: the first sounds while the model still writes, the next is made while one plays. */
export class Speaker {
  private readonly parts: SpeakerParts

  constructor(parts: SpeakerParts) {
    this.parts = parts
  }

  /**
   * @param signal cuts the sound at once, within a sentence
   * @param onFirstAudio called when the first sample of the reply goes out
   */
  begin(turnId: string, signal: AbortSignal, onFirstAudio?: () => void): SpokenReply {
    const { createSplitter, output } = this.parts
    const splitter = createSplitter()
    const heard: string[] = []
    const result: SpokenResult = { heardText: '', interrupted: false }
    let synthesized: Promise<unknown> = Promise.resolve()
    let played: Promise<unknown> = Promise.resolve()
    let holds = 0
    let pause: PromiseWithResolvers<void> | undefined
    const resume = () => {
      pause?.resolve()
      pause = undefined
    }
    const flush = () => {
      output.flush()
      resume()
    }
    signal.addEventListener('abort', flush, { once: true })

    const play = async (sound: SentencePiece, onStart: (start: { file?: string }) => void) => {
      const lengthMs = lengthOf(sound)
      let playedMs = 0
      for (let over = false; !over; ) {
        await pause?.promise
        const holdsBefore = holds
        if (signal.aborted) break
        const rest = from(sound, playedMs)
        const part = await output.play(rest, turnId, playedMs === 0 ? onStart : undefined).catch((thrown: unknown) => {
          this.parts.onTrouble(toSamError(thrown))
          return undefined
        })
        playedMs += part?.playedMs ?? 0
        over = part === undefined || holds === holdsBefore || playedMs >= lengthMs - soundsWholeMs
      }
      heard.push(heardPart(sound, playedMs))
    }

    const speak = (sentence: string) => {
      const previousPlay = played
      let requestedAtMs = 0
      let pieces: Promise<unknown> | undefined
      const start = (firstSampleMs: number) => {
        return ({ file }: { file?: string }) => {
          if (result.firstAudioAtMs === undefined) onFirstAudio?.()
          result.firstAudioAtMs ??= this.parts.clock.nowMs()
          const audio = { sentence, firstSampleMs, ...(file === undefined ? {} : { file }) }
          this.parts.emit({ type: 'speech-audio', turnId, ...audio })
        }
      }
      const onPiece = (piece: SentencePiece) => {
        const started = pieces === undefined ? start(this.parts.clock.nowMs() - requestedAtMs) : () => {}
        // The output queues them: each is handed out while the one before it sounds.
        const turn = previousPlay.then(() => (signal.aborted ? undefined : play(piece, started)))
        pieces = Promise.all([pieces, turn])
      }
      const clip = synthesized.then(() => {
        requestedAtMs = this.parts.clock.nowMs()
        return this.synthesize(sentence, { signal, ...(output.takesPieces === true ? { onPiece } : {}) })
      })
      // One sentence is made ahead of the one that plays, so that memory and waste stay small.
      synthesized = clip.then(() => previousPlay)
      played = Promise.all([clip, previousPlay]).then(async ([sound]) => {
        if (pieces !== undefined) await pieces
        else if (sound !== undefined && !signal.aborted) await play(sound, start(sound.firstSampleMs))
        result.interrupted ||= signal.aborted
      })
    }

    return {
      push: (text) => {
        for (const sentence of splitter.push(text)) speak(sentence)
      },
      hold: () => {
        if (pause !== undefined || signal.aborted) return
        pause = Promise.withResolvers()
        holds++
        output.flush()
      },
      resume,
      finish: async () => {
        for (const sentence of splitter.end()) speak(sentence)
        // An output that does not even end when it is cut is not waited for.
        if ((await notBeyond(played, signal, cutWithinMs)) === undefined) result.interrupted = true
        signal.removeEventListener('abort', flush)
        return { ...result, heardText: heard.filter((text) => text !== '').join(' ') }
      },
    }
  }

  private async synthesize(
    sentence: string,
    { signal, onPiece }: SynthesisOptions & { signal: AbortSignal },
  ): Promise<SynthesizedSentence | undefined> {
    let given = false
    const tell = (piece: SentencePiece) => {
      given = true
      onPiece?.(piece)
    }
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const options = { signal, ...(onPiece === undefined ? {} : { onPiece: tell }) }
        const sound = await this.parts.synthesizer.synthesize(sentence, options)
        if (sound.trouble !== undefined) this.parts.onTrouble(errorOf(sound.trouble))
        return sound
      } catch (thrown) {
        if (signal.aborted) return undefined
        const error = toSamError(thrown)
        // The worker is restarted at once: nothing of the reply is lost. What was begun is not said twice.
        if (error.code === 'speech-worker-crashed' && attempt === 1 && !given) continue
        this.parts.onTrouble(error)
        return undefined
      }
    }
    return undefined
  }
}

const cutWithinMs = 1000
/** What is left of a sentence at its end when it counts as heard. */
const soundsWholeMs = 50

function lengthOf({ samples, sampleRateHz }: SentencePiece): number {
  return (samples.length / sampleRateHz) * 1000
}

/** The sound without what was played of it. */
function from(sound: SentencePiece, playedMs: number): SentencePiece {
  if (playedMs === 0) return sound
  return { ...sound, samples: sound.samples.subarray(Math.round((playedMs * sound.sampleRateHz) / 1000)) }
}

function heardPart(sound: SentencePiece, playedMs: number): string {
  const lengthMs = lengthOf(sound)
  if (playedMs >= lengthMs - soundsWholeMs) return sound.sentence
  const words = sound.sentence.split(/\s+/)
  return words.slice(0, Math.floor((words.length * playedMs) / lengthMs)).join(' ')
}
