import { EndPause } from './end-pause.ts'
import { withoutHolds } from './hold-phrase.ts'
import type { FrameAnalysis } from './ports.ts'
import { type TurnJudge, undecided } from './turn-end.ts'
import type { LapseReason, TurnTakingEffect, TurnTakingInput, TurnTakingState } from './turn-events.ts'
import type { TurnTakingSettings } from './turn-settings.ts'
import { type TurnText, TurnTexts } from './turn-texts.ts'
import { type Utterance, wordsOf } from './utterance.ts'
import { VoiceTrack } from './voice-track.ts'

export type { TurnTakingEffect, TurnTakingInput, TurnTakingState } from './turn-events.ts'
export { defaultTurnTaking, type TurnTakingSettings } from './turn-settings.ts'

/** The recogniser's own limit is shorter: a text that is not there so long after the longest turn never comes. */
export const longestTextMs = 40_000
/** Speech that goes on for so long is meant, whatever its words. SAM is silent meanwhile: to wait for them costs nothing. */
const longestNothingMs = 2500
/** Sound kept from before speech over SAM was noticed. */
const overSamPreRollMs = 128
/** So soon after a turn was taken, the user's speech was its rest. */
const restOfTurnMs = 1500

/**
 * Decides whose turn it is: when one starts, what sound belongs to it, when it is over, and which decodes make its text
 * ready in time. Pure: inputs with positions in, effects out; nothing here waits, so tests script the timestamps.
 * The rules of each state stand together below. What is speech is in `voice-track.ts`, when and how words are read in `turn-texts.ts`,
 * how long a pause must be in `end-pause.ts`.
 */
export class TurnTaking {
  /** SAM has asked whether it may do something: the answer gets more time than a command. */
  answerExpected = false
  /** SAM's reply can stop and go on: speech over it is looked at before the turn is taken away. */
  resumable = false
  private readonly settings: TurnTakingSettings
  private readonly endPause: EndPause
  private readonly voice = new VoiceTrack()
  private readonly texts: TurnTexts
  private current: TurnTakingState
  private positionMs = 0
  private deadlineMs = Number.POSITIVE_INFINITY
  private utterance: Utterance | undefined
  private committedMs = 0
  /** SAM's turn ended while it was looked at what was said over it. */
  private attendLater: { atMs: number; forMs: number } | undefined

  /** @param judge what the words say about the end of a turn; without it pauses alone decide */
  constructor(settings: TurnTakingSettings, judge: TurnJudge = undecided) {
    this.settings = settings
    this.texts = new TurnTexts(judge)
    this.endPause = new EndPause(settings)
    this.current = settings.wakeRequired ? 'asleep' : 'attending'
  }

  get state(): TurnTakingState {
    return this.current
  }

  next(input: TurnTakingInput): TurnTakingEffect[] {
    switch (input.type) {
      case 'frame':
        return this.onFrame(input.frame)
      case 'decoded':
        return this.onDecoded(input)
      case 'decode-failed':
        return this.onDecodeFailed(input.decodeId)
      case 'attend':
        return this.attend(input.atMs, input.forMs)
      case 'engage':
        if (this.current === 'asleep' || this.current === 'attending') this.current = 'engaged'
        return []
      case 'drop':
        return this.drop(input.atMs)
      case 'push-to-talk':
        return this.onPushToTalk(input.down, input.atMs)
      case 'end-of-sound':
        return this.onEndOfSound(input.atMs)
    }
  }

