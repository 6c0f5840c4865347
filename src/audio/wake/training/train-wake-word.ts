import { SamError } from '../../../core/errors.ts'
import { median } from '../../../core/numbers/quantile.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import { hearingRateHz } from '../../ports.ts'
import type { VoiceActivityModel } from '../../voice-activity.ts'
import { lettersOf } from '../../whisper/letter-tokens.ts'
import type { HeardSound, PhraseReader } from '../../whisper/phrase-reader.ts'
import { longestPhraseMs } from '../trained-phrases.ts'
import type { WakeFeatureModels } from '../wake-features.ts'
import { findPhrase, joinWindows, phraseWindows, type SpokenPhrase, soundWindows } from './clip-windows.ts'
import { bankWindows, type EmbeddingBank } from './embedding-bank.ts'
import { nearMisses } from './near-misses.ts'
import { joinNetworks, networkLogit, trainNetwork, type WakeNetwork, type WindowRows } from './network.ts'
import { between, makeNoise, varySound } from './sound-variants.ts'

/** Says something in one of the voices there are, at a pace (1 is its own), at 16 kHz. */
export type PhraseVoice = (text: string, pace: number) => Promise<Float32Array>

/** What a training needs of the rest of SAM. */
export interface WakeTrainingParts {
  features: WakeFeatureModels
  activity: VoiceActivityModel
  reader: PhraseReader
  bank: EmbeddingBank
  /** Empty where there is no voice. */
  voices: readonly PhraseVoice[]
  signal: AbortSignal
  onProgress(progress: WakeTrainingProgress): void
}

export interface WakeTrainingProgress {
  stage: 'listening' | 'speaking' | 'learning' | 'testing'
  /** 0 to 1, of the stage. */
  share: number
}

export interface WakeTrainingData {
  phrase: string
  /** The user saying it, one recording each, at 16 kHz. */
  recordings: readonly Float32Array[]
  /** Sound that must not wake, at 16 kHz: it counts beside the sounds that SAM brings along. */
  others: readonly Float32Array[]
  seed: number
}

export interface TrainedWakeWord {
  network: WakeNetwork
  /** Other spellings under which the recogniser hears the user say it. */
  otherSpellings: string[]
  /** How likely the recogniser finds the phrase where nobody speaks (natural logarithm): everyday words more than others. */
  unheardLikelihood: number
  /** How long the phrase takes. */
  phraseMs: number
  /** A moment with this logit or more is worth a second look. */
  candidateLogit: number
  metrics: WakeTrainingMetrics
}

export interface WakeTrainingMetrics {
  /** Share of held-out recordings that were missed, each by a network that had not learned from it. */
  missRate: number
  /** Moments worth a second look in an hour of speech and noise that was not learned from: the first look alone. */
  candidatesPerHour: number
  /** How many recordings the miss rate stands on. */
  heldOut: number
}

const leastRecordings = 3
const variantsOfRecording = 8
const syntheticPhrases = 16
const nearMissCount = 40
const folds = 4
const finalIterations = 300
/** Networks that start from other numbers and decide together. */
const networksInOne = 3
/** Enough to tell how well it will do. */
const iterationsInTests = 160
/** Share of the bank that no network of the folds learns from. */
const bankForTesting = 0.15

/**
 * Learns a wake phrase from a few recordings: windows of openWakeWord's embeddings around the phrase, varied in pace, room,
 * loudness and noise, beside the same phrase from SAM's own voices; against speech and noise, parts of the recordings
 * themselves and phrases that resemble it.
 * @throws SamError `wake-recordings-unusable`, `cancelled`
 */
