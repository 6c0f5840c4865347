import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { median } from '../../../core/numbers/quantile.ts'
import { writeModelWithWeights } from '../../../core/onnx/model-file.ts'
import { openSession } from '../../../core/onnx/session.ts'
import { projectRoot } from '../../../core/paths.ts'
import { createExcitation, seededNoise } from '../../../tts/rvc/excitation.ts'
import { buildDecoder } from '../../../tts/rvc/graph/decoder-graph.ts'
import { decoderReach } from '../../../tts/rvc/graph/decoder-reach.ts'
import { buildEncoder } from '../../../tts/rvc/graph/encoder-graph.ts'
import { straightBlocks, tiledBlocks } from '../../../tts/rvc/graph/residual-blocks.ts'
import type { VoiceGraph } from '../../../tts/rvc/graph/voice-graph.ts'
import type { Latents, VoiceModel } from '../../../tts/rvc/voice-model.ts'
import { decodeSlices } from '../../../tts/rvc/voices/decode-slices.ts'
import { type DecoderRequest, runDecoder } from '../../../tts/rvc/voices/decoder-feeds.ts'
import { openVoice } from '../../../tts/rvc/voices/open-voice.ts'
import type { BenchRecord } from '../record.ts'
import { measureLoad } from './voice-load.ts'
import { randomNetwork, type VoiceKind, voiceKinds } from './voice-networks.ts'

const threads = 2
const frames = 200
const seconds = frames / 100
const rounds = 3
const script = path.join(projectRoot, 'scripts', 'rvc-reference.py')

interface Material {
  latents: Latents
  source: Float32Array
}

/**
 * The decoder alone, full size, beside the straight graph in onnxruntime and, where it is given, PyTorch: seconds of work for a second of sound.
 * @param python a Python with torch and numpy; without it PyTorch is left out
 */
export async function* benchVoice(python: string | undefined): AsyncGenerator<BenchRecord> {
  for (const kind of voiceKinds) {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'sam-bench-voice-'))
    try {
      yield await measureKind(kind, folder, python)
    } finally {
      await fs.rm(folder, { recursive: true, force: true })
    }
  }
}

async function measureKind(kind: VoiceKind, folder: string, python: string | undefined): Promise<BenchRecord> {
  const material = makeMaterial(kind)
  const network = randomNetwork(kind)
  const write = (name: string, graph: VoiceGraph) => {
    const file = path.join(folder, `${name}.onnx`)
    writeModelWithWeights(file, path.join(folder, `${name}.weights`), graph)
    return file
  }
  const files = {
    encoder: write('encoder', buildEncoder(network)),
    decoder: write('tiled', buildDecoder(network, tiledBlocks)),
  }
  const reach = decoderReach(network.architecture)
  const tiled = await openVoice({ facts: network.facts, reach, ...files, sha256: '' }, threads)
  const straight = await openSession(write('straight', buildDecoder(network, straightBlocks)), 'voice', threads, {
    lengthsVary: true,
  })
  const decodeStraight = () => runDecoder(straight, straightRequest(material))
  const whole = await decode(tiled, material)
  const expected = await decodeStraight()
  const times = { tiled: [] as number[], straight: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    times.tiled.push(await timed(() => decode(tiled, material)))
    times.straight.push(await timed(decodeStraight))
  }
  const sliced: number[] = []
  const slicedTime = await timed(async () => {
    for await (const slice of decodeSlices(tiled, material.latents, material.source, 0, { frames: 100 }))
      sliced.push(...slice)
  })
  await tiled.close()
  await straight.release()

  const torch = python === undefined ? undefined : await torchTime(kind, folder, python)
  const load = python === undefined ? undefined : await firstAndLaterLoad(folder)

  const realTime = median(times.tiled)
  const straightRealTime = median(times.straight)
  const sliceDifference = largestDifference(sliced, whole)
  const straightDifference = largestDifference(whole, expected)
  const goals = [
    { goal: `a second of sound in at most ${kind.mostRealTime} s`, reached: realTime <= kind.mostRealTime },
    { goal: 'slices within 1e-6 of the whole', reached: sliceDifference <= 1e-6 },
    { goal: 'within 1e-4 of the straight graph', reached: straightDifference <= 1e-4 },
  ]
  if (torch !== undefined) goals.push({ goal: 'at least twice as fast as PyTorch', reached: torch / realTime >= 2 })
  if (load !== undefined) {
    goals.push({ goal: 'ready within 2 s with what was built before', reached: load.laterReadySeconds <= 2 })
    goals.push({ goal: 'ready within 2 s the first time', reached: load.firstReadySeconds <= 2 })
    goals.push({ goal: 'at most 4 times the file in memory when first built', reached: load.firstPeakTimesFile <= 4 })
  }
  return {
    name: `voice.${kind.version}-${kind.sampleRateHz / 1000}k`,
    figures: { realTime, realTimeInSlices: slicedTime, sliceDifference, straightDifference, threads, ...load },
    baseline: { straightRealTime, ...(torch === undefined ? {} : { torchRealTime: torch }) },
    ratio: {
      straightToTiled: straightRealTime / realTime,
      ...(torch === undefined ? {} : { torchToTiled: torch / realTime }),
    },
    goals,
  }
}

function makeMaterial({ sampleRateHz }: VoiceKind): Material {
  const noise = seededNoise(1)
  return {
    latents: { frames, data: Float32Array.from({ length: 192 * frames }, noise) },
    source: createExcitation(sampleRateHz / 100, noise).next(new Float32Array(frames).fill(140)),
  }
}

function decode(model: VoiceModel, { latents, source }: Material): Promise<Float32Array> {
  return model.decode(latents, source, 0, { from: 0, to: frames })
}

function straightRequest({ latents, source }: Material): DecoderRequest {
  return { latents: latents.data, channels: 192, source, kept: [0, frames], place: 0, speaker: 0 }
}

/** What the checkpoint that was made for PyTorch takes to be ready to speak: when SAM first sees it, and after that. */
async function firstAndLaterLoad(folder: string) {
  const measure = () => measureLoad(path.join(folder, 'torch.pth'), path.join(folder, 'cache'), threads)
  const [first, later] = [await measure(), await measure()]
  if (first === undefined || later === undefined) return undefined
  return {
    firstReadySeconds: first.readySeconds,
    firstPeakTimesFile: first.peakTimesFile,
    laterReadySeconds: later.readySeconds,
    laterPeakTimesFile: later.peakTimesFile,
    speakingTimesFile: later.speakingTimesFile,
  }
}

/** Seconds of work for a second of sound. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now()
  await work()
  return (performance.now() - startedAtMs) / 1000 / seconds
}

async function torchTime({ version, sampleRateHz }: VoiceKind, folder: string, python: string): Promise<number> {
  const run = promisify(execFile)
  const kind = ['--version', version, '--rate', String(sampleRateHz / 1000), '--full', '--frames', '4']
  await run(python, [script, 'make', folder, 'torch', ...kind])
  const work = ['--frames', String(frames), '--threads', String(threads), '--rounds', String(rounds)]
  const { stdout } = await run(python, [script, 'time', path.join(folder, 'torch.pth'), ...work])
  return median(
    stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[0]) / seconds),
  )
}

function largestDifference(a: ArrayLike<number>, b: Float32Array): number {
  return b.reduce((most, value, index) => Math.max(most, Math.abs(value - (a[index] ?? Number.NaN))), 0)
}
