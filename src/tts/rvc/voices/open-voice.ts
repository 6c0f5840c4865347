import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../../core/errors.ts'
import { openSession } from '../../../core/onnx/session.ts'
import type { VoiceModel } from '../voice-model.ts'
import type { PreparedVoice } from './prepare-voice.ts'

/**
 * Loads both halves of a voice. Errors of `encode` and `decode`: `voice-speaker-unknown`.
 * @param threads of the decoder; the encoder is short and takes one
 */
export async function openVoice({ facts, reach, ...files }: PreparedVoice, threads: number): Promise<VoiceModel> {
  const encoder = await openSession(files.encoder, 'voice', 1, { lengthsVary: true })
  const decoder = await openSession(files.decoder, 'voice', threads, { lengthsVary: true })
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
      return { frames, data: await result(encoder, feeds, 'z') }
    },
    async decode(latents, source, speaker, { from, to }) {
      const within = (frame: number) => Math.min(Math.max(frame, 0), latents.frames)
      const seen = { from: within(from - reach.frames), to: within(to + reach.frames) }
      const kept = { from: within(from - reach.laterFrames), to: within(to + reach.laterFrames) }
      const z = columns(latents.data, latents.frames, seen.from, seen.to)
      const feeds = {
        z: new Tensor('float32', z, [1, latentChannels, seen.to - seen.from]),
        kept: int64([kept.from - seen.from, kept.to - seen.from]),
        place: int64([seen.from]),
        sid: speakerTensor(speaker),
        ...(usesPitch && source !== undefined
          ? { source: sourceTensor(source, seen.from, seen.to, samplesPerFrame) }
          : {}),
      }
      const audio = await result(decoder, feeds, 'audio')
      return audio.slice((from - kept.from) * samplesPerFrame, (to - kept.from) * samplesPerFrame)
    },
    async close() {
      await encoder.release()
      await decoder.release()
    },
  }
}

async function result(session: InferenceSession, feeds: Record<string, Tensor>, name: string): Promise<Float32Array> {
  const tensor = (await session.run(feeds))[name]
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new SamError('voice-model-failed', `The voice gave no "${name}".`)
}

/** Columns `from` to before `to` of rows of `width`. */
function columns(rows: Float32Array, width: number, from: number, to: number): Float32Array {
  const cut = new Float32Array((rows.length / width) * (to - from))
  for (let row = 0, at = 0; at < cut.length; row += width, at += to - from)
    cut.set(rows.subarray(row + from, row + to), at)
  return cut
}

function sourceTensor(source: Float32Array, from: number, to: number, samplesPerFrame: number): Tensor {
  const samples = source.subarray(from * samplesPerFrame, to * samplesPerFrame)
  return new Tensor('float32', samples, [1, 1, samples.length])
}

function int64(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])
}