  private onFrame(frame: FrameAnalysis): TurnTakingEffect[] {
    const frameMs = frame.endMs - this.positionMs
    this.positionMs = frame.endMs
    const started = this.trackSpeech(frame, frameMs)
    const effects: TurnTakingEffect[] = []
    if (frame.wake !== undefined && !this.utterance?.held) {
      effects.push({ type: 'wake-detected', ...frame.wake, audioMs: frame.endMs })
      this.onWake(frame.wake.phrase, effects)
    }
    if (
      this.utterance !== undefined &&
      frame.endMs - this.utterance.fromMs >= this.settings.maximumTurnMs + longestTextMs
    ) {
      this.giveUp(this.utterance, 'decode-failed', effects)
      return effects
    }
    switch (this.current) {
      case 'asleep':
        break
      case 'attending':
        this.wait(started, effects)
        break
      case 'hearing':
        this.hear(effects)
        break
      case 'committed':
        this.hearAfterEnd(started, effects)
        break
      case 'engaged':
        this.hearOver(effects)
        break
    }
    return effects
  }

  /** True on the frame at which speech begins. */
  private trackSpeech(frame: FrameAnalysis, frameMs: number): boolean {
    const started = this.voice.hear(frame, frameMs)
    const { utterance } = this
    if (utterance === undefined) return started
    if (this.voice.isLikely) utterance.likely = true
    if (this.voice.isSpeech && this.current !== 'committed') {
      this.wentOn(utterance, frame.endMs - frameMs - utterance.lastSpeechMs)
      utterance.lastSpeechMs = frame.endMs
      utterance.heardSpeech = true
    }
    return started
  }

  // attending: SAM waits for speech

  private wait(started: boolean, effects: TurnTakingEffect[]): void {
    if (started) this.startUtterance(this.voice.onsetMs - this.settings.preRollMs, effects)
    else if (this.positionMs >= this.deadlineMs && this.mayLapse(this.positionMs)) this.lapse('silence', effects)
  }

  /** Sound that may become speech is waited for, but talk that went on from before is none for SAM. */
  private mayLapse(endMs: number): boolean {
    return (!this.voice.isSpeech && this.voice.isQuiet) || endMs >= this.deadlineMs + this.settings.maximumTurnMs
  }

  // hearing: the user speaks, or has just paused

  private hear(effects: TurnTakingEffect[]): void {
    const { utterance, positionMs } = this
    if (utterance === undefined) return
    const silenceMs = positionMs - utterance.lastSpeechMs
    if (positionMs - utterance.fromMs >= this.settings.maximumTurnMs) {
      utterance.final = true
      this.commit(effects)
      return
    }
    if (utterance.lastSpeechMs - utterance.fromMs - utterance.preRollMs >= longestNothingMs)
      this.takeTurn(utterance, effects)
    if (utterance.held) {
      if (utterance.heardSpeech) effects.push(...this.texts.lookMeanwhile(utterance, positionMs))
      return
    }
    // Sound that may be the beginning of speech is no pause.
    if (silenceMs >= this.requiredPauseMs(utterance) && this.voice.isQuiet) this.commit(effects)
    else if (silenceMs >= this.settings.speculationMs) {
      const likely = silenceMs >= this.endPause.requiredMs('over') && this.voice.isQuiet
      effects.push(...this.texts.lookAhead(utterance, positionMs, likely))
    } else if (silenceMs === 0) effects.push(...this.texts.lookMeanwhile(utterance, positionMs))
  }

  /** Speech goes on in a turn after so much silence. */
  private wentOn(utterance: Utterance, silenceMs: number): void {
    const end = this.texts.endOfCovered(utterance)
    if (end !== 'open' && end !== 'unfinished' && end !== 'hold') this.endPause.resumedAfter(silenceMs)
    // Had these words sounded finished, the turn would have been cut off: the look at them is not held against later ones.
    else if (silenceMs >= this.endPause.requiredMs('over')) this.texts.forgive()
  }

  /** Silence that ends this turn, by the words that are known of it. */
  private requiredPauseMs(utterance: Utterance): number {
    const end = this.texts.endOfCovered(utterance)
    if (this.answerExpected && end !== 'hold') return this.settings.answerEndpointMs
    return this.endPause.requiredMs(end ?? 'unknown')
  }