export async function trainWakeWord(data: WakeTrainingData, parts: WakeTrainingParts): Promise<TrainedWakeWord> {
  const { phrase, seed } = data
  const { features, bank, signal, onProgress } = parts
  const random = seededRandom(seed)
  const spoken = await usableRecordings(data, parts)
  const phraseMs = median(spoken.map(({ start, end }) => ((end - start) / hearingRateHz) * 1000))
  if (phraseMs > longestPhraseMs)
    throw new SamError(
      'wake-recordings-unusable',
      `Somebody speaks for ${Math.round(phraseMs / 1000)} seconds in these recordings: more than a phrase.`,
      { remedy: 'record the phrase alone, once in each' },
    )
  const windowSteps = stepsFor(phraseMs)
  const otherSpellings = await hearSpellings(spoken, lettersOf(phrase), parts)
  const unheardLikelihood = await readNoise(lettersOf(phrase), parts, random)

  const recordings: Recording[] = []
  for (const [index, each] of spoken.entries()) {
    const variants = [each, ...Array.from({ length: variantsOfRecording }, () => varied(each, random))]
    const windows = []
    for (const variant of variants) windows.push(await phraseWindows(variant, windowSteps, features, bank.scale))
    recordings.push({
      holding: windows.flatMap(({ holding }) => holding),
      missing: windows.flatMap(({ missing }) => missing),
      whole: await soundWindows(each.samples, windowSteps, features, bank.scale),
    })
    signal.throwIfAborted()
    onProgress({ stage: 'listening', share: (index + 1) / spoken.length })
  }
  const synthetic = await speakPhrases({ phrase, windowSteps, random }, parts)
  const others: Float32Array[] = []
  for (const each of data.others) others.push(...(await soundWindows(each, windowSteps, features, bank.scale)))

  const learn = (
    from: Recording[],
    bankShare: number,
    iterations: number,
    each = seed,
    onShare?: (share: number) => void,
  ) =>
    trainNetwork({
      windowSteps,
      positives: sources([
        [from.flatMap(({ holding }) => holding), 3],
        [synthetic.holding, 1],
      ]),
      negatives: [
        { rows: bankWindows(bank, windowSteps, 0, bankShare), share: 6 },
        ...sources([
          [from.flatMap(({ missing }) => missing), 1],
          [synthetic.nearMisses, 2],
          [others, 1],
        ]),
      ],
      iterations,
      seed: each,
      onProgress(share) {
        signal.throwIfAborted()
        onShare?.(share)
      },
    })

  const heldOut: number[] = []
  const quiet: { logits: number[]; hours: number }[] = []
  const testing = bankWindows(bank, windowSteps, 1 - bankForTesting, 1)
  for (let fold = 0; fold < folds; fold += 1) {
    const held = recordings.filter((_, index) => index % folds === fold)
    if (held.length === 0) continue
    const network = learn(
      recordings.filter((_, index) => index % folds !== fold),
      1 - bankForTesting,
      iterationsInTests,
    )
    for (const { whole } of held) heldOut.push(Math.max(...whole.map((window) => networkLogit(network, window))))
    quiet.push({ logits: logitsOf(network, testing), hours: (testing.count * 0.08) / 3600 })
    await breathe()
    onProgress({ stage: 'testing', share: (fold + 1) / folds })
  }
  const candidatesPerHour = (threshold: number) =>
    quiet.reduce((sum, { logits }) => sum + countEvents(logits, threshold), 0) /
    quiet.reduce((sum, { hours }) => sum + hours, 0)
  const candidateLogit = chooseCandidateLogit(candidatesPerHour)
  const networks: WakeNetwork[] = []
  for (let index = 0; index < networksInOne; index += 1) {
    const onShare = (share: number) => onProgress({ stage: 'learning', share: (index + share) / networksInOne })
    networks.push(learn(recordings, 1, finalIterations, seed + index, onShare))
    await breathe()
  }
  return {
    network: joinNetworks(networks),
    otherSpellings,
    unheardLikelihood,
    phraseMs,
    candidateLogit,
    metrics: {
      missRate: heldOut.filter((logit) => logit < candidateLogit).length / Math.max(1, heldOut.length),
      candidatesPerHour: candidatesPerHour(candidateLogit),
      heldOut: heldOut.length,
    },
  }
}

interface Recording {
  holding: Float32Array[]
  missing: Float32Array[]
  /** All windows of the recording as it is. */
  whole: Float32Array[]
}

async function usableRecordings(
  { recordings }: WakeTrainingData,
  { activity }: WakeTrainingParts,
): Promise<SpokenPhrase[]> {
  const spoken: SpokenPhrase[] = []
  for (const samples of recordings) {
    const found = await findPhrase(samples, activity)
    if (found !== undefined) spoken.push(found)
  }
  if (spoken.length < leastRecordings)
    throw new SamError(
      'wake-recordings-unusable',
      `A voice is heard in ${spoken.length} of ${recordings.length} recordings; ${leastRecordings} are the least, 8 are good.`,
      { remedy: 'record the phrase again, close to the microphone' },
    )
  return spoken
}

/** Steps of 80 ms that a window needs to see the phrase and a little of what is around it; an embedding sees 0.76 s itself. */
function stepsFor(phraseMs: number): number {
  return Math.max(10, Math.min(16, Math.ceil((phraseMs + 700 - 760) / 80)))
}

