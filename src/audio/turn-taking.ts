import { isNothing, wantsTurn } from './backchannel.ts'
import { DecodeBudget } from './decode-budget.ts'
import { EndPause } from './end-pause.ts'
import { endsWithHold, withoutHolds } from './hold-phrase.ts'
import type { FrameAnalysis } from './ports.ts'
import { type TurnEnd, type TurnJudge, undecided } from './turn-end.ts'
import { withoutWakePhrase } from './wake-phrase.ts'

export interface TurnTakingSettings {
  /** A turn needs the wake word (or push-to-talk, or an open window). */
  wakeRequired: boolean
  /** Silence that ends a turn about whose words nothing is known. */
  endpointMs: number
  /** Silence that ends a complete command; the recogniser's text must be there, too. */
  completeEndpointMs: number
  /** Silence that ends a turn whose words mostly go on. */
  unfinishedEndpointMs: number
  /** Silence that ends a turn whose words ask for more: "remind me to". */
  openEndpointMs: number
  /** How long a spoken "hold on" keeps the turn. */
  holdMs: number
  /** Silence that ends the answer to a question of consent: "okay ... wait, don't" must be heard to its end. */
  answerEndpointMs: number
  /** Silence after which the end is guessed and the text is prepared; shorter than `endpointMs`. */
  speculationMs: number
  /** A turn is committed at this length even if speech goes on. */
  maximumTurnMs: number
  /** How long the wake word alone keeps SAM waiting for speech. */
  attentionMs: number
  /** Sound kept from before speech was noticed. */
  preRollMs: number
  /** Longest a wake phrase takes to say: where a turn starts when talk went on before it. */
  wakePhraseMs: number
  /** Continuous speech that interrupts SAM; undefined where its own voice may be in the microphone. */
  bargeInMs?: number
}

export const defaultTurnTaking: TurnTakingSettings = {
  wakeRequired: true,
  endpointMs: 350,
  completeEndpointMs: 128,
  unfinishedEndpointMs: 850,
  openEndpointMs: 1100,
  holdMs: 8000,
  answerEndpointMs: 1000,
  speculationMs: 64,
  maximumTurnMs: 20_000,
  attentionMs: 6000,
  preRollMs: 300,
  wakePhraseMs: 1600,
}

/** All positions are milliseconds of the input sound. */
export type TurnTakingInput =
  | { type: 'frame'; frame: FrameAnalysis }
  /** A decode is over; `readyMs` is where the sound stood when its text was there. */
  | {
      type: 'decoded'
      decodeId: number
      text: string
      decodeMs: number
      readyMs: number
      confidence?: number
      more?: number
    }
  | { type: 'decode-failed'; decodeId: number }
  /** SAM is done with a turn: listen without the wake word for a while (0: go back to sleep). */
  | { type: 'attend'; atMs: number; forMs: number }
  /** SAM's own turn begins without one of the user (typed, scheduled): speech from now on is spoken over it. */
  | { type: 'engage' }
  /** Sound was cut off (muted, microphone gone, "stop"): what was heard of a turn so far is none. */
  | { type: 'drop'; atMs: number }
  | { type: 'push-to-talk'; down: boolean; atMs: number }
  | { type: 'end-of-sound'; atMs: number }

export type TurnTakingEffect =
  | { type: 'wake-detected'; phrase: string; score: number; audioMs: number }
  | { type: 'speech-started' | 'speech-ended'; audioMs: number }
  /** `undecided`: it was said over SAM, and may be no more than a "mhm". */
  | { type: 'decode'; decodeId: number; fromMs: number; toMs: number; undecided: boolean }
  | { type: 'partial'; text: string; audioMs: number }
  /** The user's turn is over. */
  | {
      type: 'turn'
      text: string
      /** Where its first word begins at the earliest. */
      startedMs: number
      audioMs: number
      endpointMs: number
      recognizeMs: number
      wakePhrase?: string
      /** The wake word or the key said that it is for SAM. */
      addressed: boolean
      confidence?: number
    }
  /** Somebody may be speaking over SAM's reply: it waits, until `barge-in` or `false-interruption` says what it was. */
  | { type: 'speech-over'; audioMs: number }
  /** It was a cough, or "mhm": SAM goes on where it stopped. */
  | { type: 'false-interruption'; audioMs: number }
  /** The user spoke over SAM. */
  | { type: 'barge-in'; audioMs: number }
  /** Nothing usable came; SAM sleeps again. */
  | { type: 'lapsed'; audioMs: number; reason: LapseReason }