  /** The words are there now; the pause may already be as long as they want. */
  private commitLate(text: TurnText, effects: TurnTakingEffect[]): void {
    const { utterance } = this
    if (utterance === undefined || utterance.held || text.toMs < utterance.lastSpeechMs) return
    if (this.voice.isQuiet && this.positionMs - utterance.lastSpeechMs >= this.requiredPauseMs(utterance))
      this.commit(effects)
  }

  private commit(effects: TurnTakingEffect[]): void {
    const utterance = this.utterance
    if (utterance === undefined) return
    this.current = 'committed'
    this.committedMs = this.positionMs
    if (!utterance.announcedEnd) effects.push({ type: 'speech-ended', audioMs: utterance.lastSpeechMs })
    utterance.announcedEnd = true
    this.settleCommitted(effects)
  }

  // committed: the user's turn is over, and its final text is waited for

  /** Speech that goes on before the text was final belongs to the same turn: nobody is cut off for a pause. */
  private hearAfterEnd(started: boolean, effects: TurnTakingEffect[]): void {
    if (!started || this.utterance === undefined) return
    this.current = 'hearing'
    this.utterance.announcedEnd = false
    effects.push({ type: 'speech-started', audioMs: this.voice.onsetMs })
  }

  /** Takes the text if one covers all the speech, waits for the one under way, or asks for it. */
  private settleCommitted(effects: TurnTakingEffect[]): void {
    const { utterance } = this
    const { latest } = this.texts
    if (this.current !== 'committed' || utterance === undefined) return
    if (latest === undefined || latest.toMs < utterance.lastSpeechMs)
      effects.push(...this.texts.look(utterance, this.positionMs))
    else if (!utterance.final && this.positionMs - utterance.lastSpeechMs < this.requiredPauseMs(utterance)) {
      // Only the pause was known when it was taken for the end; the words ask for more.
      this.current = 'hearing'
    } else {
      const endedMs = Math.max(latest.toMs, utterance.lastSpeechMs + this.requiredPauseMs(utterance))
      // The pause was long enough before the words were there that say so: the turn ended then.
      if (!utterance.final) this.committedMs = Math.min(this.committedMs, endedMs)
      this.finish(latest, utterance, effects)
    }
  }

  private finish(text: TurnText, utterance: Utterance, effects: TurnTakingEffect[]): void {
    const said = wordsOf(text.text, utterance)
    const words = utterance.heldOn ? withoutHolds(said) : said
    if (utterance.tentative && !this.texts.isMeant(words, text)) {
      this.giveBack(effects)
      return
    }
    this.takeTurn(utterance, effects)
    this.utterance = undefined
    this.texts.endTurn()
    if (words === '') {
      if (utterance.wakePhrase !== undefined) {
        // Only the name was said: the command is still to come, and may have begun already.
        this.current = 'attending'
        this.deadlineMs = this.positionMs + this.settings.attentionMs
        if (this.voice.isSpeech) this.startUtterance(this.voice.onsetMs - this.settings.preRollMs, effects)
      } else this.lapse('no-words', effects)
      return
    }
    this.current = 'engaged'
    this.endPause.wasRight()
    effects.push({
      type: 'turn',
      text: words,
      startedMs: utterance.fromMs + utterance.preRollMs,
      audioMs: this.committedMs,
      endpointMs: Math.max(0, this.committedMs - utterance.lastSpeechMs),
      recognizeMs: Math.max(0, text.readyMs - this.committedMs),
      addressed: utterance.addressed,
      ...(utterance.wakePhrase === undefined ? {} : { wakePhrase: utterance.wakePhrase }),
      ...(text.confidence === undefined ? {} : { confidence: text.confidence }),
    })
  }

  // engaged: it is SAM's turn

