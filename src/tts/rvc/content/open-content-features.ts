import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { ensureModelFile } from '../../../core/onnx/model-file.ts'
import { openSafetensors } from '../../../core/onnx/safetensors.ts'
import { openSession } from '../../../core/onnx/session.ts'
import type { ModelStore } from '../../../models/ports.ts'
import { installedFile } from '../../installed-file.ts'
import { type ContentFeatures, createContentFeatures } from './content-features.ts'
import { buildHubert } from './hubert-graph.ts'
import { openTorchWeights } from './torch-weights.ts'

/** Catalogue ids: ready-made for voices of version 2, and weights for both versions. */
const readyMade = 'contentvec-768'
const weights = 'hubert-base-weights'

type Models = Pick<ModelStore, 'locate'>

/**
 * Loads what reads content features for a voice: the ready-made model, or one built of HuBERT's weights at the first use and
 * kept beside them.
 * @param width of the features the voice reads: 256 or 768
 * Errors: `model-missing` with the command that mends it, `model-corrupted`, `model-file-invalid`.
 */
export async function openContentFeatures(models: Models, width: number, threads: number): Promise<ContentFeatures> {
  const { id, file } = locateContentFeatures(models, width)
  const graph = id === readyMade ? file : await builtFrom(file, width)
  return createContentFeatures(await openSession(graph, id, threads), width)
}

/** Catalogue id of the model that is recommended for a voice that reads features of this width. */
export function featuresModel(width: number): string {
  return width === 768 ? readyMade : weights
}

/** What would be loaded for a voice that reads features of this width. Errors: `model-missing`, `model-corrupted`. */
export function locateContentFeatures(models: Models, width: number): { id: string; file: string } {
  const ready = width === 768 ? installedFile(models, readyMade, 'model') : undefined
  if (ready !== undefined) return { id: readyMade, file: ready }
  const checkpoint = installedFile(models, weights, 'checkpoint')
  if (checkpoint !== undefined) return { id: weights, file: checkpoint }
  const message = 'A voice of your own needs a model of content features, and none is on this machine.'
  const remedy = `sam models pull ${featuresModel(width)}`
  throw new SamError('model-missing', message, { kind: 'missing', remedy })
}

async function builtFrom(checkpoint: string, width: number): Promise<string> {
  const file = path.join(path.dirname(checkpoint), `features-${width}.onnx`)
  if (fs.existsSync(file)) return file
  const source = startsAsZip(checkpoint) ? await openTorchWeights(checkpoint) : openSafetensors(checkpoint)
  ensureModelFile(file, () => buildHubert(source, width === 768 ? 'last' : 'projected'))
  return file
}

/** PyTorch writes zip archives. */
function startsAsZip(file: string): boolean {
  const start = Buffer.alloc(4)
  const handle = fs.openSync(file, 'r')
  fs.readSync(handle, start, 0, 4, 0)
  fs.closeSync(handle)
  return start.toString('latin1') === 'PK\x03\x04'
}