type LapseReason = 'silence' | 'no-words' | 'decode-failed' | 'dropped'

/**
 * `asleep` waits for the wake word; `attending` for speech; `hearing` collects it; `committed` waits for the final text;
 * `engaged` is SAM's own turn. Every state but `asleep` and `engaged` has a deadline here, in time of the sound: when no sound
 * comes any more, the session drops what was heard. SAM's turn has its own.
 */
export type TurnTakingState = 'asleep' | 'attending' | 'hearing' | 'committed' | 'engaged'

const speechThreshold = 0.5
const silenceThreshold = 0.35
/** Speech must last this long to count: a click does not start a turn. */
const onsetMs = 60
/** Less new speech than this is not worth a look in the middle of a turn. */
const leastNewsMs = 900

interface Utterance {
  fromMs: number
  /** Where speech was last heard; the start until then. */
  lastSpeechMs: number
  heardSpeech: boolean
  wakePhrase?: string
  /** Before this nothing but SAM's name can have been said: a look is worth its cost only well after it. */
  newsFromMs: number
  held: boolean
  /** The wake word was in it, or the key was held. */
  addressed: boolean
  announcedEnd: boolean
  /** No pause is waited for: the key was let go, the cap was reached, the sound is over. */
  final: boolean
  /** It began over SAM's own voice. */
  overSam: boolean
  /** It is not known yet whether it means to take SAM's turn. */
  tentative: boolean
  /** So much of its sound is from before speech was noticed. */
  preRollMs: number
  /** The user asked for time in it. */
  heldOn: boolean
  /** The detector, too, took some of it for speech. */
  likely: boolean
}

interface Decode {
  id: number
  toMs: number
  lengthMs: number
  text?: string
  confidence?: number
  readyMs: number
  /** What its words say about the end of the turn. */
  end: TurnEnd | 'hold'
}

/** The recogniser's own limit is shorter: a text that is not there so long after the longest turn never comes. */
export const longestTextMs = 40_000
/** Speech that goes on for so long is meant, whatever its words. SAM is silent meanwhile: to wait for them costs nothing. */
const longestNothingMs = 2500
/** Sound kept from before speech over SAM was noticed. */
const overSamPreRollMs = 128
/** A voice that was none is not listened to for so long, unless the detector takes it for speech, too; twice as long each time, until one was meant. */
const leastDoubtMs = 3000
const mostDoubtMs = 48_000
/** So soon after a turn was taken, the user's speech was its rest. */
const restOfTurnMs = 1500

/**
 * Decides whose turn it is: when one starts, what sound belongs to it, when it is over, and which decodes make its text
 * ready in time. Pure: inputs with positions in, effects out; nothing here waits, so tests script the timestamps.
 */
export class TurnTaking {
  /** SAM has asked whether it may do something: the answer gets more time than a command. */
  answerExpected = false
  /** SAM's reply can stop and go on: speech over it is looked at before the turn is taken away. */
  resumable = false
  private readonly settings: TurnTakingSettings
  private readonly budget = new DecodeBudget()
  private readonly judge: TurnJudge
  private readonly endPause: EndPause
  private current: TurnTakingState
  private positionMs = 0
  private deadlineMs = Number.POSITIVE_INFINITY
  private speechRunMs = 0
  private speechActive = false
  /** The detector takes the last frame for speech. */
  private isLikely = false
  private voiceCountsFromMs = 0
  private doubtMs = leastDoubtMs
  private onsetAtMs = 0
  private utterance: Utterance | undefined
  private committedMs = 0
  private pending: Decode | undefined
  private latest: Decode | undefined
  private nextDecodeId = 1
  /** SAM's turn ended while it was looked at what was said over it. */
  private attendLater: { atMs: number; forMs: number } | undefined