  /** Speech over SAM's own. */
  private hearOver(effects: TurnTakingEffect[]): void {
    const { bargeInMs, preRollMs } = this.settings
    if (bargeInMs === undefined || !this.voice.isSpeech) return
    if (this.resumable && !this.answerExpected) {
      effects.push({ type: 'speech-over', audioMs: this.positionMs })
      // Before it SAM spoke: what is left of its voice must not be read as the user's words.
      const kept = Math.min(preRollMs, overSamPreRollMs)
      this.startUtterance(this.voice.onsetMs - kept, effects, { overSam: true, tentative: true, preRollMs: kept })
    } else if (this.positionMs - this.voice.onsetMs >= bargeInMs) {
      effects.push({ type: 'barge-in', audioMs: this.positionMs })
      this.startUtterance(this.voice.onsetMs - preRollMs, effects, { overSam: true })
    }
  }

  /** What is said over SAM is meant. */
  private takeTurn(utterance: Utterance, effects: TurnTakingEffect[]): void {
    if (!utterance.tentative) return
    utterance.tentative = false
    this.voice.believe()
    this.attendLater = undefined
    if (utterance.fromMs + utterance.preRollMs - this.committedMs < restOfTurnMs) this.endPause.wasTooEarly()
    effects.push({ type: 'barge-in', audioMs: this.positionMs })
  }

  /** It was nothing: SAM's turn goes on, or what comes after it. */
  private giveBack(effects: TurnTakingEffect[], isHeard = true): void {
    // Of what was cut off nobody knows.
    if (isHeard && this.utterance?.likely === false) this.voice.doubt(this.positionMs)
    this.utterance = undefined
    this.texts.endTurn()
    this.current = 'engaged'
    effects.push({ type: 'false-interruption', audioMs: this.positionMs })
    const later = this.attendLater
    this.attendLater = undefined
    if (later !== undefined) effects.push(...this.attend(later.atMs, later.forMs))
  }

  private attend(atMs: number, forMs: number): TurnTakingEffect[] {
    // A turn that the user has already begun is not taken away.
    if (this.current === 'hearing' || this.current === 'committed') {
      if (this.utterance?.tentative) this.attendLater = { atMs, forMs }
      return []
    }
    this.positionMs = Math.max(this.positionMs, atMs)
    if (forMs <= 0 && this.settings.wakeRequired) this.sleep()
    else {
      this.current = 'attending'
      this.deadlineMs = this.positionMs + forMs
    }
    return []
  }

  // in any state

  private onWake(phrase: string, effects: TurnTakingEffect[]): void {
    if (this.current === 'hearing' || this.current === 'committed') {
      // Inside a turn that is already heard the phrase only names SAM.
      if (this.utterance !== undefined) {
        this.takeTurn(this.utterance, effects)
        this.utterance.wakePhrase = phrase
        this.utterance.addressed = true
        this.utterance.newsFromMs = this.positionMs
      }
      return
    }
    const overSam = this.current === 'engaged'
    if (overSam) effects.push({ type: 'barge-in', audioMs: this.positionMs })
    const earliestMs = this.positionMs - this.settings.wakePhraseMs
    const { goesOnFromMs = earliestMs } = this.voice
    this.startUtterance(Math.max(earliestMs, goesOnFromMs - this.settings.preRollMs), effects, { overSam })
    if (this.utterance !== undefined) {
      this.utterance.wakePhrase = phrase
      this.utterance.addressed = true
      this.utterance.newsFromMs = this.positionMs
      this.utterance.heardSpeech = true
      this.utterance.lastSpeechMs = this.positionMs
    }
  }

  private onPushToTalk(down: boolean, atMs: number): TurnTakingEffect[] {
    const effects: TurnTakingEffect[] = []
    this.positionMs = Math.max(this.positionMs, atMs)
    if (down) {
      if (this.utterance?.held) return effects
      // Whoever holds the key means it: the reply that waits for a verdict would wait for ever.
      if (this.utterance !== undefined) this.takeTurn(this.utterance, effects)
      const overSam = this.current === 'engaged'
      if (overSam) effects.push({ type: 'barge-in', audioMs: this.positionMs })
      this.startUtterance(atMs - this.settings.preRollMs, effects, { held: true, overSam })
    } else if (this.utterance?.held) {
      this.utterance.held = false
      this.utterance.final = true
      // The key says when the turn is over: no pause is waited for, and what was said up to now counts.
      this.utterance.lastSpeechMs = this.positionMs
      this.commit(effects)
    }
    return effects
  }

