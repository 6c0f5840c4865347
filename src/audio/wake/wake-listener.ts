import { hearingRateHz, type WakeScore } from '../ports.ts'
import { resample } from '../resampler.ts'
import { SoundHistory } from '../sound-history.ts'
import { frameMs } from '../voice-activity.ts'
import { PhraseScorer } from './phrase-scorer.ts'
import { SpeechEvidence } from './speech-evidence.ts'
import type { WakeClassifier, WakeConfirmation } from './wake-classifier.ts'
import type { WakeEngine } from './wake-models.ts'

export interface WakeListenerSettings {
  /** Score at which SAM wakes, on the scale of `WakeScore.score`. */
  threshold: number
  /** Run the wake models only around speech. */
  gated: boolean
}

export const defaultWakeThreshold = 0.5

/** What one voice-activity frame meant to the wake words. */
export interface WakeFrame {
  /** The phrase that fired in this frame. */
  fired?: WakeScore
  /** The likeliest phrase of this frame, whether it fired or not; absent while the models rest. */
  best?: WakeScore
  /** Whether a voice was heard, without which nothing fires. */
  enoughSpeech: boolean
}

/** Below this probability of speech the models rest; above it they have begun before any word is over. */
const gateOpensAt = 0.3
/** Sound from before the gate opened, so that a soft first sound is not lost. */
const replayMs = 480
/** The models' scores peak up to half a second after the word. */
const gateStaysOpenMs = 1000
/** A wake word is said by a voice: with less certain speech than this in the last moments nothing fires. */
const leastSpeechMs = 150
const evidenceMs = 1500
/** One utterance wakes once. */
const refractoryMs = 1200
/** A raw score from here on is worth a second look. */
const doubtfulFrom = 0.03
/** What a moment scores at most that was not confirmed. */
const unconfirmed = 0.009
/** Voices that are slow or deep for the models are heard faster on the second look. */
const secondLookRates = [1.08, 1.16]
const secondLookMs = 2200
/** What tells a voice: the phrase, and a little of what was said right before it. */
export const voiceMs = 2200
const beforeSpeechMs = 200
/** Sound that is kept for the looks that ask for the most. */
const historyMs = 3200
/** Steps of 80 ms after the first likely one at which a phrase of one's own is confirmed: soon, and again where the first step came early in the phrase. */
const confirmAtSteps = [2, 5, 9]
/** A pause this long ends what somebody says. */
const pauseMs = 480

/**
 * The classifiers of openWakeWord were tuned to be right on their own, at 0.5. Here speech is already certain, so that a
 * weaker word of theirs counts: their odds are multiplied by this, which puts 0.5 where they say 0.25.
 */
const oddsFactor = 3

function calibrated(raw: number): number {
  const odds = (oddsFactor * raw) / Math.max(1e-9, 1 - raw)
  return odds / (1 + odds)
}

/** Listens for phrases, frame by frame, over one continuous stream. */
export class WakeListener {
  private readonly engine: WakeEngine
  private readonly settings: WakeListenerSettings
  private readonly scorer: PhraseScorer
  private history = new SoundHistory(historyMs)
  private readonly evidence = new SpeechEvidence(evidenceMs)
  private positionMs = 0
  private open = false
  private lastSpeechMs = Number.NEGATIVE_INFINITY
  private silentUntilMs = 0
  private readonly doubts = new Map<WakeClassifier, number>()
  private readonly candidates = new Map<WakeClassifier, { steps: number; score: number }>()
  private speechBeganMs = 0

  constructor(engine: WakeEngine, settings: WakeListenerSettings) {
    this.engine = engine
    this.settings = settings
    this.scorer = new PhraseScorer(engine.features.openStream(), engine.classifiers)
  }

  /** @param samples one voice-activity frame */
  async push(samples: Float32Array, speechProbability: number): Promise<WakeFrame> {
    this.history.append(samples)
    this.positionMs += frameMs
    this.evidence.add(speechProbability)
    this.trackSpeech(speechProbability)
    const enoughSpeech = this.evidence.speechMs >= leastSpeechMs
    const opened = this.moveGate()
    if (!this.open || this.engine.classifiers.length === 0) return { enoughSpeech }
    const news = opened ? this.history.slice(this.positionMs - frameMs - replayMs, this.positionMs) : samples
    let best: WakeScore | undefined
    for (const scores of await this.scorer.push(news)) {
      for (const { classifier, raw } of scores) {
        const score = await this.scoreOf(classifier, raw)
        if (best === undefined || score > best.score) best = { phrase: classifier.phrase, score }
      }
    }
    if (best === undefined) return { enoughSpeech }
    const frame: WakeFrame = { best, enoughSpeech }
    if (best.score < this.settings.threshold || !enoughSpeech || this.positionMs < this.silentUntilMs) return frame
    this.silentUntilMs = this.positionMs + refractoryMs
    this.scorer.reset()
    this.candidates.clear()
    if (await this.isStranger()) return { best: { ...best, stranger: true }, enoughSpeech }
    return { ...frame, fired: best }
  }

