import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { encodeMetadata } from '../../core/onnx/graph-core.ts'
import { ProtobufWriter } from '../../core/onnx/protobuf-writer.ts'

const symbol = z.string().min(1).max(16)
const voiceSchema = z.looseObject({
  audio: z.looseObject({ sample_rate: z.number().int().min(8000).max(96_000) }),
  espeak: z.looseObject({ voice: z.string().min(1).max(64) }),
  num_speakers: z.number().int().min(1).max(10_000),
  language: z.looseObject({ name_english: z.string().max(100) }).optional(),
  phoneme_id_map: z.record(symbol, z.tuple([z.number().int().min(0).max(100_000)]).rest(z.number())),
})

/**
 * Makes model.onnx and tokens.txt, which sherpa-onnx loads, of a Piper voice. sherpa-onnx wants the voice's description in the
 * model's own metadata; a protobuf message may be continued by appending, so the weights are copied and the keys follow
 * (field 14 of ModelProto). Errors: `model-file-invalid`.
 */
export async function convertPiper(from: { model: string; description: string }, toFolder: string): Promise<void> {
  const voice = readVoice(from.description)
  const metadata: Record<string, string | number> = {
    model_type: 'vits',
    comment: 'piper',
    language: voice.language?.name_english ?? 'unknown',
    voice: voice.espeak.voice,
    has_espeak: 1,
    n_speakers: voice.num_speakers,
    sample_rate: voice.audio.sample_rate,
  }
  const appendix = new ProtobufWriter()
  for (const [key, value] of Object.entries(metadata)) appendix.message(14, encodeMetadata(key, String(value)))

  const model = path.join(toFolder, 'model.onnx')
  await fs.promises.copyFile(from.model, model)
  await fs.promises.appendFile(model, Buffer.concat([...appendix.chunks()]))
  const lines = Object.entries(voice.phoneme_id_map).map(([phoneme, [id]]) => `${phoneme} ${id}\n`)
  await fs.promises.writeFile(path.join(toFolder, 'tokens.txt'), lines.join(''))
}

function readVoice(file: string): z.infer<typeof voiceSchema> {
  try {
    return voiceSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new SamError('model-file-invalid', `${path.basename(file)} is not the description of a Piper voice.`, {
      cause,
    })
  }
}
