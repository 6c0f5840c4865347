import { openSession } from '../../../core/onnx/session.ts'
import type { ModelStore } from '../../../models/ports.ts'
import { installedFile } from '../../installed-file.ts'
import type { PitchDetector } from './pitch-detector.ts'
import { createRmvpe } from './rmvpe.ts'
import { createSwiftF0 } from './swift-f0.ts'
import { createYin } from './yin.ts'

/** Which detector the user wants; each needs a model of the same name, YIN none. */
export type PitchChoice = 'swift-f0' | 'rmvpe' | 'yin'

/**
 * The wanted detector; SwiftF0 where RMVPE is wanted and not installed, and YIN where neither is.
 * @param threads of RMVPE, the only one that is work
 * Errors: `model-corrupted`.
 */
export async function openPitchDetector(
  models: Pick<ModelStore, 'locate'>,
  wanted: PitchChoice = 'swift-f0',
  threads = 1,
): Promise<PitchDetector> {
  if (wanted === 'yin') return createYin()
  const rmvpe = wanted === 'rmvpe' ? installedFile(models, 'rmvpe', 'model') : undefined
  if (rmvpe !== undefined) return createRmvpe(await openSession(rmvpe, 'rmvpe', threads, { lengthsVary: true }))
  const swift = installedFile(models, 'swift-f0', 'model')
  return swift === undefined ? createYin() : createSwiftF0(await openSession(swift, 'swift-f0'))
}