  private onDecoded(input: Extract<TurnTakingInput, { type: 'decoded' }>): TurnTakingEffect[] {
    const text = this.texts.take(input, this.utterance)
    if (text === undefined) return []
    const words = wordsOf(text.text, this.utterance)
    const effects: TurnTakingEffect[] = []
    if (this.utterance?.tentative && this.texts.isMeant(words, text)) this.takeTurn(this.utterance, effects)
    if (words !== '' && this.current === 'hearing') effects.push({ type: 'partial', text: words, audioMs: text.toMs })
    if (this.current === 'hearing') this.commitLate(text, effects)
    else this.settleCommitted(effects)
    return effects
  }

  private onDecodeFailed(decodeId: number): TurnTakingEffect[] {
    if (!this.texts.fail(decodeId)) return []
    const effects: TurnTakingEffect[] = []
    if (this.utterance?.tentative) this.giveBack(effects)
    else if (this.current === 'committed') this.lapse('decode-failed', effects)
    return effects
  }

  private drop(atMs: number): TurnTakingEffect[] {
    this.positionMs = Math.max(this.positionMs, atMs)
    this.voice.cut()
    if (this.current === 'asleep' || this.current === 'engaged') return []
    const effects: TurnTakingEffect[] = []
    this.giveUp(this.utterance, 'dropped', effects)
    return effects
  }

  private onEndOfSound(atMs: number): TurnTakingEffect[] {
    const effects: TurnTakingEffect[] = []
    this.positionMs = Math.max(this.positionMs, atMs)
    if (this.utterance !== undefined) this.utterance.final = true
    if (this.current === 'hearing') this.commit(effects)
    else if (this.current === 'attending') this.lapse('silence', effects)
    return effects
  }

  // from one state to another

  private startUtterance(
    fromMs: number,
    effects: TurnTakingEffect[],
    {
      held = false,
      overSam = false,
      tentative = false,
      preRollMs = this.settings.preRollMs,
    }: { held?: boolean; overSam?: boolean; tentative?: boolean; preRollMs?: number } = {},
  ): void {
    this.current = 'hearing'
    this.texts.startTurn()
    this.endPause.startTurn()
    this.utterance = {
      fromMs: Math.max(0, fromMs),
      lastSpeechMs: this.positionMs,
      heardSpeech: this.voice.isSpeech,
      held,
      addressed: held,
      newsFromMs: Math.max(0, fromMs),
      announcedEnd: false,
      final: false,
      overSam,
      tentative,
      preRollMs,
      heldOn: false,
      likely: this.voice.isLikely,
    }
    effects.push({ type: 'speech-started', audioMs: Math.max(0, fromMs) })
  }

  /** Nothing becomes of what was heard; a text that comes later is none of it. */
  private giveUp(utterance: Utterance | undefined, reason: LapseReason, effects: TurnTakingEffect[]): void {
    this.texts.dropUnderWay()
    if (utterance?.tentative) this.giveBack(effects, reason !== 'dropped')
    else this.lapse(reason, effects)
  }

  private lapse(reason: LapseReason, effects: TurnTakingEffect[]): void {
    this.utterance = undefined
    this.sleep()
    effects.push({ type: 'lapsed', audioMs: this.positionMs, reason })
  }

  private sleep(): void {
    this.current = this.settings.wakeRequired ? 'asleep' : 'attending'
    this.deadlineMs = Number.POSITIVE_INFINITY
  }
}
