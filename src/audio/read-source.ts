import { joinSamples } from '../core/numbers/join-samples.ts'
import type { SoundSource } from './ports.ts'

/** All the samples of a source that ends. Error: the signal's reason, since a source that is stopped ends early. */
export async function readSource(source: SoundSource, signal: AbortSignal): Promise<Float32Array> {
  const chunks: Float32Array[] = []
  for await (const chunk of source.chunks(signal)) chunks.push(chunk)
  signal.throwIfAborted()
  return joinSamples(chunks)
}
