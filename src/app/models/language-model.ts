import path from 'node:path'
import { ServerModel } from '../../agent/local-model/server-model.ts'
import { createLocalModel, type LocalModel } from '../../agent/local-model.ts'
import type { LanguageModel, SentRequest } from '../../agent/ports.ts'
import { agentPrompt, systemPrompt } from '../../agent/prompts.ts'
import { toolsForLocal } from '../../agent/turn/offered-tools.ts'
import type { Logger } from '../../core/log.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { ToolDescription } from '../../tools/ports.ts'
import { languageModelId } from './model-choice.ts'

/** The model that answers on the user's own machines. */
export interface OwnModel {
  model: LanguageModel
  /** Loads what can be loaded ahead. */
  warm(tools: readonly ToolDescription[]): Promise<void>
  close(): Promise<void>
}

export interface OwnModelOptions {
  models: DiskModelStore
  modelsFolder: string
  /** `SAM_LOCAL_LLM_URL` */
  environment: Record<string, string | undefined>
  /** No network; looked at for each question to a server. */
  readonly offline: boolean
  logger: Logger
  onSending(sent: SentRequest): void
  /** GGUF file of what was learned on top of the model with this checksum, if anything is in use. */
  adapterFor?(baseSha256: string): string | undefined
}

/** The best model that is installed here, without tools. */
export function openPlainModel(models: DiskModelStore, modelsFolder: string, log: Logger): LocalModel {
  const id = languageModelId(models)
  const locate = () => models.locate(id).files['model'] ?? ''
  return createLocalModel({ id, locate, cacheFolder: path.join(modelsFolder, '.prompt-states'), log })
}

/** The server that the user named, or else the best model that is installed here. Error `usage` for an unfit address. */
export function createOwnModel(options: OwnModelOptions): OwnModel {
  const { models, modelsFolder, environment, logger, onSending, adapterFor } = options
  const url = environment['SAM_LOCAL_LLM_URL'] ?? ''
  if (url !== '')
    return {
      model: new ServerModel({
        url,
        get offline() {
          return options.offline
        },
        onSending,
      }),
      warm: async () => {},
      close: async () => {},
    }
  const make = () => {
    const id = languageModelId(models)
    const callsTools = models.list().find(({ entry }) => entry.id === id)?.entry.callsTools ?? false
    const locate = () => models.locate(id).files['model'] ?? ''
    return createLocalModel({
      id,
      callsTools,
      locate,
      adapter() {
        const digest = models.digest(id, 'model')
        const file = digest === undefined ? undefined : adapterFor?.(digest)
        return file === undefined ? undefined : { file, scale: 1 }
      },
      cacheFolder: path.join(modelsFolder, '.prompt-states'),
      log: logger,
    })
  }
  // Made at its first use: commands that ask no model do not look up which are installed.
  let made: LocalModel | undefined
  const local = () => {
    made ??= make()
    return made
  }
  return {
    model: {
      id: 'local',
      get callsTools() {
        return local().callsTools
      },
      generate: async (request) => local().generate(request),
    },
    warm: async (tools) => {
      const offered = local().callsTools ? toolsForLocal(tools) : []
      await local().warm(offered.length > 0 ? agentPrompt : systemPrompt, offered)
    },
    close: async () => made?.dispose(),
  }
}
