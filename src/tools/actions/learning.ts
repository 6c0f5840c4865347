import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { done, type Tool } from '../tool.ts'

/** What SAM learned last, in words. */
export interface LearningNews {
  /** Undefined when there is nothing that was not told before. */
  untold(): { id: string; spoken: string } | undefined
  setTold(id: string): void
}

/** learning.last-night: a section of the briefing, told once. */
export function createLearningTools(news: LearningNews): Tool[] {
  const lastNight: Tool<Record<string, never>> = {
    name: 'learning.last-night',
    tier: 'read',
    summary: 'Tells what SAM learned last night, and whether it uses it.',
    schema: z.strictObject({}),
    timeoutMs: 5000,
    describe: () => 'Tell what was learned last night.',
    async run() {
      const found = news.untold()
      if (found === undefined) throw new SamError('nothing-learned', 'There is nothing new that I learned.')
      news.setTold(found.id)
      return done(found.spoken, { output: found })
    },
  }
  return [lastNight]
}
