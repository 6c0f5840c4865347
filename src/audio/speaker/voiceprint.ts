import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { writeWhole } from '../../core/files/write-whole.ts'
import { writtenJson } from '../../core/files/written-json.ts'
import { seededRandom } from '../../core/numbers/random.ts'
import { inRoom, withNoise } from '../wake/training/sound-variants.ts'
import { type SpeakerEncoder, speakerSize } from './speaker-encoder.ts'

const printSchema = z.object({
  direction: z.array(z.number()).length(speakerSize),
  /** A sound that is at least so much like it is the user's. */
  threshold: z.number().min(-1).max(1),
  recordings: z.number().int().min(1),
  madeAt: z.iso.datetime(),
})

/** What the user's voice is like: `SAM_HOME/wake/voiceprint.json`. It never leaves the machine. */
export type Voiceprint = z.infer<typeof printSchema>

/** With fewer recordings one that went wrong would decide. */
export const leastForVoiceprint = 5
/** Of strangers who say the same phrase fewer than one in ten is so much like the user; docs/decisions/0040 has the figures. */
const usualThreshold = 0.42
/** Somebody whose own recordings differ more gets a lower one, but not so low that anybody passes. */
const lowestThreshold = 0.36
const belowOwn = 0.05

/**
 * Learns a voice from recordings at 16 kHz. Also answers how alike each of them is to the others.
 * @throws SamError `voiceprint-recordings-missing`
 */
export async function makeVoiceprint(
  encoder: SpeakerEncoder,
  recordings: readonly Float32Array[],
  madeAt: Date,
): Promise<{ voiceprint: Voiceprint; likeness: number[] }> {
  if (recordings.length < leastForVoiceprint)
    throw new SamError(
      'voiceprint-recordings-missing',
      `There are ${recordings.length} recordings of your voice, and ${leastForVoiceprint} are the least.`,
      {
        kind: 'missing',
        remedy: 'sam wake train "hey sam" --positives <folder>, or record the phrase on the Wake word page',
      },
    )
  const random = seededRandom(1)
  const own: Float64Array[] = []
  const sums: Float64Array[] = []
  for (const samples of recordings) {
    // The encoder hears noise and room as a part of the voice: the user is known in them, too.
    const heard = [samples, withNoise(samples, random, 14), withNoise(inRoom(samples, random), random, 6)]
    const directions: Float64Array[] = []
    for (const each of heard) directions.push(ownDirection(await encoder.encode(each)))
    own.push(directions[0] ?? new Float64Array(speakerSize))
    sums.push(summed(directions))
  }
  const sum = summed(sums)
  const likeness = own.map((each, index) =>
    cosine(
      each,
      sum.map((value, axis) => value - (sums[index]?.[axis] ?? 0)),
    ),
  )
  const lowest = Math.min(...likeness)
  const threshold = Math.max(lowestThreshold, Math.min(usualThreshold, lowest - belowOwn))
  const direction = [...unit(sum)]
  return {
    voiceprint: { direction, threshold, recordings: recordings.length, madeAt: madeAt.toISOString() },
    likeness,
  }
}

/** How much the voice in a sound is like the user's: 1 the same, 0 like that of anybody. */
export async function likenessTo(
  { direction }: Voiceprint,
  encoder: SpeakerEncoder,
  samples: Float32Array,
): Promise<number> {
  return cosine(ownDirection(await encoder.encode(samples)), Float64Array.from(direction))
}

/**
 * Undefined where there is none.
 * @throws SamError `voiceprint-damaged`: it is not as if there were none, since then anybody would be listened to
 */
export function readVoiceprint(home: string): Voiceprint | undefined {
  if (!hasVoiceprint(home)) return undefined
  const found = printSchema.safeParse(writtenJson(fs.readFileSync(fileOf(home), 'utf8'))).data
  if (found !== undefined) return found
  throw new SamError('voiceprint-damaged', 'Only your voice is to wake SAM, and what it knew of it is damaged.', {
    kind: 'missing',
    remedy: 'sam wake only-me on',
  })
}

/** Whether only the user's voice wakes SAM. */
export function hasVoiceprint(home: string): boolean {
  return fs.existsSync(fileOf(home))
}

export function keepVoiceprint(home: string, voiceprint: Voiceprint): void {
  writeWhole(fileOf(home), `${JSON.stringify(voiceprint)}\n`)
}

export function forgetVoiceprint(home: string): void {
  fs.rmSync(fileOf(home), { force: true })
}

const fileOf = (home: string) => path.join(home, 'wake', 'voiceprint.json')

/** All voices point somewhat the same way: what is left without that is a person's own. */
function ownDirection(embedding: Float32Array): Float64Array {
  const average = averageVoice()
  return unit(Float64Array.from(embedding, (value, axis) => value - (average[axis] ?? 0)))
}

let average: Float32Array | undefined

/** Made by scripts/build-average-voice.ts. */
function averageVoice(): Float32Array {
  average ??= new Float32Array(
    Uint8Array.from(fs.readFileSync(path.join(import.meta.dirname, 'average-voice.bin'))).buffer,
  )
  return average
}

function summed(directions: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(speakerSize)
  for (const each of directions) for (const [axis, value] of each.entries()) sum[axis] = (sum[axis] ?? 0) + value
  return sum
}

function unit(values: Float64Array): Float64Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return values.map((value) => value / Math.max(1e-9, length))
}

function cosine(one: Float64Array, other: Float64Array): number {
  const [a, b] = [unit(one), unit(other)]
  return a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0)
}
