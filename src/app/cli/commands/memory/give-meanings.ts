import { toSamError } from '../../../../core/errors.ts'
import type { OpenMemory } from '../../../memory/open-memory.ts'
import type { CommandContext } from '../../command.ts'

/** Lets what was stored be found by its meaning too. What is cut off here goes on at the next occasion; words are found anyway. */
export async function giveMeanings({ logger, signal }: CommandContext, { recall }: OpenMemory): Promise<void> {
  const shown = process.stderr.isTTY
  try {
    await recall.catchUp({
      signal,
      onProgress(done, total) {
        if (shown) process.stderr.write(`\r\x1b[K  reading the meaning of ${done} of ${total}`)
      },
    })
  } catch (thrown) {
    const { code, message, remedy } = toSamError(thrown)
    if (!/^(?:model|embedding)-/.test(code)) throw thrown
    logger.warn('Stored; found by words only for now.', { because: message, remedy })
  } finally {
    if (shown) process.stderr.write('\r\x1b[K')
  }
}
