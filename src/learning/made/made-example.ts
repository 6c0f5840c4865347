import { createHash } from 'node:crypto'
import type { DescribedExample } from '../../memory/ports.ts'

/** An example that SAM made itself, of what it knows: where from is in its origin. */
export type MadeExample = Pick<DescribedExample, 'source' | 'category' | 'quality' | 'origin' | 'messages'> &
  Partial<Pick<DescribedExample, 'group' | 'turnId' | 'variationOf' | 'model' | 'createdMs'>>

/** Made twice, it is the same example. */
export function describe(example: MadeExample): DescribedExample {
  const content = createHash('sha256')
    .update(JSON.stringify([example.messages, example.variationOf]))
    .digest()
  return { createdMs: undefined, licence: undefined, content, ...example }
}
