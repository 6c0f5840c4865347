import type { Companion } from '../agent/ports.ts'
import type { Recollection } from '../agent/turn/context-note.ts'
import type { Config } from '../core/config.ts'
import type { Logger } from '../core/log.ts'
import type { StyleGuide } from '../memory/ports.ts'
import type { Platform } from '../tools/platform/port.ts'

/** A look at the screen must not delay an answer. */
const lookTimeoutMs = 400
/** Of the paragraph about the user's ways. */
const styleTokens = 80

export interface CompanionParts {
  config: Config
  platform: Platform
  /** What is remembered and bears on these words, best first. */
  recall(text: string): Promise<readonly Recollection[]>
  /** How the user likes answers. */
  style: StyleGuide
  logger: Logger
}

/**
 * What models are told beside the words: memories, the application in front where the user lets SAM look, the user's style.
 * Claude is told of memories only where the user shares them. What cannot be looked up is left out.
 */
export function createCompanion({ config, platform, recall, style, logger }: CompanionParts): Companion {
  const { shares } = config.claude
  const orNothing = async <Result>(what: string, look: Promise<Result>): Promise<Result | undefined> => {
    try {
      return await look
    } catch (cause) {
      logger.debug('Left out of what the model is told.', { what, cause: String(cause) })
      return undefined
    }
  }
  return {
    shared: shares,
    async about(text, model, signal) {
      const mayKnow = (room: string) => model === 'local' || shares.includes(room)
      const looking = AbortSignal.any([signal, AbortSignal.timeout(lookTimeoutMs)])
      const [recollections, front] = await Promise.all([
        mayKnow('memory') ? orNothing('memory', recall(text)) : undefined,
        config.context.frontApp && mayKnow('windows')
          ? orNothing('front application', platform.applications.front(looking))
          : undefined,
      ])
      const liked = mayKnow('memory') ? style.styleFor(text, styleTokens) : undefined
      return {
        ...(recollections === undefined ? {} : { recollections }),
        ...(front === undefined ? {} : { frontApp: front.name }),
        ...(liked === undefined ? {} : { style: liked }),
      }
    },
  }
}
