import { Tensor } from 'onnxruntime-node'
import { SamError } from '../../../core/errors.ts'
import { joinSamples } from '../../../core/numbers/join-samples.ts'
import { openSession } from '../../../core/onnx/session.ts'
import type { VoiceModel } from '../voice-model.ts'
import { type DecoderRequest, int64, outputOf } from './decoder-feeds.ts'
import { openDecoderPool } from './decoder-pool.ts'
import type { PreparedVoice } from './prepare-voice.ts'

/**
 * Loads both halves of a voice. Errors of `encode` and `decode`: `voice-speaker-unknown`.
 * @param threads of the decoder, each of which decodes a part of a slice; the encoder is short and takes one
 */
export async function openVoice({ facts, reach, ...files }: PreparedVoice, threads: number): Promise<VoiceModel> {
  const encoder = await openSession(files.encoder, 'voice', 1, { lengthsVary: true })
  const decoder = await openDecoderPool(files.decoder, threads).catch(async (error) => {
    await encoder.release()
    throw error
  })
  const { phoneWidth, latentChannels, samplesPerFrame, usesPitch, speakers } = facts

  const speakerTensor = (speaker: number) => {
    if (Number.isInteger(speaker) && speaker >= 0 && speaker < speakers) return int64([speaker])
    throw new SamError('voice-speaker-unknown', `This voice has the speakers 0 to ${speakers - 1}, not ${speaker}.`, {
      kind: 'usage',
    })
  }
  return {
    ...facts,
    async encode({ phone, pitch, speaker, noise }) {
      const frames = phone.length / phoneWidth
      const feeds = {
        phone: new Tensor('float32', phone, [1, frames, phoneWidth]),
        noise: new Tensor('float32', noise ?? new Float32Array(latentChannels * frames), [1, latentChannels, frames]),
        sid: speakerTensor(speaker),
        ...(usesPitch && pitch !== undefined ? { pitch: new Tensor('int64', pitch, [1, frames]) } : {}),
      }
      return { frames, data: await outputOf(encoder, feeds, 'z') }
    },
    async decode(latents, source, speaker, { from, to }) {
      speakerTensor(speaker)
      const within = (frame: number) => Math.min(Math.max(frame, 0), latents.frames)
      const parts = splitEvenly(from, to, decoder.size).map((part) => {
        const seen = { from: within(part.from - reach.frames), to: within(part.to + reach.frames) }
        const kept = { from: within(part.from - reach.laterFrames), to: within(part.to + reach.laterFrames) }
        const sound = usesPitch ? source?.slice(seen.from * samplesPerFrame, seen.to * samplesPerFrame) : undefined
        const request: DecoderRequest = {
          latents: columns(latents.data, latents.frames, seen.from, seen.to),
          channels: latentChannels,
          kept: [kept.from - seen.from, kept.to - seen.from],
          place: seen.from,
          speaker,
          ...(sound === undefined ? {} : { source: sound }),
        }
        return { request, from: (part.from - kept.from) * samplesPerFrame, to: (part.to - kept.from) * samplesPerFrame }
      })
      const sounds = await decoder.run(parts.map(({ request }) => request))
      return joinSamples(sounds.map((audio, index) => audio.slice(parts[index]?.from, parts[index]?.to)))
    },
    async close() {
      await Promise.all([encoder.release(), decoder.close()])
    },
  }
}

/** A part below this would be mostly what it sees around itself. */
const shortestPartFrames = 20

function splitEvenly(from: number, to: number, parts: number): { from: number; to: number }[] {
  const count = Math.max(1, Math.min(parts, Math.floor((to - from) / shortestPartFrames)))
  const border = (index: number) => from + Math.round(((to - from) * index) / count)
  return Array.from({ length: count }, (_, index) => ({ from: border(index), to: border(index + 1) }))
}

/** Columns `from` to before `to` of rows of `width`. */
function columns(rows: Float32Array, width: number, from: number, to: number): Float32Array {
  const cut = new Float32Array((rows.length / width) * (to - from))
  for (let row = 0, at = 0; at < cut.length; row += width, at += to - from)
    cut.set(rows.subarray(row + from, row + to), at)
  return cut
}
