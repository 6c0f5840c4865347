import { SamError } from '../../../../core/errors.ts'
import { readNpy, writeNpy } from '../../../../core/files/npy.ts'
import { createExcitation } from '../../../../tts/rvc/excitation.ts'
import type { VoiceModel } from '../../../../tts/rvc/voice-model.ts'
import { decodeSlices } from '../../../../tts/rvc/voices/decode-slices.ts'
import { openVoice } from '../../../../tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../../../../tts/rvc/voices/prepare-voice.ts'
import { decoderThreads, preparedFolder } from '../../../voices/voice-places.ts'
import { defineCommand } from '../../command.ts'
import { requiredOption } from '../../required-option.ts'

export const render = defineCommand({
  name: 'render',
  summary: 'expert: the synthesizer alone on given tensors',
  arguments: { '<pth>': 'the checkpoint of a voice' },
  options: {
    phone: { type: 'text', value: 'file.npy', summary: 'content features, float32 [1, frames, 256 or 768]' },
    pitch: { type: 'text', value: 'file.npy', summary: 'coarse pitch of 1 to 255, int64 [1, frames]' },
    pitchf: { type: 'text', value: 'file.npy', summary: 'pitch in hertz, 0 for unvoiced, float32 [1, frames]' },
    sid: { type: 'integer', value: 'number', default: 0, minimum: 0, summary: 'speaker' },
    noise: { type: 'text', value: 'file.npy', summary: 'standard normal for the latents; zeros when absent' },
    sourceNoise: { type: 'text', value: 'file.npy', summary: 'standard normal for the excitation; zeros when absent' },
    out: { type: 'text', value: 'file.npy', summary: 'where the sound goes, float32 [1, 1, samples]' },
  },
  examples: ['sam voices render me.pth --phone p.npy --pitch i.npy --pitchf f.npy --out a.npy'],
  async run({ output, home, signal }, { arguments: [file = ''], options }) {
    const out = requiredOption(options.out, '--out', 'voices render')
    const phoneFile = requiredOption(options.phone, '--phone', 'voices render')
    const model = await openVoice(await prepareVoice(file, preparedFolder(home)), decoderThreads())
    const { phoneWidth, latentChannels, samplesPerFrame } = model
    const phone = floats(phoneFile, [1, undefined, phoneWidth])
    const frames = phone.length / phoneWidth
    const noise = options.noise === undefined ? {} : { noise: floats(options.noise, [1, latentChannels, frames]) }
    const pitch = model.usesPitch
      ? { pitch: coarse(requiredOption(options.pitch, '--pitch', 'voices render'), frames) }
      : {}
    const latents = await model.encode({ phone, speaker: options.sid, ...noise, ...pitch })
    const source = model.usesPitch ? excitation(model, frames, options.pitchf, options.sourceNoise) : undefined
    const audio = new Float32Array(frames * samplesPerFrame)
    let at = 0
    for await (const slice of decodeSlices(model, latents, source, options.sid, { signal })) {
      audio.set(slice, at)
      at += slice.length
    }
    writeNpy(out, { dims: [1, 1, audio.length], data: audio })
    await model.close()
    output.emit({ type: 'done', file: out, samples: audio.length, sampleRateHz: model.sampleRateHz }, out)
    return 0
  },
})

function excitation(model: VoiceModel, frames: number, pitchf: string | undefined, noiseFile: string | undefined) {
  const hertz = floats(requiredOption(pitchf, '--pitchf', 'voices render'), [1, frames])
  const noise = noiseFile === undefined ? undefined : floats(noiseFile, [1, frames * model.samplesPerFrame, 1])
  let at = 0
  return createExcitation(model.samplesPerFrame, () => noise?.[at++] ?? 0).next(hertz)
}

function floats(file: string, dims: readonly (number | undefined)[]): Float32Array {
  const array = readNpy(file)
  if (array.type === 'float32' && array.data.length > 0 && fits(array.dims, dims)) return array.data
  throw wrongShape(file, 'float32', dims, array)
}

function coarse(file: string, frames: number): BigInt64Array {
  const array = readNpy(file)
  if (array.type !== 'int64' || !fits(array.dims, [1, frames])) throw wrongShape(file, 'int64', [1, frames], array)
  if (array.data.every((value) => value >= 0n && value <= 255n)) return array.data
  throw new SamError('voice-tensor-invalid', `${file} has pitches outside 0 to 255.`, { kind: 'usage' })
}

function fits(dims: readonly number[], wanted: readonly (number | undefined)[]): boolean {
  return dims.length === wanted.length && wanted.every((length, axis) => (length ?? dims[axis]) === dims[axis])
}

function wrongShape(
  file: string,
  type: string,
  wanted: readonly (number | undefined)[],
  got: { type: string; dims: readonly number[] },
): SamError {
  const shape = wanted.map((length) => length ?? 'frames').join(', ')
  const message = `${file} holds ${got.type} [${got.dims.join(', ')}] and not ${type} [${shape}].`
  return new SamError('voice-tensor-invalid', message, { kind: 'usage' })
}
