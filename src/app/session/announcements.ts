import { randomUUID } from 'node:crypto'
import type { Speaker } from '../../tts/speaker.ts'
import type { HearingLoop } from './hearing-loop.ts'

export interface AnnouncementParts {
  speaker: Speaker
  hearing: Pick<HearingLoop, 'state' | 'positionMs' | 'engage' | 'attend'>
  /** Resolves when no turn of SAM is under way. */
  free(): Promise<void>
  isFree(): boolean
  /** Sound comes in, so that an answer can be heard. */
  isListening(): boolean
  /** How long an answer without the wake word is waited for. */
  followUpMs: number
  /** Sound that does not end by itself (a page that went away). */
  speakingMs: number
  /** It began or ended to speak. */
  onChange(): void
}

/** So often it is said again after other talk cut it off. */
const mostCuts = 2
/** Between two times of the same, for an answer. */
const pauseMs = 8000
/** Longer than any turn of the user. */
const verdictMs = 60_000

interface Announcement {
  /** Undefined until it is said for the first time: nothing can answer it before. */
  sound: AbortController | undefined
  /** Settles when it is known what the words were that cut the sound off: for SAM or not. */
  answered: PromiseWithResolvers<boolean>
  stopped: boolean
}

/**
 * What SAM says of its own accord. Nobody asked for it, so the user need not say the wake word to answer ("stop", "snooze"),
 * and others who happen to talk are not taken for the user: any speech silences it at once, and words that are none for SAM
 * let it be said again.
 */
export class Announcements {
  private readonly parts: AnnouncementParts
  private readonly under = new Set<Announcement>()
  private openUntilMs = 0
  private before: Promise<void> = Promise.resolve()
  private unprompted = false

  constructor(parts: AnnouncementParts) {
    this.parts = parts
  }

  get speaking(): boolean {
    return this.under.size > 0
  }

  /** Only words that answer an announcement count: SAM was asleep before it spoke up. */
  get expectsAnswer(): boolean {
    return this.unprompted
  }

  /**
   * Says it after those that are under way. Resolves when it was told, or the user answered.
   * @param times it is said so often, with pauses, until somebody answers: an alarm has to wake
   */
  say(text: string, times = 1): Promise<void> {
    const announcement: Announcement = { sound: undefined, answered: Promise.withResolvers(), stopped: false }
    this.under.add(announcement)
    const told = this.before.then(() => this.tell(announcement, text, times)).finally(() => this.end(announcement))
    this.before = told.catch(() => undefined)
    return told
  }

  /** SAM begins a turn that nobody asked for. */
  unasked(): void {
    this.unprompted ||= this.parts.hearing.state === 'asleep'
  }

  /** Somebody speaks: silence, until it is known for whom. */
  hush(): void {
    for (const { sound } of this.under) sound?.abort()
  }

  /** The words were for SAM. */
  answer(): void {
    this.unprompted = false
    this.settle(true)
  }

  /** The words were none, or for somebody else. */
  goOn(): void {
    if (this.speaking) this.settle(false)
    else this.attendAgain()
  }

  stop(): void {
    for (const announcement of this.under) announcement.stopped = true
    this.hush()
    this.answer()
  }

  private settle(forSam: boolean): void {
    for (const { answered, sound } of this.under)
      if (sound !== undefined && (forSam || sound.signal.aborted)) answered.resolve(forSam)
    if (forSam) this.hush()
  }

  private async tell(announcement: Announcement, text: string, times: number): Promise<void> {
    await this.parts.free()
    let told = 0
    for (let cuts = 0; told < times && cuts < times + mostCuts && !announcement.stopped; ) {
      const cut = await this.speak(announcement, text)
      if (cut) cuts += 1
      else told += 1
      if (announcement.stopped || (!cut && told >= times)) return
      if (!cut) await this.parts.hearing.attend(pauseMs)
      const answered = announcement.answered.promise
      if (await Promise.race([answered, cut ? after(verdictMs, true) : after(pauseMs, false)])) return
      announcement.answered = Promise.withResolvers()
    }
  }

  /** It is over: for a while an answer needs no wake word. */
  private async end(announcement: Announcement): Promise<void> {
    const { isFree, isListening, hearing, followUpMs, onChange } = this.parts
    this.under.delete(announcement)
    if (!this.speaking && isFree()) {
      const forMs = announcement.stopped || !isListening() ? 0 : followUpMs
      this.openUntilMs = hearing.positionMs + forMs
      await hearing.attend(forMs)
    }
    onChange()
  }

  /** Says it once; true when it was cut off. */
  private async speak(announcement: Announcement, text: string): Promise<boolean> {
    const { hearing, speaker, speakingMs, isListening, onChange } = this.parts
    const sound = new AbortController()
    announcement.sound = sound
    if (isListening()) {
      this.unasked()
      await hearing.engage()
    }
    onChange()
    const reply = speaker.begin(randomUUID(), AbortSignal.any([sound.signal, AbortSignal.timeout(speakingMs)]))
    reply.push(text)
    await reply.finish()
    return sound.signal.aborted
  }

  private attendAgain(): void {
    if (!this.unprompted) return
    const { hearing, isFree } = this.parts
    const leftMs = this.openUntilMs - hearing.positionMs
    if (leftMs > 0 && isFree()) void hearing.attend(leftMs)
    else this.unprompted = false
  }
}

function after(milliseconds: number, verdict: boolean): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(verdict), milliseconds).unref())
}
