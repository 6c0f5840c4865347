import type { Companion } from '../../agent/ports.ts'
import type { Recollection } from '../../agent/turn/context-note.ts'
import type { Config } from '../../core/config.ts'
import type { Logger } from '../../core/log.ts'
import { type FactStore, type Recall, type StyleGuide, userSpeaker } from '../../memory/ports.ts'
import type { Platform } from '../../tools/platform/port.ts'

/** A look at the screen must not delay an answer. */
const lookTimeoutMs = 400
/** Of the paragraph about the user's ways. */
export const styleTokens = 80

export interface CompanionParts {
  config: Config
  platform: Platform
  /** What is remembered and bears on these words, best first. */
  recall(text: string, signal: AbortSignal): Promise<readonly Recollection[]>
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
        mayKnow('memory') ? orNothing('memory', recall(text, looking)) : undefined,
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

/** So many memories, and so much of them, go into one note. */
const mostRecollections = 4
const recollectionTokens = 200

/**
 * What bears on a request: what the user told, by its words. A model that is large enough to leave alone what does not help is
 * told what the user said before as well, by its meaning. What others wrote or answered is left out: it would make every
 * request one that has to be asked about.
 */
export function recollecting(facts: FactStore, memory: Recall, forLargeModel: () => boolean): CompanionParts['recall'] {
  return async (text, signal) => {
    const told = facts
      .search(text, mostRecollections)
      .map(({ toldAt, ...fact }) => ({ ...fact, at: toldAt, source: 'told' }))
    if (!forLargeModel()) return told
    const { hits } = await memory.search({
      query: text,
      kinds: ['turn'],
      limit: 3 * mostRecollections,
      budgetTokens: recollectionTokens,
      signal,
    })
    const said = hits
      .filter(({ speaker }) => speaker === userSpeaker)
      .map((hit) => ({ text: hit.text, at: hit.at ?? new Date(0), source: hit.source }))
    return [...told, ...said].slice(0, mostRecollections)
  }
}
