import type { EchoCanceller } from '../../../audio/echo/echo-canceller.ts'
import type { PlayedClip } from '../../../audio/echo/played-sound.ts'
import { hearingRateHz } from '../../../audio/ports.ts'
import { Convolution } from './convolution.ts'
import type { Room } from './rooms.ts'

/** The twin works in blocks of so many samples. */
export const twinBlock = 512

/** Silencing takes so long until it is silent: a message, and the block that plays. */
export const silencingMs = 20
/** A sentence begins so much earlier or later than the page says. */
const jitterMs = 25

export interface TwinParts {
  room: Room
  /** What SAM says, sentence after sentence, as loud as it is to be at the loudspeaker. */
  sentences: readonly Float32Array[]
  random: () => number
  /** SAM's own knowledge of what goes out: thought to at some moment, then told when it really does, as a page does. */
  canceller: Pick<EchoCanceller, 'play' | 'tell' | 'tellStop'>
  /** False: a client that does not tell. */
  tells?: boolean
}

/**
 * A room with SAM's loudspeaker, a microphone, noise and a person in it, block by block: what SAM plays comes back late and
 * with reflections. SAM talks on without end unless it is held.
 */
export class AcousticTwin {
  private readonly parts: TwinParts
  private readonly loudspeaker: Convolution
  private readonly people: { start: number; sound: Float32Array }[] = []
  private sentence = 0
  private cursor = 0
  private position = 0
  private startsAt: number
  private stopsAt = Number.POSITIVE_INFINITY
  private isHeld = false
  /** What sounds, or is about to; how much of it did. */
  private clip: { played: PlayedClip; sounded: number } | undefined

  constructor(parts: TwinParts) {
    this.parts = parts
    const late = Math.round((parts.room.delayMs / 1000) * hearingRateHz)
    const response = new Float32Array(late + parts.room.response.length)
    response.set(
      parts.room.response.map((value) => value * parts.room.echoLevel),
      late,
    )
    this.loudspeaker = new Convolution(response)
    this.startsAt = 0
    this.announce()
  }

  get positionMs(): number {
    return (this.position / hearingRateHz) * 1000
  }

  get held(): boolean {
    return this.isHeld
  }

  /** Milliseconds of sound that SAM made. */
  spokenMs = 0

  /** Somebody makes a sound from this moment on, as loud as it is at the microphone. */
  addPerson(sound: Float32Array, atMs: number): void {
    this.people.push({ start: Math.round((atMs * hearingRateHz) / 1000), sound })
  }

  hold(): void {
    this.isHeld = true
    this.stopsAt = Math.min(this.stopsAt, this.position + (silencingMs / 1000) * hearingRateHz)
  }

  /** Goes on where it stopped. */
  resume(): void {
    this.isHeld = false
    this.stopsAt = Number.POSITIVE_INFINITY
    this.startsAt = this.position
    this.announce()
  }

  /** Something else is said, a little later. */
  begin(): void {
    this.isHeld = false
    this.stopsAt = Number.POSITIVE_INFINITY
    this.nextSentence()
  }

  /** The next sound of the microphone. */
  next(): Float32Array {
    const { room } = this.parts
    const played = new Float32Array(twinBlock)
    for (let index = 0; index < twinBlock; index++) {
      const at = this.position + index
      if (at >= this.stopsAt) this.tellStop()
      if (at < this.startsAt || at >= this.stopsAt) continue
      const voice = this.parts.sentences[this.sentence]
      if (voice === undefined || this.cursor >= voice.length) {
        this.nextSentence(at)
        continue
      }
      if (this.clip?.sounded === 0 && this.parts.tells !== false) this.parts.canceller.tell(this.clip.played, 0, at)
      if (this.clip !== undefined) this.clip.sounded++
      played[index] = voice[this.cursor++] ?? 0
      this.spokenMs += 1000 / hearingRateHz
    }
    const sound = this.loudspeaker.next(played)
    for (let index = 0; index < twinBlock; index++)
      sound[index] = (sound[index] ?? 0) + (room.noise[(this.position + index) % room.noise.length] ?? 0)
    for (const { start, sound: person } of this.people) {
      for (let index = Math.max(0, start - this.position); index < twinBlock; index++) {
        const value = person[this.position + index - start]
        if (value === undefined) break
        sound[index] = (sound[index] ?? 0) + value
      }
    }
    this.position += twinBlock
    return sound
  }

  private nextSentence(at = this.position): void {
    this.sentence = (this.sentence + 1) % this.parts.sentences.length
    this.cursor = 0
    this.startsAt = at + Math.round((0.06 + 0.4 * this.parts.random()) * hearingRateHz)
    this.announce()
  }

  private announce(): void {
    const rest = (this.parts.sentences[this.sentence] ?? new Float32Array(0)).subarray(this.cursor)
    const wrongMs = (this.parts.random() * 2 - 1) * jitterMs
    const thoughtMs = Math.max(0, (this.startsAt / hearingRateHz) * 1000 + wrongMs)
    this.clip = { played: this.parts.canceller.play(rest, thoughtMs), sounded: 0 }
  }

  private tellStop(): void {
    if (this.clip === undefined) return
    if (this.parts.tells !== false) this.parts.canceller.tellStop(this.clip.played, this.clip.sounded)
    this.clip = undefined
  }
}
