import { SamError } from '../core/errors.ts'
import type { ModelStore } from '../models/ports.ts'

/** A file of a model, or undefined where the model is not installed: there are others. Errors: `model-corrupted`. */
export function installedFile(models: Pick<ModelStore, 'locate'>, id: string, role: string): string | undefined {
  try {
    return models.locate(id).files[role]
  } catch (error) {
    if (error instanceof SamError && error.code === 'model-missing') return undefined
    throw error
  }
}