  /** @param judge what the words say about the end of a turn; without it pauses alone decide */
  constructor(settings: TurnTakingSettings, judge: TurnJudge = undecided) {
    this.settings = settings
    this.judge = judge
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
        if (started) this.startUtterance(this.onsetAtMs - this.settings.preRollMs, effects)
        else if (frame.endMs >= this.deadlineMs && this.mayLapse(frame.endMs)) this.lapse('silence', effects)
        break
      case 'hearing':
        this.hear(effects)
        break
      case 'committed':
        // Speech that goes on before the text was final belongs to the same turn: nobody is cut off for a pause.
        if (started && this.utterance !== undefined) {
          this.current = 'hearing'
          this.utterance.announcedEnd = false
          effects.push({ type: 'speech-started', audioMs: this.onsetAtMs })
        }
        break
      case 'engaged':
        this.hearOver(effects)
        break
    }
    return effects
  }

  /** Sound that may become speech is waited for, but talk that went on from before is none for SAM. */
  private mayLapse(endMs: number): boolean {
    return (!this.speechActive && this.speechRunMs === 0) || endMs >= this.deadlineMs + this.settings.maximumTurnMs
  }

  /** Speech over SAM's own. */
  private hearOver(effects: TurnTakingEffect[]): void {
    const { bargeInMs, preRollMs } = this.settings
    if (bargeInMs === undefined || !this.speechActive) return
    if (this.resumable && !this.answerExpected) {
      effects.push({ type: 'speech-over', audioMs: this.positionMs })
      // Before it SAM spoke: what is left of its voice must not be read as the user's words.
      const kept = Math.min(preRollMs, overSamPreRollMs)
      this.startUtterance(this.onsetAtMs - kept, effects, { overSam: true, tentative: true, preRollMs: kept })
    } else if (this.positionMs - this.onsetAtMs >= bargeInMs) {
      effects.push({ type: 'barge-in', audioMs: this.positionMs })
      this.startUtterance(this.onsetAtMs - preRollMs, effects, { overSam: true })
    }
  }

  /** What is said over SAM is meant. */
  private takeTurn(utterance: Utterance, effects: TurnTakingEffect[]): void {
    if (!utterance.tentative) return
    utterance.tentative = false
    this.doubtMs = leastDoubtMs
    this.attendLater = undefined
    if (utterance.fromMs + utterance.preRollMs - this.committedMs < restOfTurnMs) this.endPause.wasTooEarly()
    effects.push({ type: 'barge-in', audioMs: this.positionMs })
  }

  /** It was nothing: SAM's turn goes on, or what comes after it. */
  private giveBack(effects: TurnTakingEffect[], isHeard = true): void {
    // Music sounds like a voice: SAM must not stop for it again and again. Of what was cut off nobody knows.
    if (isHeard && this.utterance?.likely === false) {
      this.voiceCountsFromMs = this.positionMs + this.doubtMs
      this.doubtMs = Math.min(mostDoubtMs, 2 * this.doubtMs)
    }
    this.utterance = undefined
    this.latest = undefined
    this.current = 'engaged'
    effects.push({ type: 'false-interruption', audioMs: this.positionMs })
    const later = this.attendLater
    this.attendLater = undefined
    if (later !== undefined) effects.push(...this.attend(later.atMs, later.forMs))
  }

  /** Hysteresis over the detector's probability; true on the frame at which speech begins. */
  private trackSpeech(frame: FrameAnalysis, frameMs: number): boolean {
    const threshold = this.speechActive ? silenceThreshold : speechThreshold
    const wasActive = this.speechActive
    const isVoice = frame.voice === true && frame.endMs >= this.voiceCountsFromMs
    this.isLikely = frame.speechProbability >= speechThreshold
    if (this.isLikely && this.utterance !== undefined) this.utterance.likely = true
    if (isVoice || frame.speechProbability >= threshold) {
      if (this.speechRunMs === 0) this.onsetAtMs = frame.endMs - frameMs
      this.speechRunMs += frameMs
      if (isVoice || this.speechRunMs >= onsetMs) this.speechActive = true
    } else {
      this.speechRunMs = 0
      this.speechActive = false
    }
    if (this.speechActive && this.utterance !== undefined && this.current !== 'committed') {
      this.wentOn(this.utterance, frame.endMs - frameMs - this.utterance.lastSpeechMs)
      this.utterance.lastSpeechMs = frame.endMs
      this.utterance.heardSpeech = true
    }
    return this.speechActive && !wasActive
  }

  /** Speech goes on in a turn after so much silence. */
  private wentOn(utterance: Utterance, silenceMs: number): void {
    const end = this.endOfCovered(utterance)
    if (end !== 'open' && end !== 'unfinished' && end !== 'hold') this.endPause.resumedAfter(silenceMs)
    // The look at these words kept the turn from being cut off: it is not held against later ones.
    else if (silenceMs >= this.settings.endpointMs) this.budget.forgive()
  }

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
    const fromMs = Math.max(earliestMs, this.speechRunMs > 0 ? this.onsetAtMs - this.settings.preRollMs : earliestMs)
    this.startUtterance(fromMs, effects, { overSam })
    if (this.utterance !== undefined) {
      this.utterance.wakePhrase = phrase
      this.utterance.addressed = true
      this.utterance.newsFromMs = this.positionMs
      this.utterance.heardSpeech = true
      this.utterance.lastSpeechMs = this.positionMs
    }
  }

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
    this.budget.startUtterance()
    this.endPause.startTurn()
    this.latest = undefined
    // A decode of an earlier turn that is still under way must not answer for this one.
    this.pending = undefined
    this.utterance = {
      fromMs: Math.max(0, fromMs),
      lastSpeechMs: this.positionMs,
      heardSpeech: this.speechActive,
      held,
      addressed: held,
      newsFromMs: Math.max(0, fromMs),
      announcedEnd: false,
      final: false,
      overSam,
      tentative,
      preRollMs,
      heldOn: false,
      likely: this.isLikely,
    }
    effects.push({ type: 'speech-started', audioMs: Math.max(0, fromMs) })
  }

  private hear(effects: TurnTakingEffect[]): void {
    const utterance = this.utterance
    if (utterance === undefined) return
    const silenceMs = this.positionMs - utterance.lastSpeechMs
    const lengthMs = this.positionMs - utterance.fromMs
    if (lengthMs >= this.settings.maximumTurnMs) {
      utterance.final = true
      this.commit(effects)
      return
    }
    if (utterance.lastSpeechMs - utterance.fromMs - utterance.preRollMs >= longestNothingMs)
      this.takeTurn(utterance, effects)
    if (utterance.held) {
      if (utterance.heardSpeech && this.hasNews(utterance) && this.budget.allowsPartial(lengthMs))
        this.requestDecode(effects)
      return
    }
    // Sound that may be the beginning of speech is no pause.
    if (silenceMs >= this.requiredPauseMs(utterance) && this.speechRunMs === 0) {
      this.commit(effects)
    } else if (silenceMs >= this.settings.speculationMs) {
      const covered = (this.pending ?? this.latest)?.toMs ?? 0
      if (covered < utterance.lastSpeechMs && this.budget.allowsSpeculation(lengthMs)) this.requestDecode(effects)
    } else if (silenceMs === 0 && this.hasNews(utterance) && this.budget.allowsPartial(lengthMs)) {
      this.requestDecode(effects)
    }
  }

  /** Silence that ends this turn, by the words that are known of it. */
  private requiredPauseMs(utterance: Utterance): number {
    const end = this.endOfCovered(utterance)
    if (this.answerExpected && end !== 'hold') return this.settings.answerEndpointMs
    return this.endPause.requiredMs(end ?? 'unknown')
  }

  /** What the words say, if they are known up to the last speech. */
  private endOfCovered({ lastSpeechMs }: Utterance): TurnEnd | 'hold' | undefined {
    return this.latest !== undefined && this.latest.toMs >= lastSpeechMs ? this.latest.end : undefined
  }

  private hasNews({ newsFromMs }: Utterance): boolean {
    return this.positionMs - newsFromMs >= leastNewsMs
  }

  private requestDecode(effects: TurnTakingEffect[]): void {
    if (this.pending !== undefined || this.utterance === undefined) return
    const { fromMs } = this.utterance
    const toMs = this.positionMs
    this.pending = { id: this.nextDecodeId++, toMs, lengthMs: toMs - fromMs, readyMs: toMs, end: 'unknown' }
    effects.push({ type: 'decode', decodeId: this.pending.id, fromMs, toMs, undecided: this.utterance.tentative })
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

  /** Takes the text if one covers all the speech, waits for the one under way, or asks for it. */
  private settleCommitted(effects: TurnTakingEffect[]): void {
    const utterance = this.utterance
    if (this.current !== 'committed' || utterance === undefined) return
    if (this.latest === undefined || this.latest.toMs < utterance.lastSpeechMs) this.requestDecode(effects)
    else if (!utterance.final && this.positionMs - utterance.lastSpeechMs < this.requiredPauseMs(utterance)) {
      // Only the pause was known when it was taken for the end; the words ask for more.
      this.current = 'hearing'
    } else {
      const endedMs = Math.max(this.latest.toMs, utterance.lastSpeechMs + this.requiredPauseMs(utterance))
      // The pause was long enough before the words were there that say so: the turn ended then.
      if (!utterance.final) this.committedMs = Math.min(this.committedMs, endedMs)
      this.finish(this.latest, utterance, effects)
    }
  }

  private finish(decode: Decode, utterance: Utterance, effects: TurnTakingEffect[]): void {
    const said = wordsOf(decode.text ?? '', utterance)
    const words = utterance.heldOn ? withoutHolds(said) : said
    if (utterance.tentative && !this.isMeant(words, decode)) {
      this.giveBack(effects)
      return
    }
    this.takeTurn(utterance, effects)
    this.utterance = undefined
    this.latest = undefined
    if (words === '') {
      if (utterance.wakePhrase !== undefined) {
        // Only the name was said: the command is still to come, and may have begun already.
        this.current = 'attending'
        this.deadlineMs = this.positionMs + this.settings.attentionMs
        if (this.speechActive) this.startUtterance(this.onsetAtMs - this.settings.preRollMs, effects)
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
      recognizeMs: Math.max(0, decode.readyMs - this.committedMs),
      addressed: utterance.addressed,
      ...(utterance.wakePhrase === undefined ? {} : { wakePhrase: utterance.wakePhrase }),
      ...(decode.confidence === undefined ? {} : { confidence: decode.confidence }),
    })
  }

  private onDecoded(input: Extract<TurnTakingInput, { type: 'decoded' }>): TurnTakingEffect[] {
    const decode = this.pending
    if (decode === undefined || decode.id !== input.decodeId) return []
    this.pending = undefined
    this.budget.record(decode.lengthMs, input.decodeMs)
    const words = wordsOf(input.text, this.utterance)
    this.latest = {
      ...decode,
      text: input.text,
      readyMs: input.readyMs,
      end: this.endOf(words, input.more),
      ...(input.confidence === undefined ? {} : { confidence: input.confidence }),
    }
    const effects: TurnTakingEffect[] = []
    if (this.utterance?.tentative && this.isMeant(words, this.latest)) this.takeTurn(this.utterance, effects)
    if (words !== '' && this.current === 'hearing') effects.push({ type: 'partial', text: words, audioMs: decode.toMs })
    if (this.current === 'hearing') this.commitLate(this.latest, effects)
    else this.settleCommitted(effects)
    return effects
  }

  /** The words are there now; the pause may already be as long as they want. */
  private commitLate(decode: Decode, effects: TurnTakingEffect[]): void {
    const { utterance } = this
    if (utterance === undefined || utterance.held || decode.toMs < utterance.lastSpeechMs) return
    if (this.speechRunMs === 0 && this.positionMs - utterance.lastSpeechMs >= this.requiredPauseMs(utterance))
      this.commit(effects)
  }

  private endOf(words: string, more: number | undefined): TurnEnd | 'hold' {
    const { utterance } = this
    if (utterance?.tentative && isNothing(words)) return 'complete'
    if (words === '' || utterance === undefined) return 'unknown'
    const rest = withoutHolds(words)
    // Over SAM's voice "hold on" is all that is meant: it stops SAM.
    if (endsWithHold(words) && (rest !== words || !utterance.overSam)) {
      utterance.heldOn = true
      return 'hold'
    }
    return this.judge(utterance.heldOn ? rest : words, more)
  }

  private isMeant(words: string, decode: Decode): boolean {
    return wantsTurn(words, words !== '' && this.judge(words) === 'complete', decode)
  }

  private onDecodeFailed(decodeId: number): TurnTakingEffect[] {
    if (this.pending?.id !== decodeId) return []
    this.pending = undefined
    const effects: TurnTakingEffect[] = []
    if (this.utterance?.tentative) this.giveBack(effects)
    else if (this.current === 'committed') this.lapse('decode-failed', effects)
    return effects
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

  private drop(atMs: number): TurnTakingEffect[] {
    this.positionMs = Math.max(this.positionMs, atMs)
    this.speechRunMs = 0
    this.speechActive = false
    if (this.current === 'asleep' || this.current === 'engaged') return []
    const effects: TurnTakingEffect[] = []
    this.giveUp(this.utterance, 'dropped', effects)
    return effects
  }

  /** Nothing becomes of what was heard; a text that comes later is none of it. */
  private giveUp(utterance: Utterance | undefined, reason: LapseReason, effects: TurnTakingEffect[]): void {
    this.pending = undefined
    if (utterance?.tentative) this.giveBack(effects, reason !== 'dropped')
    else this.lapse(reason, effects)
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

  private onEndOfSound(atMs: number): TurnTakingEffect[] {
    const effects: TurnTakingEffect[] = []
    this.positionMs = Math.max(this.positionMs, atMs)
    if (this.utterance !== undefined) this.utterance.final = true
    if (this.current === 'hearing') this.commit(effects)
    else if (this.current === 'attending') this.lapse('silence', effects)
    return effects
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

function wordsOf(text: string, utterance: Utterance | undefined): string {
  return utterance?.wakePhrase === undefined ? text.trim() : withoutWakePhrase(text, utterance.wakePhrase)
}
