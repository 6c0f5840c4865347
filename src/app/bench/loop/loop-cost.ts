import { median } from '../../../core/numbers/quantile.ts'
import type { Sam } from '../../sam.ts'
import type { SpeechEngines } from '../../speech-worker/serve.ts'
import { inChunks, type SpokenRequest } from '../hearing/recordings.ts'
import { costOf } from '../processor-time.ts'
import type { BenchRecord } from '../record.ts'
import { type Observation, observeSession } from './observed-session.ts'

const rounds = 3
const chunkMs = 160

/**
 * Processor time of the whole loop beside that of the engines called straight on the same sound: every frame through voice
 * activity and wake word, each utterance decoded once, each sentence synthesised once. Decodes that were repeated for live
 * text are counted apart.
 */
export async function measureCost(sam: Sam, bare: SpeechEngines, requests: SpokenRequest[]): Promise<BenchRecord> {
  const engines = { ear: await bare.ear(), recognizer: await bare.recognizer(), synthesizer: await bare.synthesizer() }
  const worker = sam.speech()
  const loopMs: number[] = []
  const bareMs: number[] = []
  const extraMs: number[] = []
  const ownMs: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const seen: Observation[] = []
    const listening = async () => {
      for (const { samples } of requests) seen.push(await observeSession(sam, inChunks(samples, chunkMs), 'file'))
    }
    const loop = await costOf(listening, worker)
    const { own, extra } = splitDecodes(seen.flatMap(({ decoded }) => decoded))
    const decode = (sounds: Float32Array[]) =>
      costOf(async () => {
        for (const sound of sounds) await engines.recognizer.recognize(sound)
      })
    const ears = await costOf(async () => {
      for (const { samples } of requests) {
        await engines.ear.reset()
        for await (const chunk of inChunks(samples, chunkMs).chunks(new AbortController().signal))
          await engines.ear.analyze(chunk)
      }
    })
    const ownDecodes = await decode(own)
    const extraDecodes = await decode(extra)
    const speaking = await costOf(async () => {
      for (const { events } of seen) {
        for (const event of events)
          if (event.type === 'speech-audio') await engines.synthesizer.synthesize(event.sentence)
      }
    })
    // The first round only warms everything up.
    if (round === 0) continue
    loopMs.push(loop)
    bareMs.push(ears + ownDecodes + speaking)
    extraMs.push(extraDecodes)
    ownMs.push(ownDecodes)
  }
  const costs = loopMs.map((loop, round) => (loop - (extraMs[round] ?? 0)) / (bareMs[round] ?? Number.NaN))
  const repeats = extraMs.map((extra, round) => extra / (ownMs[round] ?? Number.NaN))
  const ratio = { loopToBare: median(costs), repeatedDecodesToOwn: median(repeats) }
  return {
    name: 'loop.cost',
    figures: { loopCpuMs: median(loopMs), repeatedDecodesCpuMs: median(extraMs), requests: requests.length },
    baseline: { bareEnginesCpuMs: median(bareMs), ownDecodesCpuMs: median(ownMs) },
    ratio,
    goals: [
      { goal: 'the loop costs at most 1.15 x the bare engines', reached: ratio.loopToBare <= 1.15 },
      { goal: 'repeated decodes cost at most 2 x the own one', reached: ratio.repeatedDecodesToOwn <= 2 },
    ],
  }
}

/** Decodes of one utterance begin with the same sound; the last of them made its text. */
function splitDecodes(sounds: Float32Array[]): { own: Float32Array[]; extra: Float32Array[] } {
  const own: Float32Array[] = []
  const extra: Float32Array[] = []
  for (const [index, sound] of sounds.entries()) {
    const next = sounds[index + 1]
    if (next !== undefined && beginsAlike(sound, next)) extra.push(sound)
    else own.push(sound)
  }
  return { own, extra }
}

function beginsAlike(first: Float32Array, second: Float32Array): boolean {
  const length = Math.min(1600, first.length, second.length)
  return first.subarray(0, length).every((sample, index) => sample === second[index])
}
