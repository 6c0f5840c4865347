import type { Category } from '../memory/ports.ts'

/** A message of an exchange, in the chat format of training examples. */
export interface CapturedMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  /** Of an assistant message that calls tools. */
  toolCalls?: readonly { callId: string; tool: string; input: unknown }[]
}

/** A strong model's answer with what led to it. */
export interface CapturedAnswer {
  model: string
  /** From the system prompt to the request, then calls and their results. */
  messages: readonly CapturedMessage[]
  answer: string
  thoughts?: string
  /** Name of the model at its provider, and US dollars at list price; absent where it is not paid for. */
  cost?: { model: string; usd: number }
  /** SAM's turn in which it was said. */
  turnId?: string
  category: Category
  at: Date
}

/** How far one source of examples is. */
export interface SourceStatus {
  id: string
  /** What there is of it. */
  raw: number
  /** What can be trained on. */
  ready: number
  /** Examples that the recipe wants of it. */
  target: number
  status: 'empty' | 'growing' | 'complete'
}

export interface LearningStatus {
  sources: SourceStatus[]
  ready: number
  target: number
  /** The first goal on the way. */
  phase1Target: number
  /** Share of the first goal that is reached, 0 to 1. */
  completion: number
}

/** A source of custom knowledge and how far it is. */
export interface ScrapeSourceStatus {
  id: string
  enabled: boolean
  /** Documents that are known. */
  indexed: number
  /** Those that were fetched. */
  downloaded: number
  /** Examples that were made of them. */
  trainingReady: number
  status: 'off' | 'empty' | 'waiting' | 'up-to-date'
}

/** What one run of a source did. */
export interface ScrapeReport {
  source: string
  /** Pages, files, posts or entries that were read. */
  items: number
  fetched: number
  unchanged: number
  /** New examples. */
  examples: number
  /** What was read and not made an example, by reason. */
  leftOut: Record<string, number>
  /** Documents that must not be learned from, by reason. */
  refused: Record<string, number>
  /** Documents that could not be read now, by reason. */
  failed: Record<string, number>
  stopped: 'done' | 'limit'
  /** When the next document will be due. */
  dueMs?: number
}

/** Documents of a source that gave nothing, for one reason. */
export interface ScrapeTrouble {
  reason: string
  /** `failed` is tried again, `skipped` is not to be read or learned from. */
  state: 'failed' | 'skipped'
  count: number
  /** Address of one of them. */
  example: string
}

/** The sources of custom knowledge. Errors: `database-*`. */
export interface Scrapers {
  /** Every source, with the setting that says what it reads. */
  list(): { id: string; summary: string; enabled: boolean; setting: string; places: readonly string[] }[]
  status(): ScrapeSourceStatus[]
  /** What of a source gave nothing, the most frequent reason first. */
  troubles(id: string): ScrapeTrouble[]
  /**
   * Reads of a source what is due; may be stopped or killed at any moment, and the next run goes on there. Errors: `scraper-off` (kind refused),
   * `scraper-unknown` (usage), `scrape-place`, `git-missing` (missing), `offline`.
   * @param options `limit` is the most pages, files, posts or entries
   */
  run(
    id: string,
    options: { limit: number; signal: AbortSignal; onProgress?(report: ScrapeReport): void },
  ): Promise<ScrapeReport>
}

/** The local model's own numbers, to compare a trained adapter with what it became as a GGUF file. */
export interface ProbedModel {
  tokenize(text: string): number[]
  /** Natural logarithm of the probability of every next token after these. */
  logProbabilities(tokens: readonly number[]): Promise<ReadonlyMap<number, number>>
}

/** Errors: `model-failed`. */
export interface AdapterProbe {
  open(modelFile: string): Promise<
    ProbedModel & {
      withAdapter<Result>(file: string, work: (model: ProbedModel) => Promise<Result>): Promise<Result>
      close(): Promise<void>
    }
  >
}
