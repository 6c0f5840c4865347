import type { SentenceModelFiles } from '../../core/text-model/bert-graph.ts'
import type { ModelStore } from '../../models/ports.ts'

/** Catalogue id of the model that reads meaning. */
const modelId = 'all-minilm-l6-v2'

/** Errors: `model-missing`, `model-corrupted`. */
export function sentenceModelFiles(models: Pick<ModelStore, 'locate'>): SentenceModelFiles {
  const { id, files } = models.locate(modelId)
  const { weights = '', vocabulary = '', config = '' } = files
  return { id, weights, vocabulary, config }
}