function varied({ samples, start, end }: SpokenPhrase, random: () => number): SpokenPhrase {
  const changed = varySound(samples, random)
  const pace = changed.length / samples.length
  return { samples: changed, start: Math.round(start * pace), end: Math.round(end * pace) }
}

/** What the recogniser writes for recordings in which it does not hear the phrase as it is spelled. */
async function hearSpellings(
  spoken: readonly SpokenPhrase[],
  letters: string,
  { reader }: WakeTrainingParts,
): Promise<string[]> {
  const found = new Set<string>()
  for (const { samples, start, end } of spoken) {
    const margin = hearingRateHz / 4
    const heard: HeardSound = await reader.hear(samples.subarray(Math.max(0, start - margin), end + margin))
    const isClear = (await heard.logLikelihood(letters)) > doubtfulSpelling
    const other = isClear ? '' : lettersOf(await heard.words(10))
    heard.release()
    if (other.length >= letters.length * 0.6 && other.length <= letters.length * 1.5) found.add(other)
  }
  return [...found].slice(0, mostSpellings)
}

async function readNoise(letters: string, { reader }: WakeTrainingParts, random: () => number): Promise<number> {
  let highest = Number.NEGATIVE_INFINITY
  for (const gain of [0.02, 0.2, 0.6]) {
    const noise = makeNoise(1.5 * hearingRateHz, random).map((sample) => sample * gain)
    const heard = await reader.hear(noise)
    highest = Math.max(highest, await heard.logLikelihood(letters))
    heard.release()
  }
  return highest
}

const doubtfulSpelling = -5
const mostSpellings = 3

/** The phrase and its near misses, said by all voices there are at several paces. */
async function speakPhrases(
  { phrase, windowSteps, random }: { phrase: string; windowSteps: number; random: () => number },
  { voices, features, bank, activity, signal, onProgress }: WakeTrainingParts,
): Promise<{ holding: Float32Array[]; nearMisses: Float32Array[] }> {
  const holding: Float32Array[] = []
  const misses: Float32Array[] = []
  const said = [
    ...Array.from({ length: syntheticPhrases }, () => ({ text: phrase, wanted: true })),
    ...nearMisses(phrase, nearMissCount, random).map((text) => ({ text, wanted: false })),
  ]
  for (const [index, { text, wanted }] of said.entries()) {
    const voice = voices[index % voices.length]
    if (voice === undefined) break
    const samples = varySound(await voice(text, between(random, 0.8, 1.3)), random)
    if (wanted) {
      const found = await findPhrase(samples, activity)
      if (found !== undefined) holding.push(...(await phraseWindows(found, windowSteps, features, bank.scale)).holding)
    } else misses.push(...(await soundWindows(samples, windowSteps, features, bank.scale)))
    signal.throwIfAborted()
    onProgress({ stage: 'speaking', share: (index + 1) / said.length })
  }
  return { holding, nearMisses: misses }
}

function sources(parts: readonly (readonly [Float32Array[], number])[]): { rows: WindowRows; share: number }[] {
  return parts.flatMap(([windows, share]) => (windows.length === 0 ? [] : [{ rows: joinWindows(windows), share }]))
}

function logitsOf(network: WakeNetwork, rows: WindowRows): number[] {
  const size = rows.values.length / Math.max(1, rows.count)
  return Array.from({ length: rows.count }, (_, row) =>
    networkLogit(network, rows.values.subarray(row * size, (row + 1) * size)),
  )
}

/**
 * As low as the second look can bear: it tells apart what the first one cannot, and a moment that was not looked at is a
 * phrase that was not heard.
 */
function chooseCandidateLogit(candidatesPerHour: (threshold: number) => number): number {
  let threshold = lowestCandidate
  while (threshold < highestCandidate && candidatesPerHour(threshold) > mostCandidatesPerHour) threshold += 0.25
  return threshold
}

const lowestCandidate = -2.5
const highestCandidate = 2.5
/** Of talk without a pause: a second look takes about a fifth of a second of one core. */
const mostCandidatesPerHour = 240

/** Moments at or over a threshold, a second and more apart. */
function countEvents(logits: readonly number[], threshold: number): number {
  let count = 0
  let next = 0
  for (const [step, logit] of logits.entries()) {
    if (step < next || logit < threshold) continue
    count += 1
    next = step + 15
  }
  return count
}

/** Lets what else this process does have its turn between two long calculations. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
