import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import { fileDigest } from '../../../core/files/file-digest.ts'
import { writeModelWithWeights } from '../../../core/onnx/model-file.ts'
import { readVoiceCheckpoint } from '../checkpoint/voice-checkpoint.ts'
import { buildDecoder } from '../graph/decoder-graph.ts'
import { type DecoderReach, decoderReach } from '../graph/decoder-reach.ts'
import { buildEncoder } from '../graph/encoder-graph.ts'
import { tiledBlocks } from '../graph/residual-blocks.ts'
import type { VoiceGraph } from '../graph/voice-graph.ts'
import type { VoiceModelFacts } from '../voice-model.ts'

/** A voice as onnxruntime loads it. */
export interface PreparedVoice {
  facts: VoiceModelFacts
  reach: DecoderReach
  encoder: string
  decoder: string
  /** SHA-256 of the checkpoint. */
  sha256: string
}

/** Grows when the graphs change: what an older SAM built is built again. */
const graphRevision = 7
/** Beside those of added voices, as many as are tried out in a while. */
const mostPrepared = 8
const markerName = 'prepared.json'
const fileNames = ['encoder.onnx', 'encoder.weights', 'decoder.onnx', 'decoder.weights'] as const

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
  reach: z.object({ frames: z.number().int().positive(), laterFrames: z.number().int().positive() }),
  files: z.record(z.enum(fileNames), digest),
})

/**
 * The graphs of a checkpoint, built at the first call and kept in `cache` under the checkpoint's hash. A folder is put in place with
 * one rename and its files are compared with their hashes, so that one that was cut off or damaged is built anew. Error `voice-file-refused`.
 */
export async function prepareVoice(checkpoint: string, cache: string): Promise<PreparedVoice> {
  // What is no file at all is told from a voice by reading it.
  if (fs.statSync(checkpoint, { throwIfNoEntry: false })?.isFile() !== true) await readVoiceCheckpoint(checkpoint)
  const sha256 = await fileDigest(checkpoint)
  const folder = path.join(cache, `${sha256}-${graphRevision}`)
  const kept = await readPrepared(folder, sha256)
  if (kept !== undefined) return kept
  const firstMade = fs.mkdirSync(cache, { recursive: true })
  const staging = fs.mkdtempSync(path.join(cache, 'staging-'))
  try {
    const about = await build(checkpoint, staging)
    if ((await fileDigest(checkpoint)) !== sha256)
      throw new SamError('voice-file-changed', 'The voice file changed while it was read.', { remedy: 'Try it again.' })
    putInPlace(staging, folder)
    dropOldest(cache)
    return preparedIn(folder, about, sha256)
  } finally {
    fs.rmSync(staging, { recursive: true, force: true })
    if (firstMade !== undefined) removeEmpty(cache, firstMade)
  }
}

type About = Pick<PreparedVoice, 'facts' | 'reach'>

async function build(checkpoint: string, folder: string): Promise<About> {
  const voice = await readVoiceCheckpoint(checkpoint)
  const about = { facts: voice.facts, reach: decoderReach(voice.architecture) }
  const write = (name: 'encoder' | 'decoder', graph: VoiceGraph) =>
    writeModelWithWeights(path.join(folder, `${name}.onnx`), path.join(folder, `${name}.weights`), graph)
  write('encoder', buildEncoder(voice))
  write('decoder', buildDecoder(voice, tiledBlocks))
  fs.writeFileSync(path.join(folder, markerName), JSON.stringify({ ...about, files: await digestsIn(folder) }))
  return about
}

async function digestsIn(folder: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const name of fileNames) digests[name] = await fileDigest(path.join(folder, name))
  return digests
}

/** Another process may have built the same meanwhile: then there is nothing left to do. */
function putInPlace(staging: string, folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(staging, folder)
  } catch (error) {
    if (!fs.existsSync(path.join(folder, markerName))) throw error
  }
}

/** Leaves no empty folders where nothing was built: `folder` and what is above it, up to `top`. */
function removeEmpty(folder: string, top: string): void {
  for (let at = folder; at.startsWith(top) && fs.readdirSync(at).length === 0; at = path.dirname(at)) fs.rmdirSync(at)
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
    const prepared = preparedIn(folder, marker, sha256)
    for (const [name, kept] of Object.entries(marker.files))
      if ((await fileDigest(path.join(folder, name))) !== kept) return undefined
    const now = new Date()
    fs.utimesSync(folder, now, now)
    return prepared
  } catch {
    return undefined
  }
}

function preparedIn(folder: string, { facts, reach }: About, sha256: string): PreparedVoice {
  return {
    facts,
    reach,
    encoder: path.join(folder, 'encoder.onnx'),
    decoder: path.join(folder, 'decoder.onnx'),
    sha256,
  }
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