  reset(): void {
    this.positionMs = 0
    this.open = false
    this.lastSpeechMs = Number.NEGATIVE_INFINITY
    this.silentUntilMs = 0
    this.doubts.clear()
    this.candidates.clear()
    this.speechBeganMs = 0
    this.history = new SoundHistory(historyMs)
    this.evidence.reset()
    this.scorer.reset()
  }

  private trackSpeech(speechProbability: number): void {
    if (speechProbability < gateOpensAt) return
    if (this.positionMs - this.lastSpeechMs > pauseMs) this.speechBeganMs = this.positionMs - frameMs
    this.lastSpeechMs = this.positionMs
  }

  /** Where only the user may wake SAM: whether it was somebody else who has just spoken. */
  private async isStranger(): Promise<boolean> {
    const { owner } = this.engine
    if (owner === undefined) return false
    const beganMs = Math.max(this.speechBeganMs - beforeSpeechMs, this.positionMs - voiceMs)
    return !(await owner.isOwner(this.history.slice(beganMs, this.positionMs)))
  }

  private async scoreOf(classifier: WakeClassifier, raw: number): Promise<number> {
    if (classifier.confirmation !== undefined) return this.confirm(classifier, classifier.confirmation, raw)
    return Math.max(calibrated(raw), await this.lookAgain(classifier, raw))
  }

  /**
   * The score of a phrase that the classifier alone does not decide: what the second look says, when it was taken in this step, and
   * else less than any threshold.
   */
  private async confirm(classifier: WakeClassifier, confirmation: WakeConfirmation, raw: number): Promise<number> {
    const known = this.candidates.get(classifier)
    const likely = raw >= confirmation.fromScore
    if (!likely && known === undefined) return Math.min(unconfirmed, raw)
    const candidate = { steps: (known?.steps ?? -1) + 1, score: Math.max(raw, known?.score ?? 0) }
    if (likely) this.candidates.set(classifier, candidate)
    else this.candidates.delete(classifier)
    // One that is over before its time is looked at as it ends.
    const due = likely ? confirmAtSteps.includes(candidate.steps) : candidate.steps < (confirmAtSteps[0] ?? 0)
    if (!due || this.evidence.speechMs < leastSpeechMs || this.positionMs < this.silentUntilMs)
      return Math.min(unconfirmed, raw)
    const sound = this.history.slice(this.positionMs - confirmation.soundMs, this.positionMs)
    const speechMs = this.positionMs - this.speechBeganMs
    return confirmation.confirm(sound, { score: candidate.score, speechMs })
  }

  /** True when the models start to run in this frame. */
  private moveGate(): boolean {
    if (!this.settings.gated) {
      this.open = true
      return false
    }
    const wasOpen = this.open
    this.open = this.positionMs - this.lastSpeechMs <= gateStaysOpenMs
    if (this.open && !wasOpen) {
      this.scorer.reset()
      this.candidates.clear()
    }
    return this.open && !wasOpen
  }

  /**
   * Hears the last moments again, a little faster, when a voice said something that was not quite the phrase: as soon as
   * its score has passed its peak. Answers the higher score, or 0.
   */
  private async lookAgain(classifier: WakeClassifier, raw: number): Promise<number> {
    const peak = this.doubts.get(classifier) ?? 0
    if (raw >= peak || raw > peak / 2) {
      this.doubts.set(classifier, Math.max(raw, peak))
      return 0
    }
    this.doubts.delete(classifier)
    if (peak < doubtfulFrom || calibrated(peak) >= defaultWakeThreshold) return 0
    if (this.evidence.speechMs < leastSpeechMs || this.positionMs < this.silentUntilMs) return 0
    const sound = this.history.slice(this.positionMs - secondLookMs, this.positionMs)
    let highest = 0
    for (const rate of secondLookRates) {
      const faster = resample(sound, Math.round(hearingRateHz * rate))
      const scorer = new PhraseScorer(this.engine.features.openStream(), [classifier])
      for (const [score] of await scorer.push(faster)) highest = Math.max(highest, score?.raw ?? 0)
    }
    return highest
  }
}
