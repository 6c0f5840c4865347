import { openSession } from '../../../core/onnx/session.ts'
import type { ModelStore } from '../../../models/ports.ts'
import { installedFile } from '../../installed-file.ts'
import type { PitchDetector } from './pitch-detector.ts'
import { createSwiftF0 } from './swift-f0.ts'
import { createYin } from './yin.ts'

const modelId = 'swift-f0'

/** SwiftF0, or YIN where its model is not installed. Errors: `model-corrupted`. */
export async function openPitchDetector(models: Pick<ModelStore, 'locate'>): Promise<PitchDetector> {
  const file = installedFile(models, modelId, 'model')
  return file === undefined ? createYin() : createSwiftF0(await openSession(file, modelId))
}
