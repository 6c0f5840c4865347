import { setTimeout as delay } from 'node:timers/promises'
import { hearingRateHz } from '../../../audio/ports.ts'
import type { StampedEvent } from '../../../core/events.ts'
import type { SynthesizedSentence } from '../../../tts/ports.ts'
import type { Sam } from '../../sam.ts'
import type { Session } from '../../session/session.ts'
import { quietRoom } from '../hearing/recordings.ts'
import { SceneJournal } from './scene-journal.ts'
import type { SoakClock } from './soak-clock.ts'
import { SoakMicrophone } from './soak-microphone.ts'
import { SoundTimeOutput } from './sound-time-output.ts'

/** Sound is handed over in such pieces while somebody speaks, and in longer ones while nothing happens. */
const pieceMs = 96
const quietPieceMs = 960
/** While SAM works, so much sound passes each second: a microphone that sends nothing has stopped. */
const keepAliveMs = 32
const keepAliveEveryMs = 1000
/** Two minutes of thinking, and what a machine that others use takes for the rest. */
const longestWorkMs = 180_000
/** Timers are looked at so often in time of the sound. */
const lookAtTimersEveryMs = 20_000
/** They must not look like a leak. */
const mostKeptSentences = 12

/**
 * SAM's real session in a room whose time goes as fast as the machine can hear: it stands still while SAM recognises and thinks,
 * so that everything happens at the same place of the sound however slow the machine is.
 */
export class SoakRoom {
  readonly output = new SoundTimeOutput()
  readonly session: Session
  private readonly sam: Sam
  private readonly clock: SoakClock
  private readonly listeners = new Set<(event: StampedEvent) => void>()
  private readonly sentences = new Map<string, SynthesizedSentence>()
  /** Recognitions and syntheses under way. */
  private underWay = 0
  private microphone: SoakMicrophone | undefined
  private unplugging = new AbortController()
  private listening: Promise<void> = Promise.resolve()
  private timersLookedAtMs = 0
  private readonly journals = new Set<SceneJournal>()
  /** Sound that passed, in milliseconds. */
  heardMs = 0
  /** Recognitions answer this instead of listening, and sentences that were made before are not made again; undefined: all is real. */
  script: string | undefined

  constructor(sam: Sam, clock: SoakClock) {
    this.sam = sam
    this.clock = clock
    // The session holds these very objects: what is under way must be known here.
    const { recognizer, ear } = sam.speech()
    const { analyze } = ear
    ear.analyze = async (samples) => {
      const frames = await analyze(samples)
      for (const journal of this.journals) journal.frames(frames)
      return frames
    }
    const { synthesizer } = sam.voice()
    const { recognize, reconsider } = recognizer
    const { synthesize } = synthesizer
    recognizer.recognize = async (samples) => {
      if (this.script !== undefined) return { text: this.script, decodeMs: 80 }
      const recognition = await this.counted(recognize(samples))
      for (const journal of this.journals) journal.note(`reads "${recognition.text}"`)
      return recognition
    }
    recognizer.reconsider = (soundId, look) => this.counted(reconsider(soundId, look))
    synthesizer.synthesize = async (sentence, options) => {
      const known = this.script === undefined ? undefined : this.sentences.get(sentence)
      const made = known ?? (await this.counted(synthesize(sentence, options)))
      if (this.sentences.size < mostKeptSentences) this.sentences.set(sentence, made)
      return made
    }
    this.session = sam.openSession({ output: this.output, pace: 'live', wakeRequired: true, echoFree: true })
    sam.hub.subscribe((event) => {
      for (const listener of this.listeners) listener(event)
    })
    sam.tools.scheduler.start()
  }

  get state(): string {
    return this.session.currentState
  }

  /** Calls the listener for all that happens while `work` runs. */
  async watching(listener: (event: StampedEvent) => void, work: () => Promise<void>): Promise<void> {
    this.listeners.add(listener)
    try {
      await work()
    } finally {
      this.listeners.delete(listener)
    }
  }

  /** The same, and writes down what happens. */
  async journalOf(listener: (event: StampedEvent) => void, work: () => Promise<void>): Promise<SceneJournal> {
    const journal = new SceneJournal(this.heardMs)
    this.journals.add(journal)
    const onEvent = (event: StampedEvent) => {
      journal.event(event)
      listener(event)
    }
    await this.watching(onEvent, work).finally(() => {
      this.journals.delete(journal)
    })
    return journal
  }

  plugIn(): void {
    this.microphone = new SoakMicrophone()
    this.unplugging = new AbortController()
    this.listening = this.session.listen(this.microphone, this.unplugging.signal)
  }

  async unplug(): Promise<void> {
    this.microphone = undefined
    this.unplugging.abort()
    await this.listening
  }

  /** Lets this be heard, and what SAM does with it happen. */
  async hear(samples: Float32Array): Promise<void> {
    const length = Math.round((pieceMs * hearingRateHz) / 1000)
    for (let at = 0; at < samples.length; at += length) await this.pass(samples.subarray(at, at + length))
  }

  async quiet(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; ) {
      const piece = Math.min(left, this.state === 'idle' ? quietPieceMs : pieceMs)
      await this.pass(silence(piece))
      left -= piece
    }
  }

  /** Quiet until it is so; false when it is not within this much sound. */
  async quietUntil(isSo: () => boolean, mostMs: number): Promise<boolean> {
    for (let passed = 0; !isSo(); passed += pieceMs) {
      if (passed >= mostMs) return false
      await this.pass(silence(pieceMs))
    }
    return true
  }

  /** One piece of sound is heard, and everything that follows from it but sound happens. */
  private async pass(samples: Float32Array): Promise<void> {
    await this.push(samples)
    if (this.heardMs - this.timersLookedAtMs > lookAtTimersEveryMs) {
      this.timersLookedAtMs = this.heardMs
      // What rings is told in sound that is still to come.
      void this.sam.tools.scheduler.check()
    }
    // What the sound brought about begins in this very moment.
    await delay(0)
    const startedAtMs = performance.now()
    for (let aliveAtMs = startedAtMs; this.isWorking(); await delay(2)) {
      const nowMs = performance.now()
      if (nowMs - startedAtMs > longestWorkMs) return
      if (nowMs - aliveAtMs < keepAliveEveryMs) continue
      aliveAtMs = nowMs
      await this.push(silence(keepAliveMs))
    }
  }

  private async push(samples: Float32Array): Promise<void> {
    const milliseconds = (samples.length / hearingRateHz) * 1000
    await this.microphone?.push(samples)
    this.heardMs += milliseconds
    for (const journal of this.journals) journal.passed(this.heardMs)
    this.clock.heard(milliseconds)
    this.output.heard(milliseconds)
  }

  private isWorking(): boolean {
    return this.underWay > 0 || (this.state === 'thinking' && this.output.sinceMs === undefined)
  }

  private counted<Result>(work: Promise<Result>): Promise<Result> {
    this.underWay += 1
    return work.finally(() => {
      this.underWay -= 1
    })
  }
}

const quiet = quietRoom(quietPieceMs)

function silence(milliseconds: number): Float32Array {
  return quiet.subarray(0, Math.round((milliseconds * hearingRateHz) / 1000))
}
