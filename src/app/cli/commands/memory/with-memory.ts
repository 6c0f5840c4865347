import { type OpenMemory, openMemory } from '../../../memory/open-memory.ts'
import type { CommandContext } from '../../command.ts'

/** The memory for the length of one command. */
export async function withMemory<Result>(
  context: CommandContext,
  use: (memory: OpenMemory) => Promise<Result>,
): Promise<Result> {
  const memory = openMemory(context)
  try {
    return await use(memory)
  } finally {
    await memory.close()
  }
}
