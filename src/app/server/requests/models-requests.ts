import { z } from 'zod'

const id = z.string().min(1).max(100)

export const modelsInputs = {
  'models.list': z.strictObject({}),
  /** Fetches one model and what it borrows from; goes on where it was stopped. */
  'models.pull': z.strictObject({ id }),
  /** Reads every byte of one model. */
  'models.verify': z.strictObject({ id }),
  'models.remove': z.strictObject({ id }),
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

export interface ModelsResults {
  'models.list': { models: ModelLine[]; folder: string; freeBytes: number; offline: boolean }
  'models.pull': { id: string }
  'models.verify': { id: string; state: ModelLine['state']; damagedFiles: string[] }
  'models.remove': { id: string; freedBytes: number }
}
