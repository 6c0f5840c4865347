import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { openFileSource } from '../../../audio/file-source.ts'
import { hearingRateHz, type SoundSource } from '../../../audio/ports.ts'
import { readSource } from '../../../audio/read-source.ts'
import { resample } from '../../../audio/resampler.ts'
import { SamError } from '../../../core/errors.ts'
import { joinSamples } from '../../../core/numbers/join-samples.ts'
import type { SpeechSynthesizer } from '../../../tts/ports.ts'

/** A spoken request at 16 kHz, with the wake word in front. */
export interface SpokenRequest {
  text: string
  samples: Float32Array
  speechEndsMs: number
}

export interface LabelledClip {
  file: string
  label: string
  /** What is said in it; absent where that is not known. */
  text?: string
  group?: string
  /** Of negatives: `noise`, `music`, `rir`, `speech` and more. */
  kind?: string
}

const lineSchema = z.looseObject({
  file: z.string(),
  label: z.string().optional(),
  text: z.string().optional(),
  group: z.string().optional(),
  kind: z.string().optional(),
  wake: z.boolean().optional(),
  speechEndsMs: z.number().optional(),
})

/** The lines of `<folder>/manifest.jsonl`; none when there is no such file. Error `bench-data-unreadable`. */
function readManifest(folder: string): z.infer<typeof lineSchema>[] {
  const file = path.join(folder, 'manifest.jsonl')
  if (!fs.existsSync(file)) return []
  try {
    const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => lineSchema.parse(JSON.parse(line)))
  } catch (cause) {
    throw new SamError('bench-data-unreadable', `${file} is not a list of recordings.`, { cause })
  }
}

/** Recordings of a kind: `speech`, `negatives`, `wake`. Paths are absolute. */
export function listClips(dataFolder: string, kind: string): LabelledClip[] {
  const folder = path.join(dataFolder, kind)
  return readManifest(folder).map(({ file, label, text, group, kind: sort }) => ({
    file: path.join(folder, file),
    label: label ?? '',
    ...(text === undefined ? {} : { text }),
    ...(group === undefined ? {} : { group }),
    ...(sort === undefined ? {} : { kind: sort }),
  }))
}

export async function readClip(file: string): Promise<Float32Array> {
  return readSource(await openFileSource([file]), new AbortController().signal)
}

/** The recorded requests that begin with the wake word and say where their speech ends. */
export async function recordedRequests(dataFolder: string): Promise<SpokenRequest[]> {
  const folder = path.join(dataFolder, 'spoken')
  const requests: SpokenRequest[] = []
  for (const { file, text = '', wake, speechEndsMs } of readManifest(folder)) {
    if (wake !== true || speechEndsMs === undefined) continue
    requests.push({ text, speechEndsMs, samples: await readClip(path.join(folder, file)) })
  }
  return requests
}

const sampleRequests = [
  'open the terminal',
  'set a timer for five minutes',
  'what time is it',
  'turn the volume down',
  'play the next track',
  'what is the date today',
]

/** Requests in SAM's own voice, for machines without recordings. */
export async function synthesizedRequests(synthesizer: SpeechSynthesizer, phrase: string): Promise<SpokenRequest[]> {
  const requests: SpokenRequest[] = []
  for (const text of sampleRequests) {
    const clip = await synthesizer.synthesize(`${phrase}, ${text}.`)
    const heard = withoutTrailingQuiet(resample(clip.samples, clip.sampleRateHz))
    const samples = joinSamples([quietRoom(800), heard, quietRoom(2000)])
    requests.push({ text, samples, speechEndsMs: 800 + (heard.length / hearingRateHz) * 1000 })
  }
  return requests
}

/** The noise of a quiet room, the same at every call. */
export function quietRoom(lengthMs: number): Float32Array {
  let state = 1
  return Float32Array.from({ length: Math.round((lengthMs * hearingRateHz) / 1000) }, () => {
    // Numerical Recipes' generator: repeatable noise is enough here.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return (state / 2 ** 32 - 0.5) * 0.002
  })
}

function withoutTrailingQuiet(samples: Float32Array): Float32Array {
  const last = samples.findLastIndex((sample) => Math.abs(sample) > 0.01)
  return samples.subarray(0, last + 1)
}

/** The sound as a microphone that is not waited for. */
export function inChunks(samples: Float32Array, chunkMs: number): SoundSource {
  const length = Math.round((chunkMs * hearingRateHz) / 1000)
  return {
    async *chunks(signal) {
      for (let at = 0; at < samples.length && !signal.aborted; at += length) yield samples.slice(at, at + length)
    },
  }
}

/** The sound as time passes. `onChunk` is told the position in milliseconds when a chunk is handed over. */
export function asTimePasses(samples: Float32Array, chunkMs: number): SoundSource {
  const source = inChunks(samples, chunkMs)
  return {
    async *chunks(signal) {
      const startedAtMs = performance.now()
      let given = 0
      for await (const chunk of source.chunks(signal)) {
        given += chunk.length
        const dueMs = startedAtMs + (given * 1000) / hearingRateHz
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())))
        yield chunk
      }
    },
  }
}
