import type { InferenceSession } from 'onnxruntime-node'
import { SamError } from '../../../core/errors.ts'
import { openSession } from '../../../core/onnx/session.ts'
import type { ModelStore } from '../../../models/ports.ts'
import { installedFile } from '../../installed-file.ts'
import type { PitchDetector } from './pitch-detector.ts'
import { createRmvpe } from './rmvpe.ts'
import { createSwiftF0 } from './swift-f0.ts'
import { createYin } from './yin.ts'

/** Which detector the user wants; each needs a model of the same name, YIN none. */
export type PitchChoice = 'swift-f0' | 'rmvpe' | 'yin'

export interface OpenPitchDetector {
  detector: PitchDetector
  /** `pitch-detector-missing`, where it is not the wanted one. */
  trouble?: SamError
  close(): Promise<void>
}

/**
 * The wanted detector; SwiftF0 where RMVPE is wanted and not installed, and YIN where neither is.
 * @param threads of RMVPE, the only one that is work
 * Errors: `model-corrupted`.
 */
export async function openPitchDetector(
  models: Pick<ModelStore, 'locate'>,
  wanted: PitchChoice = 'swift-f0',
  threads = 1,
): Promise<OpenPitchDetector> {
  const opened = (found: PitchChoice, detector: PitchDetector, session?: InferenceSession): OpenPitchDetector => ({
    detector,
    ...(found === wanted ? {} : { trouble: missing(wanted, found) }),
    close: async () => session?.release(),
  })
  if (wanted === 'yin') return opened('yin', createYin())
  const rmvpe = wanted === 'rmvpe' ? installedFile(models, 'rmvpe', 'model') : undefined
  if (rmvpe !== undefined) {
    const session = await openSession(rmvpe, 'rmvpe', threads, { lengthsVary: true })
    return opened('rmvpe', createRmvpe(session), session)
  }
  const swift = installedFile(models, 'swift-f0', 'model')
  if (swift === undefined) return opened('yin', createYin())
  const session = await openSession(swift, 'swift-f0')
  return opened('swift-f0', createSwiftF0(session), session)
}

function missing(wanted: PitchChoice, found: PitchChoice): SamError {
  const message = `The pitch of your voice is found by ${found}: the model ${wanted} is not on this machine.`
  return new SamError('pitch-detector-missing', message, { kind: 'missing', remedy: `sam models pull ${wanted}` })
}
