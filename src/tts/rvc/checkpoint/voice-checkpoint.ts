import { z } from 'zod'
import type { Refuse } from '../../../core/errors.ts'
import { Tensor, type TorchMap, type TorchValue } from '../../../core/files/torch-pickle.ts'
import type { VoiceModelFacts } from '../voice-model.ts'
import { type Architecture, configSchema } from './architecture.ts'
import { TorchFile } from './torch-file.ts'
import { VoiceWeights } from './voice-weights.ts'

/** An RVC voice: what it is, how its network is shaped, and its weights. */
export interface VoiceCheckpoint {
  facts: VoiceModelFacts
  architecture: Architecture
  weights: VoiceWeights
}

/** Names of weights that belong to vocoders other than HiFi-GAN with a sine source (Applio offers several). */
const otherVocoders = /^dec\.(mrfs|upsamples|upsample_blocks|downsample_blocks|mel_conv)\./
const hifiGan = /^(hifi-?gan|nsf-hifi-?gan|hifi-?gan-nsf|default)$/i
const usualEmbedders = /^(contentvec|hubert|hubert[-_]base)$/i
const mostWeights = 4096
const mostSpeakers = 100_000
const phoneWidths = { v1: 256, v2: 768 }
const exportIt =
  'Export the voice from it: in RVC "ckpt Processing", "Model extraction"; in Applio "Export Model". The file to give has about 55 MB.'

const labelSchema = z.string().max(100).nullish()

/** Reads a `.pth` of RVC or Applio. Error `voice-file-refused` with what the file is instead and what to give. */
export async function readVoiceCheckpoint(file: string): Promise<VoiceCheckpoint> {
  const torch = await TorchFile.open(file)
  const { refuse } = torch
  const root = torch.root
  if (!(root instanceof Map))
    throw refuse(root instanceof Tensor ? 'holds a single tensor, not a voice' : 'holds no voice')
  const weights = weightsOf(root, refuse)
  requireUsualVoice(root, weights, refuse)
  const architecture = architectureOf(root, refuse)
  const version = labelSchema.safeParse(root.get('version') ?? 'v1').data ?? 'v1'
  if (version !== 'v1' && version !== 'v2')
    throw refuse(`is an RVC voice of version ${JSON.stringify(version)}; SAM knows v1 and v2`)
  const named = new VoiceWeights(torch, weights)
  const phoneWidth = named.dims('enc_p.emb_phone.weight')[1]
  if (phoneWidth !== phoneWidths[version])
    throw refuse(
      `says it is a ${version} voice but reads features of width ${phoneWidth} instead of ${phoneWidths[version]}`,
    )
  const usesPitch = truth(root.get('f0'))
  if (usesPitch !== named.has('enc_p.emb_pitch.weight') || usesPitch !== named.has('dec.m_source.l_linear.weight'))
    throw refuse(
      usesPitch ? 'says it uses pitch but has no weights for it' : 'says it uses no pitch but has weights for it',
    )
  const speakers = named.dims('emb_g.weight')[0] ?? 0
  if (speakers < 1 || speakers > mostSpeakers) throw refuse(`has ${speakers} speakers`)
  const { sampleRateHz, latentChannels } = architecture
  const samplesPerFrame = sampleRateHz / 100
  return {
    facts: { version, usesPitch, sampleRateHz, speakers, phoneWidth, latentChannels, samplesPerFrame },
    architecture,
    weights: named,
  }
}

function weightsOf(root: TorchMap, refuse: Refuse): Map<string, Tensor> {
  const weight = root.get('weight')
  if (!(weight instanceof Map)) throw notAVoice(root, refuse)
  if (weight.size > mostWeights) throw refuse(`has ${weight.size} weights, which no voice has`)
  const weights = new Map<string, Tensor>()
  for (const [name, tensor] of weight) {
    if (typeof name !== 'string' || name.length > 200 || !(tensor instanceof Tensor))
      throw refuse('has something else than numbers among its weights')
    weights.set(name, tensor)
  }
  return weights
}

function notAVoice(root: TorchMap, refuse: Refuse) {
  if (root.has('model') && (root.has('optimizer') || root.has('learning_rate') || root.has('iteration')))
    return refuse('is a training checkpoint (G_….pth or D_….pth), not a finished voice', { remedy: exportIt })
  if (root.get('model') instanceof Map || root.has('state_dict'))
    return refuse('is a training checkpoint of another program')
  if ([...root.values()].some((value) => value instanceof Tensor))
    return refuse('holds bare weights without the description that belongs to an RVC voice', { remedy: exportIt })
  return refuse('is not an RVC voice: it has no "weight"')
}

/** Applio's additions; a voice that needs another vocoder or other features would come out as noise. */
function requireUsualVoice(root: TorchMap, weights: ReadonlyMap<string, Tensor>, refuse: Refuse): void {
  const label = (key: string) => {
    const parsed = labelSchema.safeParse(root.get(key))
    if (!parsed.success) throw refuse(`has a "${key}" that is not a name`)
    return parsed.data ?? undefined
  }
  const vocoder = label('vocoder')
  const stranger = [...weights.keys()].find((name) => otherVocoders.test(name))
  if ((vocoder !== undefined && !hifiGan.test(vocoder)) || stranger !== undefined)
    throw refuse(
      `was trained for ${vocoder === undefined || hifiGan.test(vocoder) ? 'another vocoder' : `the vocoder "${vocoder}"`}; SAM speaks with HiFi-GAN only`,
      {
        remedy: 'Train or export the voice with the vocoder "HiFi-GAN".',
      },
    )
  const embedder = label('embedder_model')
  if (embedder !== undefined && embedder !== '' && !usualEmbedders.test(embedder))
    throw refuse(`was trained on the content features "${embedder}"; SAM has those of ContentVec only`, {
      remedy: 'Train the voice with the embedder "contentvec".',
    })
}

function architectureOf(root: TorchMap, refuse: Refuse): Architecture {
  const config = root.get('config')
  if (config === undefined)
    throw refuse('holds weights without the description ("config") that belongs to an RVC voice', { remedy: exportIt })
  const parsed = configSchema.safeParse(config)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw refuse(`has a "config" that is not of an RVC voice (${[...(issue?.path ?? []), issue?.message].join(': ')})`)
}

/** 1, true and absent mean pitch; some programs write the number as text. */
function truth(value: TorchValue | undefined): boolean {
  return value === undefined || value === null || !(value === 0 || value === false || value === '0')
}
