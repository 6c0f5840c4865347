import { z } from 'zod'
import type { ImportKind } from '../../../memory/imports/history.ts'
import type { ImportReport } from '../../../memory/imports/import-count.ts'
import { categories, type HitKind, type Pattern } from '../../../memory/ports.ts'
import { uploadId } from './upload-requests.ts'

export const importKinds = ['chatgpt', 'claude', 'claude-code', 'training'] as const satisfies readonly ImportKind[]

const row = z.number().int().positive()
/** What the user wants gone: things that were found, or all in which these words stand. */
const forgettable = z.strictObject({
  turns: z.array(row).max(1000).default([]),
  facts: z.array(row).max(1000).default([]),
  words: z.string().trim().max(1000).default(''),
})
const counts = z.strictObject({
  turns: z.number().int().nonnegative(),
  facts: z.number().int().nonnegative(),
  examples: z.number().int().nonnegative(),
  elsewhere: z.number().int().nonnegative(),
})

export const memoryInputs = {
  'memory.overview': z.strictObject({}),
  'memory.search': z.strictObject({ query: z.string().trim().min(1).max(1000) }),
  'memory.timeline': z.strictObject({
    /** Where the page before ended. */
    before: z.strictObject({ row, atMs: z.number().optional() }).optional(),
  }),
  'memory.facts': z.strictObject({}),
  'memory.patterns': z.strictObject({}),
  'memory.correct-pattern': z.strictObject({
    category: z.enum(categories),
    facet: z.string().min(1).max(100),
    value: z.string().min(1).max(200),
    verdict: z.enum(['wrong', 'right']).nullable(),
  }),
  /** What it is for, by the user's word. */
  'memory.recategorise': z.strictObject({
    source: z.string().min(1).max(100),
    conversation: z.string().min(1).max(1000),
    category: z.enum(categories),
  }),
  /** Not true; `false` takes that back. */
  'memory.refute': z.strictObject({ fact: row, refuted: z.boolean() }),
  'memory.forget-question': forgettable,
  /** Nothing is forgotten unless it is exactly what the question said. */
  'memory.forget': z.strictObject({ what: forgettable, expected: counts }),
  'memory.import': z.strictObject({ kind: z.enum(importKinds), uploads: z.array(uploadId).min(1).max(2000) }),
}

/** Where something comes from. */
export interface Provenance {
  source: string
  conversation: string
  title?: string
}

export interface SaidLine extends Provenance {
  row: number
  speaker: string
  text: string
  atMs?: number
}

export interface FoundLine extends SaidLine {
  kind: HitKind
}

export interface KnownFact {
  id: number
  text: string
  toldAtMs: number
  subject?: string
  attribute?: string
  value?: string
  /** It holds no longer. */
  validToMs?: number
  /** The user called it untrue. */
  refutedAtMs?: number
  /** Words of others may be in it. */
  tainted?: true
  from?: Provenance
}

export type ForgetCounts = z.infer<typeof counts>
export type Forgettable = z.input<typeof forgettable>

export interface MemoryResults {
  'memory.overview': {
    conversations: number
    documents: number
    turns: number
    facts: number
    waiting: number
    bytes: number
  }
  /** `wordsOnly`: why no meaning was searched. */
  'memory.search': { hits: FoundLine[]; wordsOnly?: string }
  'memory.timeline': { lines: SaidLine[]; more: boolean }
  'memory.facts': { facts: KnownFact[] }
  'memory.patterns': { patterns: Pattern[] }
  'memory.correct-pattern': { done: boolean }
  'memory.recategorise': { done: boolean }
  'memory.refute': { done: boolean }
  'memory.forget-question': ForgetCounts & { texts: string[] }
  'memory.forget': ForgetCounts
  'memory.import': {
    report?: ImportReport & { quarantineFile?: string }
    failures: { message: string; remedy?: string }[]
  }
}
