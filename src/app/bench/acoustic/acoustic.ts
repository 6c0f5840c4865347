import type { Ear } from '../../../audio/ports.ts'
import { resample } from '../../../audio/resampler.ts'
import { eventRate } from '../../../audio/wake/training/event-rate.ts'
import { median, quantile } from '../../../core/numbers/quantile.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import { createSynthesizer } from '../../../tts/synthesizer.ts'
import type { Sam } from '../../sam.ts'
import { listClips, readClip, recordedRequests, synthesizedRequests } from '../hearing/recordings.ts'
import { openSteadyHearing } from '../hearing/steady-hearing.ts'
import type { BenchRecord } from '../record.ts'
import { twinBlock } from './acoustic-twin.ts'
import { type CallScore, callInRoom } from './calls.ts'
import { inRoom } from './convolution.ts'
import { scaledTo } from './loudness.ts'
import { type Interruption, type InterruptionScore, type TalkScore, talkInRoom } from './over-talk.ts'
import { makeRooms, personLoudness, type Room } from './rooms.ts'
import { longTalk, type NamedSound, soundsOver } from './sounds.ts'

export interface AcousticOptions {
  /** Recordings of people, noise and rooms. */
  data: string | undefined
  /** Of SAM talking while nobody else does, over all rooms. */
  minutes: number
  seed: number
  signal: AbortSignal
}

/** SAM has talked so long before the first sound over it, so that it knows the room; and between two of them. */
const firstOverMs = 4000
const betweenMs = 7000
const wantedStopMs = 150
/** In so many rooms the loop without an echo canceller is measured, too: it decodes without end. */
const baselineRooms = 2
const baselineSounds = 5
/** Each sound is made in every third room. */
const everyRoom = 3

/**
 * Rooms, people, noise and SAM's own echo at several levels, through the whole loop and faster than real time: whether it wakes
 * and understands, what it stops for while it speaks, whether its own voice wakes or stops it. The same seed gives the same
 * sounds and times. The baseline is the loop without an echo canceller.
 */
export async function benchAcoustic(sam: Sam, options: AcousticOptions): Promise<BenchRecord> {
  const { data, seed } = options
  const stage = await prepare(sam, options)
  const { loop, rooms, synthesizer, random } = stage
  const sounds = await soundsOver(synthesizer, data, random)
  const own: TalkScore[] = []
  const bare: TalkScore[] = []
  const calls: CallScore[] = []
  const requests = [
    ...(data === undefined ? [] : await recordedRequests(data)),
    ...(await synthesizedRequests(synthesizer, sam.wakePhrases[0] ?? 'hey jarvis')),
  ]
  for (const [index, room] of rooms.entries()) {
    const over = interruptionsIn(room, sounds, index, random)
    own.push(await talkUnderSounds(stage, options, room, over, index, true))
    if (index < baselineRooms)
      bare.push(await talkUnderSounds(stage, options, room, over.slice(0, baselineSounds), index, false))
    own.push(await talkAlone(stage, options, room, index))
    for (const request of requests.filter((_, at) => at % everyRoom === index % everyRoom))
      calls.push(await callInRoom(request, room, loop))
  }
  const negatives = await wakesOfNegatives(loop.ear, data)
  const figures = { ...summarize(own), ...callFigures(calls), ...negatives }
  return {
    name: 'acoustic',
    figures: { rooms: rooms.length, seed, ...figures },
    baseline: summarize(bare),
    ratio: {},
    goals: bargeInGoals(figures),
    notes: notesOf(own),
  }
}

/**
 * SAM talks, and nobody else does: how often its own voice stops or wakes it, without a browser's echo canceller. A part of
 * `acoustic`, to be run for hours.
 */
export async function benchSelfEcho(sam: Sam, options: AcousticOptions): Promise<BenchRecord> {
  const stage = await prepare(sam, options)
  const scores: TalkScore[] = []
  for (const [index, room] of stage.rooms.entries()) scores.push(await talkAlone(stage, options, room, index))
  const figures = selfFigures(scores)
  return {
    name: 'self-echo',
    figures: { rooms: stage.rooms.length, seed: options.seed, ...figures },
    baseline: {},
    ratio: {},
    goals: selfGoals(figures),
    notes: notesOf(scores),
  }
}

