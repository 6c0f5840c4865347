import type { InferenceSession } from 'onnxruntime-node'
import { openSession } from '../../../core/onnx/session.ts'

/** A decoder for one thread. Its weights are mapped, so that every thread's session uses the same memory. */
export function openDecoderSession(file: string): Promise<InferenceSession> {
  return openSession(file, 'voice', 1, { lengthsVary: true })
}
