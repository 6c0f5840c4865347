import fs from 'node:fs'
import { z } from 'zod'
import { SamError } from '../errors.ts'
import type { GraphBuilder } from '../onnx/graph-builder.ts'
import type { Value } from '../onnx/graph-core.ts'
import { StoredWeights } from '../onnx/stored-weights.ts'
import type { WeightFile } from '../onnx/weight-file.ts'

/** Where the files of a sentence model lie. */
export interface SentenceModelFiles {
  /** Catalogue id. */
  id: string
  weights: string
  vocabulary: string
  config: string
}

/** What the weights do not tell, from the model's config.json. */
export interface BertSettings {
  layers: number
  heads: number
  layerNormEpsilon: number
  /** Numbers that stand for a token. */
  dimensions: number
}

const configSchema = z.looseObject({
  hidden_size: z.number().int().positive(),
  num_hidden_layers: z.number().int().min(1).max(100),
  num_attention_heads: z.number().int().min(1).max(100),
  layer_norm_eps: z.number().positive(),
  hidden_act: z.literal('gelu'),
})

/** @throws SamError `model-file-invalid` */
export function readBertSettings(configFile: string): BertSettings {
  try {
    const config = configSchema.parse(JSON.parse(fs.readFileSync(configFile, 'utf8')))
    return {
      dimensions: config.hidden_size,
      layers: config.num_hidden_layers,
      heads: config.num_attention_heads,
      layerNormEpsilon: config.layer_norm_eps,
    }
  } catch (cause) {
    throw new SamError('model-file-invalid', `${configFile} does not describe a BERT that SAM can build.`, { cause })
  }
}

/**
 * BERT (Devlin et al. 2019): what its last layer says of each token, [batch, length, width].
 * @param ids int64 [batch, length]
 * @param mask float32 [batch, length], 1 for a real token; without it all are
 */
export function bertStates(
  graph: GraphBuilder,
  file: WeightFile,
  { layers, heads, layerNormEpsilon }: BertSettings,
  ids: Value,
  mask?: Value,
): Value {
  const weights = new StoredWeights(file, graph)
  const norm = (x: Value, name: string) => weights.layerNorm(x, `${name}.LayerNorm`, layerNormEpsilon)
  const words = graph.gather(weights.plain('embeddings.word_embeddings.weight'), ids)
  const positions = weights.plain('embeddings.position_embeddings.weight')
  const placed = graph.add(words, graph.slice(positions, 0, 0, graph.shapeOf(ids, 1)))
  const firstKind = graph.slice(weights.plain('embeddings.token_type_embeddings.weight'), 0, 0, 1)
  let x = norm(graph.add(placed, firstKind), 'embeddings')

  // Padding gets no attention: its scores sink before the softmax.
  const bias =
    mask === undefined
      ? undefined
      : graph.mul(graph.unsqueeze(graph.sub(mask, graph.scalar(1)), [1, 2]), graph.scalar(1e9))
  for (let layer = 0; layer < layers; layer += 1) {
    const name = `encoder.layer.${layer}`
    const attended = graph.scope(`layer${layer}`, () => attention(graph, weights, x, bias, name, heads))
    x = norm(graph.add(x, weights.linear(attended, `${name}.attention.output.dense`)), `${name}.attention.output`)
    const hidden = graph.gelu(weights.linear(x, `${name}.intermediate.dense`))
    x = norm(graph.add(x, weights.linear(hidden, `${name}.output.dense`)), `${name}.output`)
  }
  return x
}

function attention(
  graph: GraphBuilder,
  weights: StoredWeights,
  x: Value,
  bias: Value | undefined,
  name: string,
  heads: number,
): Value {
  const [width = 0] = weights.dims(`${name}.attention.self.query.bias`)
  const depth = width / heads
  const divided = (part: string, order: readonly number[], scale = 1) =>
    graph.transpose(
      graph.reshape(weights.linear(x, `${name}.attention.self.${part}`, scale), [0, -1, heads, depth]),
      order,
    )
  const scores = graph.matMul(divided('query', [0, 2, 1, 3], depth ** -0.5), divided('key', [0, 2, 3, 1]))
  const mixed = graph.matMul(
    graph.softmax(bias === undefined ? scores : graph.add(scores, bias)),
    divided('value', [0, 2, 1, 3]),
  )
  return graph.reshape(graph.transpose(mixed, [0, 2, 1, 3]), [0, -1, width])
}
