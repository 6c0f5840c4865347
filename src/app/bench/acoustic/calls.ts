import { defaultTurnTaking } from '../../../audio/turn-taking.ts'
import { loudnessOf } from '../../../core/numbers/loudness.ts'
import type { SpokenRequest } from '../hearing/recordings.ts'
import { plainWords, wordErrors } from '../hearing/word-errors.ts'
import { hearTurns, isCutOff, type Listening } from '../turns/hear-turn.ts'
import { inRoom } from './convolution.ts'
import { personLoudness, type Room } from './rooms.ts'

export interface CallScore {
  woken: boolean
  words: number
  wrongWords: number
  /** Taken before its end. */
  cutOff: boolean
}

/** Somebody calls SAM in a room and asks for something: whether it wakes, and what it understands. */
export async function callInRoom(
  request: SpokenRequest,
  room: Room,
  parts: Omit<Listening, 'settings'>,
): Promise<CallScore> {
  const spoken = inRoom(request.samples, room.userResponse)
  const gain = personLoudness / loudnessOf(request.samples)
  const sound = spoken.map((sample, at) => gain * sample + (room.noise[at % room.noise.length] ?? 0))
  let woken = false
  const turns = await hearTurns(sound, {
    ...parts,
    settings: { ...defaultTurnTaking, wakeRequired: true },
    emit: (event) => {
      woken ||= event.type === 'wake-detected'
    },
  })
  const wanted = plainWords(request.text)
  const heard = plainWords(turns.map(({ text }) => text).join(' '))
  return {
    woken,
    words: wanted.length,
    // What was never heard is no misunderstanding.
    wrongWords: woken ? wordErrors(wanted, heard) : 0,
    cutOff: turns[0] !== undefined && isCutOff(turns[0], request.speechEndsMs),
  }
}