export async function prepare(sam: Sam, { data, seed }: AcousticOptions) {
  const loop = await openSteadyHearing(sam)
  const random = seededRandom(seed)
  const synthesizer = createSynthesizer({ models: sam.models, voice: sam.config.speech.voice, steady: true })
  const rooms = await makeRooms(data, random)
  const sentences: Float32Array[] = []
  for (const text of longTalk) {
    const { samples, sampleRateHz } = await synthesizer.synthesize(text)
    sentences.push(scaledTo(resample(samples, sampleRateHz), personLoudness))
  }
  return { loop, rooms, sentences, synthesizer, random }
}

/** SAM talks while somebody makes sounds over it, each in every third room. */
export function talkUnder(
  stage: Stage,
  options: AcousticOptions,
  room: Room,
  sounds: readonly NamedSound[],
  index: number,
  random: () => number,
): Promise<TalkScore> {
  return talkUnderSounds(stage, options, room, interruptionsIn(room, sounds, index, random), index, true)
}

function talkUnderSounds(
  { loop, sentences }: Stage,
  { seed, signal }: AcousticOptions,
  room: Room,
  interruptions: readonly Interruption[],
  index: number,
  cancels: boolean,
): Promise<TalkScore> {
  const random = seededRandom(seed * 1000 + index)
  const lengthMs = firstOverMs + betweenMs * interruptions.length
  return talkInRoom({ ...loop, room, sentences, interruptions, lengthMs, random, cancels, signal })
}

type Stage = Awaited<ReturnType<typeof prepare>>

/** An equal part of the time in each room. */
async function talkAlone(
  { loop, rooms, sentences }: Stage,
  { minutes, seed, signal }: AcousticOptions,
  room: Room,
  index: number,
): Promise<TalkScore> {
  const random = seededRandom(seed * 1000 + 500 + index)
  const lengthMs = (minutes * 60_000) / rooms.length
  return talkInRoom({ ...loop, room, sentences, interruptions: [], lengthMs, random, cancels: true, signal })
}

export function bargeInGoals(figures: Record<string, number>): BenchRecord['goals'] {
  return [
    {
      goal: `SAM is silent within ${wantedStopMs} ms of speech over it (95 of 100)`,
      reached: (figures['stopP95Ms'] ?? Number.POSITIVE_INFINITY) <= wantedStopMs,
    },
    {
      goal: 'a cough or a listener\'s "mhm" takes no turn',
      reached: figures['turnsTakenByBackchannels'] === 0 && figures['turnsTakenByCoughs'] === 0,
    },
    ...selfGoals(figures),
  ]
}

function selfGoals(figures: Record<string, number>): BenchRecord['goals'] {
  return [
    { goal: 'SAM does not wake for its own voice', reached: figures['selfWakes'] === 0 },
    { goal: 'SAM does not stop for its own voice', reached: figures['selfStops'] === 0 },
  ]
}

function interruptionsIn(
  room: Room,
  sounds: readonly NamedSound[],
  index: number,
  random: () => number,
): Interruption[] {
  const here = sounds.filter((_, at) => (at + index) % everyRoom === 0)
  return here.map(({ kind, name, sound }, at) => ({
    kind,
    name,
    sound: inRoom(scaledTo(sound, personLoudness), room.userResponse),
    atMs: firstOverMs + at * betweenMs + random() * 1500,
  }))
}

/** What was made over SAM's voice; when something is made while it is silent, there is nothing to stop. */
function heardOver(scores: readonly TalkScore[]): InterruptionScore[] {
  return scores.flatMap(({ interruptions }) => interruptions).filter(({ overSam }) => overSam)
}

export function summarize(scores: readonly TalkScore[]): Record<string, number> {
  const over = heardOver(scores)
  const of = (kind: Interruption['kind']) => over.filter(({ interruption }) => interruption.kind === kind)
  const words = of('words')
  const share = (list: readonly InterruptionScore[]) => list.filter(({ taken }) => taken).length / list.length
  const stops = words.map(({ silentAfterMs }) => silentAfterMs ?? Number.POSITIVE_INFINITY)
  const pausesOf = (list: readonly InterruptionScore[]) => list.flatMap(({ pausedMs }) => pausedMs ?? [])
  return {
    bargeIns: words.length,
    stopMedianMs: median(stops),
    stopP95Ms: quantile(stops, 0.95),
    stopsLate: stops.filter((afterMs) => afterMs > wantedStopMs).length,
    bargeInsTaken: share(words),
    backchannels: of('backchannel').length,
    turnsTakenByBackchannels: share(of('backchannel')),
    pausesForBackchannels: pausesOf(of('backchannel')).length,
    coughs: of('cough').length,
    turnsTakenByCoughs: share(of('cough')),
    pausesForCoughs: pausesOf(of('cough')).length,
    pauseMedianMs: median(pausesOf([...of('backchannel'), ...of('cough')])),
    ...selfFigures(scores),
  }
}

