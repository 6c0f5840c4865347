import { EchoCanceller } from '../../../audio/echo/echo-canceller.ts'
import { hearingRateHz } from '../../../audio/ports.ts'
import { resample } from '../../../audio/resampler.ts'
import { defaultTurnTaking } from '../../../audio/turn-taking.ts'
import { joinSamples } from '../../../core/join-samples.ts'
import { quantile } from '../../../core/quantile.ts'
import { seededRandom } from '../../../core/random.ts'
import type { Sam } from '../../sam.ts'
import { HearingLoop } from '../../session/hearing-loop.ts'
import type { BenchRecord } from '../record.ts'
import { AcousticTwin, type Room } from './acoustic-twin.ts'

const chunkSamples = 512
const trialMs = 9000
const bargeInMs = 350
const longSpeech = [
  'I looked at your calendar for tomorrow, and there are three meetings.',
  'The first one is at nine with Anna about the budget, then comes lunch with Peter at noon.',
  'Somebody said hey jarvis in the last meeting, and that is my name, by the way.',
]
const overIt = [
  ['words', 'No, stop that please.'],
  ['words', 'Tell me about the second one.'],
  ['backchannel', 'Mhm.'],
  ['cough', ''],
  ['nobody', ''],
] as const

type Kind = (typeof overIt)[number][0]

interface Trial {
  kind: Kind
  room: Room
  /** From the user's first sound to SAM's silence, in sound time. */
  stoppedAfterMs?: number
  /** SAM's turn was taken away. */
  taken: boolean
  /** SAM stopped before anybody spoke. */
  selfStops: number
  selfWakes: number
}

const rooms: Room[] = [0.3, 1].flatMap((echoLevel) => [
  { delayMs: 60, reverberationMs: 150, echoLevel, noise: 0.0005 },
  { delayMs: 220, reverberationMs: 400, echoLevel, noise: 0.004 },
])

/**
 * SAM talks in simulated rooms, and somebody speaks, coughs or agrees over it: how soon it is silent, whether it goes on where
 * it should, whether it stops or wakes for its own voice. Faster than real time; rooms, noise and moments are the same at every
 * run. The baseline is the loop without knowledge of the echo and with 350 ms of speech to interrupt.
 */
export async function benchAcoustic(sam: Sam): Promise<BenchRecord> {
  const { synthesizer } = sam.speech()
  const say = async (text: string) => {
    const clip = await synthesizer.synthesize(text)
    return resample(clip.samples, clip.sampleRateHz)
  }
  const voice: Float32Array[] = []
  for (const sentence of longSpeech) voice.push(await say(sentence))
  const said = new Map<string, Float32Array>()
  for (const [, text] of overIt) if (text !== '') said.set(text, await say(text))
  const own: Trial[] = []
  const bare: Trial[] = []
  for (const [index, room] of rooms.entries()) {
    for (const [kind, text] of overIt) {
      const random = seededRandom(index * 100 + 7)
      const sound = kind === 'cough' ? cough(random) : (said.get(text) ?? new Float32Array(0))
      const atMs = 3000 + random() * 2000
      const run = (guarded: boolean) => runTrial(sam, { kind, room, voice: joinSamples(voice), sound, atMs, guarded })
      own.push(await run(true))
      bare.push(await run(false))
    }
  }
  const figures = summarize(own)
  return {
    name: 'acoustic',
    figures,
    baseline: summarize(bare),
    ratio: {},
    goals: [
      {
        goal: 'SAM is silent within 150 ms of speech over it (95 of 100)',
        reached: (figures['stopP95Ms'] ?? Infinity) <= 150,
      },
      { goal: 'a cough or "mhm" takes no turn', reached: figures['turnsTakenByNothing'] === 0 },
      {
        goal: 'SAM neither stops nor wakes for its own voice',
        reached: figures['selfStops'] === 0 && figures['selfWakes'] === 0,
      },
    ],
  }
}

function summarize(trials: readonly Trial[]): Record<string, number> {
  const words = trials.filter(({ kind }) => kind === 'words')
  const nothing = trials.filter(({ kind }) => kind === 'backchannel' || kind === 'cough')
  const sum = (of: (trial: Trial) => number) => trials.reduce((total, trial) => total + of(trial), 0)
  const stops = words.map(({ stoppedAfterMs }) => stoppedAfterMs ?? Number.POSITIVE_INFINITY)
  return {
    trials: trials.length,
    hoursOfSound: (trials.length * trialMs) / 3_600_000,
    stopMedianMs: quantile(stops, 0.5),
    stopP95Ms: quantile(stops, 0.95),
    bargeInsMissed: words.filter(({ taken }) => !taken).length / words.length,
    turnsTakenByNothing: nothing.filter(({ taken }) => taken).length / nothing.length,
    selfStops: sum(({ selfStops }) => selfStops),
    selfWakes: sum(({ selfWakes }) => selfWakes),
  }
}

async function runTrial(
  sam: Sam,
  trial: { kind: Kind; room: Room; voice: Float32Array; sound: Float32Array; atMs: number; guarded: boolean },
): Promise<Trial> {
  const { ear, recognizer } = sam.speech()
  const user = new Float32Array((trialMs / 1000) * hearingRateHz)
  const startsMs = trial.atMs + firstSoundMs(trial.sound)
  user.set(trial.sound, Math.round((trial.atMs / 1000) * hearingRateHz))
  const twin = new AcousticTwin(trial.room, user, seededRandom(5))
  const guard = new EchoCanceller(true)
  const result: Trial = { kind: trial.kind, room: trial.room, taken: false, selfStops: 0, selfWakes: 0 }
  const present = () => trial.kind !== 'nobody' && loop.positionMs >= startsMs
  const stop = () => {
    if (!present()) result.selfStops++
    else result.stoppedAfterMs ??= loop.positionMs - startsMs
    twin.hold()
    guard.cut(loop.positionMs)
  }
  const goOn = () => guard.play(twin.resume(), loop.positionMs)
  const loop: HearingLoop = new HearingLoop({
    ear,
    recognizer,
    clock: sam.clock,
    pace: 'file',
    settings: { ...defaultTurnTaking, wakeRequired: true, bargeInMs },
    ...(trial.guarded ? { echo: guard } : {}),
    emit: (event) => {
      if (event.type === 'wake-detected') result.selfWakes++
    },
    listener: {
      onTurn: async () => undefined,
      isForSam: () => true,
      onNothing: () => undefined,
      mayResume: () => trial.guarded,
      onSpeechOver: stop,
      onFalseInterruption: goOn,
      onBargeIn() {
        if (present()) result.taken = true
        if (!twin.quiet) stop()
      },
      onStateChange: () => undefined,
      onTrouble: (error) => {
        throw error
      },
    },
  })
  await loop.restart()
  twin.speak(trial.voice)
  guard.play(trial.voice, 0)
  await loop.engage()
  while (!twin.over) await loop.feed(twin.next(chunkSamples))
  return result
}

function firstSoundMs(sound: Float32Array): number {
  const loudest = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  const first = sound.findIndex((sample) => Math.abs(sample) > 0.05 * loudest)
  return (Math.max(0, first) / hearingRateHz) * 1000
}

/** A burst of noise with a sharp beginning, as a cough is. */
function cough(random: () => number): Float32Array {
  return Float32Array.from(
    { length: 0.3 * hearingRateHz },
    (_, at) => (random() - 0.5) * 0.6 * Math.exp((-12 * at) / hearingRateHz),
  )
}
