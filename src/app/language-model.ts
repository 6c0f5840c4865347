import path from 'node:path'
import { ServerModel } from '../agent/local-model/server-model.ts'
import { LocalModel } from '../agent/local-model.ts'
import type { LanguageModel } from '../agent/ports.ts'
import type { Logger } from '../core/log.ts'
import type { DiskModelStore } from '../models/store.ts'
import { languageModelId } from './model-choice.ts'

/** The model that answers on the user's own machines. */
export interface OwnModel {
  model: LanguageModel
  /** Loads what can be loaded ahead. */
  warm(systemPrompt: string): Promise<void>
  close(): Promise<void>
}

export interface OwnModelOptions {
  models: DiskModelStore
  modelsFolder: string
  /** `SAM_LOCAL_LLM_URL` */
  environment: Record<string, string | undefined>
  logger: Logger
  onSending(sent: { destination: string; bytes: number }): void
}

/** The server that the user named, or else the best model that is installed here. Error `usage` for an unfit address. */
export function createOwnModel({ models, modelsFolder, environment, logger, onSending }: OwnModelOptions): OwnModel {
  const url = environment['SAM_LOCAL_LLM_URL'] ?? ''
  if (url !== '') return { model: new ServerModel({ url, onSending }), warm: async () => {}, close: async () => {} }
  const id = languageModelId(models)
  const model = new LocalModel({
    id,
    locate: () => models.locate(id).files['model'] ?? '',
    cacheFolder: path.join(modelsFolder, '.prompt-states'),
    log: logger,
  })
  return { model, warm: (systemPrompt) => model.warm(systemPrompt), close: () => model.dispose() }
}
