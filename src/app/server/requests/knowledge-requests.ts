import { z } from 'zod'
import { scrapeSources } from '../../../core/config.ts'
import type { ScrapeReport, ScrapeSourceStatus, ScrapeTrouble } from '../../../learning/ports.ts'
import type { WorkState } from './work-state.ts'

const id = z.enum(scrapeSources)

export const knowledgeInputs = {
  'knowledge.list': z.strictObject({}),
  'knowledge.switch': z.strictObject({ id, enabled: z.boolean() }),
  /** What is read of it: addresses, tags, folders, one each. */
  'knowledge.places': z.strictObject({ id, places: z.array(z.string().trim().min(1).max(1000)).max(1000) }),
  'knowledge.manners': z.strictObject({
    requestsPerDay: z.number().int().min(1).max(5000),
    contact: z
      .string()
      .trim()
      .max(200)
      .regex(/^[\x20-\x7e]*$/),
  }),
  /** Begins; `knowledge.list` tells how far it is. */
  'knowledge.run': z.strictObject({ id, limit: z.number().int().min(1).max(1_000_000) }),
  'knowledge.stop': z.strictObject({}),
}

export type KnowledgeSourceId = z.infer<typeof id>

export interface KnowledgeSource extends Omit<ScrapeSourceStatus, 'id'> {
  id: KnowledgeSourceId
  places: readonly string[]
  /** What could not be read or may not be learned from, by reason, the most frequent first. */
  troubles: ScrapeTrouble[]
  /** The run of this source that is under way, or was the last since SAM started. */
  run?: WorkState<ScrapeReport>
}

export interface KnowledgeResults {
  'knowledge.list': {
    sources: KnowledgeSource[]
    requestsPerDay: number
    contact: string
    /** Only what lies on this machine can be read. */
    offline: boolean
  }
  'knowledge.switch': { id: string }
  'knowledge.places': { id: string }
  'knowledge.manners': { requestsPerDay: number }
  'knowledge.run': { id: string }
  'knowledge.stop': { stopped: boolean }
}