function selfFigures(scores: readonly TalkScore[]): Record<string, number> {
  const hours = scores.reduce((sum, { spokenMs }) => sum + spokenMs, 0) / 3_600_000
  const count = (key: 'selfStops' | 'selfWakes' | 'selfTurns') =>
    scores.reduce((sum, score) => sum + score[key].length, 0)
  const selfStops = count('selfStops')
  const selfWakes = count('selfWakes')
  return {
    hoursOfTalk: hours,
    selfStops,
    selfStopsPerHour: selfStops / hours,
    selfWakes,
    selfWakesPerHour: selfWakes / hours,
    selfWakesPerHourHigh: eventRate(selfWakes, hours).high,
    selfTurns: count('selfTurns'),
  }
}

function callFigures(calls: readonly CallScore[]): Record<string, number> {
  const woken = calls.filter((call) => call.woken)
  const sum = (of: (call: CallScore) => number) => woken.reduce((total, call) => total + of(call), 0)
  return {
    calls: calls.length,
    wakesDetected: woken.length / calls.length,
    wordErrorRate: sum(({ wrongWords }) => wrongWords) / sum(({ words }) => words),
    falseCutOffs: woken.filter(({ cutOff }) => cutOff).length / woken.length,
  }
}

/** How often SAM wakes for noise, music and talk that is not for it. */
async function wakesOfNegatives(ear: Ear, data: string | undefined): Promise<Record<string, number>> {
  if (data === undefined) return {}
  let wakes = 0
  let samples = 0
  for (const { file, kind } of listClips(data, 'negatives')) {
    if (kind === 'rir') continue
    await ear.reset()
    const sound = await readClip(file)
    samples += sound.length
    for (let at = 0; at < sound.length; at += twinBlock * 50)
      wakes += (await ear.analyze(sound.slice(at, at + twinBlock * 50))).filter(({ wake }) => wake !== undefined).length
  }
  const hours = samples / 16_000 / 3600
  const { low, high } = eventRate(wakes, hours)
  return {
    negativeHours: hours,
    falseWakes: wakes,
    falseWakesPerHour: wakes / hours,
    falseWakesPerHourLow: low,
    falseWakesPerHourHigh: high,
  }
}

/** What went wrong, in words. */
export function notesOf(scores: readonly TalkScore[]): string[] {
  const over = heardOver(scores)
  return [
    ...over
      .filter(({ interruption: { kind }, taken }) => kind !== 'words' && taken)
      .map(
        ({ interruption: { kind, name }, heard, room }) =>
          `${kind} "${name}" took the turn as "${heard ?? ''}" (${room.name})`,
      ),
    ...over
      .filter(
        ({ interruption: { kind }, silentAfterMs = Number.POSITIVE_INFINITY }) =>
          kind === 'words' && silentAfterMs > wantedStopMs,
      )
      .map(
        ({ interruption: { name }, silentAfterMs, room }) =>
          `silent ${silentAfterMs === undefined ? 'never' : `after ${Math.round(silentAfterMs)} ms`} for "${name}" (${room.name}, ${room.noiseName})`,
      ),
    ...over
      .filter(({ interruption: { kind }, taken }) => kind === 'words' && !taken)
      .map(({ interruption: { name }, heard, room }) => `took no turn: "${name}" as "${heard ?? ''}" (${room.name})`),
    ...scores.flatMap(({ selfStops, selfTurns }) => [
      ...(selfStops.length > 0 ? [`stopped for its own voice at ${selfStops.map(Math.round).join(', ')} ms`] : []),
      ...selfTurns.map((text) => `took its own voice for "${text}"`),
    ]),
  ]
}
