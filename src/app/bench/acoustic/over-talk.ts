import { EchoCanceller } from '../../../audio/echo/echo-canceller.ts'
import type { Ear, SpeechRecognizer } from '../../../audio/ports.ts'
import { hearingRateHz } from '../../../audio/ports.ts'
import type { TurnJudge } from '../../../audio/turn-end.ts'
import { defaultTurnTaking } from '../../../audio/turn-taking.ts'
import type { Clock } from '../../../core/clock.ts'
import { HearingLoop } from '../../session/hearing-loop.ts'
import { AcousticTwin, silencingMs, twinBlock } from './acoustic-twin.ts'
import type { Room } from './rooms.ts'

/** What somebody does while SAM speaks. */
export interface Interruption {
  kind: 'words' | 'backchannel' | 'cough'
  name: string
  /** At the microphone. */
  sound: Float32Array
  atMs: number
}

export interface InterruptionScore {
  interruption: Interruption
  room: Room
  /** From its first sound to SAM's silence. */
  silentAfterMs?: number
  /** SAM was speaking when it began; another one may have silenced it. */
  overSam: boolean
  taken: boolean
  /** SAM went on after so long a pause: it was taken for nothing. */
  pausedMs?: number
  /** What was understood of it. */
  heard?: string
}

export interface TalkScore {
  spokenMs: number
  interruptions: InterruptionScore[]
  /** SAM was silent though nobody had made a sound: where, in milliseconds. */
  selfStops: number[]
  selfWakes: number[]
  selfTurns: string[]
}

export interface TalkParts {
  ear: Ear
  recognizer: SpeechRecognizer
  clock: Clock
  judgeTurnEnd: TurnJudge
  room: Room
  sentences: readonly Float32Array[]
  interruptions: readonly Interruption[]
  lengthMs: number
  random: () => number
  /** False: what SAM was before it knew its echo. */
  cancels: boolean
  signal: AbortSignal
}

const bargeInMs = 350
const blockMs = (twinBlock / hearingRateHz) * 1000
/** Somebody's sound explains what happens until so long after its end. */
const afterwardsMs = 2500

/** SAM talks in a room without end, and somebody makes sounds over it: what it stops for, and what takes its turn. */
export async function talkInRoom(parts: TalkParts): Promise<TalkScore> {
  const { room, random, cancels } = parts
  const canceller = new EchoCanceller(true)
  const twin = new AcousticTwin({
    room,
    sentences: parts.sentences,
    random,
    canceller,
  })
  const score: TalkScore = { spokenMs: 0, interruptions: [], selfStops: [], selfWakes: [], selfTurns: [] }
  for (const interruption of parts.interruptions) {
    twin.addPerson(interruption.sound, interruption.atMs)
    score.interruptions.push({ interruption, room, overSam: false, taken: false })
  }
  let heldAtMs = 0
  const present = () =>
    score.interruptions.find(({ interruption: { atMs, sound } }) => {
      const sinceMs = loop.positionMs - atMs
      return sinceMs >= 0 && sinceMs < (sound.length / hearingRateHz) * 1000 + afterwardsMs
    })
  const silence = () => {
    if (twin.held) return
    const who = present()
    if (who === undefined) score.selfStops.push(loop.positionMs)
    else who.silentAfterMs ??= loop.positionMs + silencingMs - who.interruption.atMs
    heldAtMs = loop.positionMs
    twin.hold()
    canceller.cut(loop.positionMs)
  }
  const loop: HearingLoop = new HearingLoop({
    ear: parts.ear,
    recognizer: parts.recognizer,
    clock: parts.clock,
    judgeTurnEnd: parts.judgeTurnEnd,
    pace: 'file',
    settings: { ...defaultTurnTaking, wakeRequired: true, bargeInMs },
    ...(cancels ? { echo: canceller } : {}),
    emit: (event) => {
      const who = present()
      if (event.type === 'wake-detected' && who === undefined) score.selfWakes.push(event.audioMs)
      if (event.type === 'transcript-partial' && who !== undefined) who.heard = event.text
    },
    listener: {
      async onTurn({ text }) {
        const who = present()
        if (who === undefined) score.selfTurns.push(text)
        else who.heard = text
        twin.begin()
      },
      isForSam: () => true,
      onNothing: () => {
        if (twin.held) twin.begin()
      },
      mayResume: () => true,
      onSpeechOver: silence,
      onFalseInterruption() {
        const who = present()
        if (who !== undefined) who.pausedMs = (who.pausedMs ?? 0) + loop.positionMs - heldAtMs
        twin.resume()
      },
      onBargeIn() {
        const who = present()
        if (who !== undefined) who.taken = true
        silence()
      },
      onStateChange: () => undefined,
      onTrouble: (error) => {
        throw error
      },
    },
  })
  await loop.restart()
  await loop.engage()
  while (twin.positionMs < parts.lengthMs) {
    parts.signal.throwIfAborted()
    for (const one of score.interruptions) {
      const { atMs } = one.interruption
      if (twin.positionMs <= atMs && atMs < twin.positionMs + blockMs) one.overSam = !twin.held
    }
    await loop.feed(twin.next())
    if (loop.state === 'asleep' || loop.state === 'attending') await loop.engage()
  }
  score.spokenMs = twin.spokenMs
  return score
}
