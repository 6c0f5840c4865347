import { createSam, type Sam } from '../sam.ts'
import type { CommandContext } from './command.ts'

/** SAM for the length of one command; its processes and files are closed whatever happens. */
export async function withSam<Result>(context: CommandContext, use: (sam: Sam) => Promise<Result>): Promise<Result> {
  const sam = await createSam(context)
  try {
    return await use(sam)
  } finally {
    await sam.close()
  }
}
