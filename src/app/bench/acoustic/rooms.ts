import { hearingRateHz } from '../../../audio/ports.ts'
import { listClips, quietRoom, readClip } from '../hearing/recordings.ts'
import { scaledTo } from './loudness.ts'

export interface Room {
  name: string
  /** From the loudspeaker to the microphone, buffers included. */
  delayMs: number
  /** How the loudspeaker sounds at the microphone; of energy 1. */
  response: Float32Array
  /** How a person sounds at the microphone; of energy 1. */
  userResponse: Float32Array
  /** Loudness of SAM at the microphone beside a person's: 1 is 0 dB. */
  echoLevel: number
  noiseName: string
  /** As loud as it is at the microphone; played over and over. */
  noise: Float32Array
}

/** Root mean square of a person's voice at the microphone. */
export const personLoudness = 0.05
const reverberations = [
  { delayMs: 40, dieAwayMs: 150, echoLevel: 0.3 },
  { delayMs: 90, dieAwayMs: 300, echoLevel: 1 },
  { delayMs: 180, dieAwayMs: 500, echoLevel: 1 },
  { delayMs: 260, dieAwayMs: 350, echoLevel: 2 },
]
const recordedDelaysMs = [60, 130, 210, 300]
/** Noise beside a person's voice: 20 dB less. */
const noiseLevel = 0.1
const quietLevel = 0.01
const noises = new Set(['noise', 'music'])

/**
 * Rooms made by chance, and those of recorded responses if there are any, each with a noise of its own: quiet, and with
 * recordings kitchens, offices and music.
 */
export async function makeRooms(dataFolder: string | undefined, random: () => number): Promise<Room[]> {
  const clips = dataFolder === undefined ? [] : listClips(dataFolder, 'negatives')
  const backgrounds = [{ name: 'quiet', sound: scaledTo(quietRoom(10_000), personLoudness * quietLevel) }]
  for (const { file, label, kind } of clips)
    if (noises.has(kind ?? ''))
      backgrounds.push({ name: label, sound: scaledTo(await readClip(file), personLoudness * noiseLevel) })
  const next = (index: number) => backgrounds[(2 * index) % backgrounds.length] ?? { name: '', sound: quietRoom(1000) }
  const rooms = reverberations.map(({ delayMs, dieAwayMs, echoLevel }, index): Room => {
    const { name: noiseName, sound: noise } = index % 2 === 0 ? (backgrounds[0] ?? next(0)) : next(index)
    const response = madeResponse(dieAwayMs, random)
    return {
      name: `made, ${delayMs} ms late, ${dieAwayMs} ms long`,
      delayMs,
      response,
      userResponse: madeResponse(dieAwayMs, random),
      echoLevel,
      noiseName,
      noise,
    }
  })
  for (const [index, { file }] of clips.filter(({ kind }) => kind === 'rir').entries()) {
    const delayMs = recordedDelaysMs[index % recordedDelaysMs.length] ?? 100
    const { name: noiseName, sound: noise } = next(index + 1)
    const response = unitEnergy(await readClip(file))
    const userResponse = madeResponse(200, random)
    rooms.push({
      name: `recorded, ${delayMs} ms late`,
      delayMs,
      response,
      userResponse,
      echoLevel: 1,
      noiseName,
      noise,
    })
  }
  return rooms
}

/** A first sound and many reflections that die away, as Polack's model of a room has it. */
function madeResponse(dieAwayMs: number, random: () => number): Float32Array {
  const length = Math.round((dieAwayMs / 1000) * hearingRateHz)
  const response = Float32Array.from({ length }, (_, at) => (random() - 0.5) * 0.25 * 10 ** ((-3 * at) / length))
  response[0] = 1
  return unitEnergy(response)
}

function unitEnergy(response: Float32Array): Float32Array {
  return scaledTo(response, 1 / Math.sqrt(response.length))
}
