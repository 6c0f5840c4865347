import { z } from 'zod'
import type { ErrorRecord } from '../../../core/errors.ts'

const id = z.string().min(1).max(100)

export const modelsInputs = {
  'models.list': z.strictObject({}),
  /** Fetches one model and what it borrows from; goes on where it was stopped. */
  'models.pull': z.strictObject({ id }),
  /** Reads every byte of one model. */
  'models.verify': z.strictObject({ id }),
  'models.remove': z.strictObject({ id }),
  /** What SAM needs and lacks, and how far its fetching is. */
  'models.starter': z.strictObject({}),
  /** Fetches all of it in the core; pages may come and go. */
  'models.fetch-starter': z.strictObject({}),
}

export interface ModelLine {
  id: string
  title: string
  task: string
  set: 'starter' | 'recommended' | 'optional'
  /** The largest of its task that fits this machine's memory. */
  recommendedHere: boolean
  state: 'installed' | 'missing' | 'damaged' | 'outdated'
  downloadBytes: number
  installedBytes?: number
  /** Of a download that was stopped. */
  waitingBytes: number
  minimumMemoryBytes?: number
  licence: { name: string; url: string; note?: string }
  /** Titles of installed models that need this one. */
  neededBy: string[]
}

/** What SAM can do once the models of a part are here. */
export type StarterPart = 'hearing' | 'speaking' | 'thinking'

export interface StarterModel {
  id: string
  title: string
  licence: string
  bytes: number
  part: StarterPart
}

export interface StarterState {
  /** In the order in which they are fetched: SAM listens as soon as those for hearing are here. */
  missing: StarterModel[]
  /** `fromBytes` were here when it was begun. */
  running?: {
    id: string
    phase: 'download' | 'verify' | 'convert' | 'done'
    receivedBytes: number
    totalBytes: number
    fromBytes: number
    startedAtMs: number
  }
  /** Why fetching ended before its end. */
  failed?: ErrorRecord
}

export interface ModelsResults {
  'models.list': { models: ModelLine[]; folder: string; freeBytes: number; offline: boolean }
  'models.pull': { id: string }
  'models.verify': { id: string; state: ModelLine['state']; damagedFiles: string[] }
  'models.remove': { id: string; freedBytes: number }
  'models.starter': StarterState
  'models.fetch-starter': StarterState
}
