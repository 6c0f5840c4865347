import type { Category, DescribedExample, FetchedContent, FoundDocument, ScrapeDocument } from '../../memory/ports.ts'
import type { PoliteWeb } from './web/polite-web.ts'

/** What came of asking for a document. */
export type FetchOutcome =
  | { kind: 'content'; content: FetchedContent }
  /** It is as it was when it was last read. */
  | { kind: 'unchanged' }
  /** It is not to be learned from; what was learned from it goes. */
  | { kind: 'refused'; reason: string }
  /** It may work later; the run decides when. */
  | { kind: 'failed'; reason: string }
  /** Nothing of addresses that begin so may be asked for before that time. */
  | { kind: 'later'; reason: string; untilMs: number; addressStart: string }

/** An example as a source makes it, before it is looked at for what must not be learned. */
export interface ExampleDraft {
  question: string
  answer: string
  source: 'scraped_coding' | 'scraped_creative'
  category: Category
  /** 0 to 1. */
  quality: number
  /** Where it was found: an address, or a place inside a repository. */
  origin: string
  /** Licence, with whom to name where it asks for that. */
  licence: string
  /** Examples of one group are held back from training together; by itself when absent. */
  group?: string
  createdMs?: number
}

/** What was taken out of a document in one go; all of it is written in one transaction. */
export interface Extraction {
  drafts: readonly ExampleDraft[]
  found?: readonly FoundDocument[]
  notes?: readonly { name: string; text: string }[]
  /** Where the next piece begins. */
  position: number
  /** How many pages, files, posts or entries this was: what `--limit` counts. */
  items: number
}

export type ExtractOutcome = Extraction | { refused: string }

/** What an adapter may use while it runs. */
export interface ScrapeRun {
  web: PoliteWeb
  signal: AbortSignal
  nowMs(): number
  /** Text of the same source, kept by an earlier extraction. */
  note(name: string): string | undefined
  body(): Uint8Array | undefined
}

/**
 * One source of knowledge: discover -> fetch -> extract -> examples. Everything that is kept, retried or counted is the
 * run's affair; an adapter only knows its source.
 */
export interface ScrapeAdapter {
  /** Where to begin, asked for at the start of every run. Errors: `scrape-place` (kind missing) where the user named no place. */
  discover(run: ScrapeRun): AsyncIterable<readonly FoundDocument[]> | Iterable<readonly FoundDocument[]>
  fetch(document: ScrapeDocument, run: ScrapeRun): Promise<FetchOutcome>
  /** From `document.position` on; the last piece ends the document. */
  extract(document: ScrapeDocument, run: ScrapeRun): AsyncIterable<ExtractOutcome> | Iterable<ExtractOutcome>
  /** Its documents are those that `discover` finds and no others: what it no longer finds is not read, and what was learned from it goes. */
  findsAll?: boolean
  /** When a document is looked at again. */
  againMs?: number
}

export type { DescribedExample, FoundDocument, ScrapeDocument }
