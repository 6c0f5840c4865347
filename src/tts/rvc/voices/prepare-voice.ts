import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { fileDigest } from '../../../core/file-digest.ts'
import { writeModelFile } from '../../../core/onnx/model-file.ts'
import { readVoiceCheckpoint } from '../checkpoint/voice-checkpoint.ts'
import { buildDecoder } from '../graph/decoder-graph.ts'
import { buildEncoder } from '../graph/encoder-graph.ts'
import { tiledBlocks } from '../graph/residual-blocks.ts'
import type { VoiceModelFacts } from '../voice-model.ts'

/** A voice as onnxruntime loads it. */
export interface PreparedVoice {
  facts: VoiceModelFacts
  encoder: string
  decoder: string
  /** SHA-256 of the checkpoint. */
  sha256: string
}

/** Grows when the graphs change: what an older SAM built is built again. */
const graphRevision = 2
/** Beside those of added voices, as many as are tried out in a while. */
const mostPrepared = 8
const markerName = 'prepared.json'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const markerSchema = z.object({
  facts: z.object({
    version: z.enum(['v1', 'v2']),
    usesPitch: z.boolean(),
    sampleRateHz: z.number().int().positive(),
    speakers: z.number().int().positive(),
    phoneWidth: z.number().int().positive(),
    latentChannels: z.number().int().positive(),
    samplesPerFrame: z.number().int().positive(),
  }),
  encoder: digest,
  decoder: digest,
})

/**
 * The graphs of a checkpoint, built at the first call and kept in `cache` under the checkpoint's hash. A folder is put in place with
 * one rename and its files are compared with their hashes, so that one that was cut off or damaged is built anew. Error `voice-file-refused`.
 */
export async function prepareVoice(checkpoint: string, cache: string): Promise<PreparedVoice> {
  const exists = fs.statSync(checkpoint, { throwIfNoEntry: false })?.isFile() === true
  const sha256 = exists ? await fileDigest(checkpoint) : ''
  const folder = path.join(cache, `${sha256}-${graphRevision}`)
  const kept = exists ? await readPrepared(folder, sha256) : undefined
  if (kept !== undefined) return kept
  const voice = await readVoiceCheckpoint(checkpoint)
  const firstMade = fs.mkdirSync(cache, { recursive: true })
  const staging = fs.mkdtempSync(path.join(cache, 'staging-'))
  try {
    const [encoder, decoder] = [path.join(staging, 'encoder.onnx'), path.join(staging, 'decoder.onnx')]
    writeModelFile(encoder, buildEncoder(voice))
    writeModelFile(decoder, buildDecoder(voice, tiledBlocks))
    const marker = { facts: voice.facts, encoder: await fileDigest(encoder), decoder: await fileDigest(decoder) }
    fs.writeFileSync(path.join(staging, markerName), JSON.stringify(marker))
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(staging, folder)
  } catch (thrown) {
    fs.rmSync(firstMade ?? staging, { recursive: true, force: true })
    throw thrown
  }
  dropOldest(cache)
  return preparedIn(folder, voice.facts, sha256)
}

/** Takes what was built for a checkpoint out of the cache. */
export function forgetPrepared(cache: string, sha256: string): void {
  for (const name of foldersOf(cache)) {
    if (name.startsWith(`${sha256}-`)) fs.rmSync(path.join(cache, name), { recursive: true, force: true })
  }
}

async function readPrepared(folder: string, sha256: string): Promise<PreparedVoice | undefined> {
  try {
    const marker = markerSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, markerName), 'utf8')))
    const prepared = preparedIn(folder, marker.facts, sha256)
    if ((await fileDigest(prepared.encoder)) !== marker.encoder) return undefined
    if ((await fileDigest(prepared.decoder)) !== marker.decoder) return undefined
    const now = new Date()
    fs.utimesSync(folder, now, now)
    return prepared
  } catch {
    return undefined
  }
}

function preparedIn(folder: string, facts: VoiceModelFacts, sha256: string): PreparedVoice {
  return { facts, encoder: path.join(folder, 'encoder.onnx'), decoder: path.join(folder, 'decoder.onnx'), sha256 }
}

/** What a killed build left behind is older than any build takes. */
const staleMs = 3_600_000

function dropOldest(cache: string): void {
  const byAge = foldersOf(cache)
    .map((name) => ({ name, usedAtMs: fs.statSync(path.join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.usedAtMs - a.usedAtMs)
  const stale = byAge.filter(({ name, usedAtMs }) => name.startsWith('staging-') && usedAtMs < Date.now() - staleMs)
  const unused = byAge.filter(({ name }) => !name.startsWith('staging-')).slice(mostPrepared)
  for (const { name } of [...stale, ...unused]) fs.rmSync(path.join(cache, name), { recursive: true, force: true })
}

function foldersOf(cache: string): string[] {
  return fs.existsSync(cache) ? fs.readdirSync(cache) : []
}
