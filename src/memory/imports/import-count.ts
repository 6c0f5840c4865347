import { type Category, categories } from '../categories/category.ts'
import type { SkipReason } from './conversation.ts'

/** What an import did. Every message is counted once: `messages` = `added` + `unchanged` + all of `skipped`. */
export interface ImportReport {
  source: string
  conversations: number
  messages: number
  /** Messages that are new, or whose words changed. */
  added: number
  unchanged: number
  /** By reason. */
  skipped: Record<string, number>
  /** Values that lie in the quarantine file, now or from an earlier import. */
  quarantined: number
  /** Conversations by what they are for. */
  categories: Record<Category, number>
  /** Why they were told apart by their words only, and not by their meaning: `model-missing`... */
  wordsOnly?: string
}

interface CountedConversation {
  category: Category
  skipped: Partial<Record<SkipReason, number>>
  row?: number
}

/** Adds up what an import does. */
export class ImportCount {
  readonly #source: string
  #conversations = 0
  #added = 0
  #unchanged = 0
  #quarantined = 0
  readonly #skipped = new Map<string, number>()
  readonly #categories = new Map<Category, number>(categories.map((category) => [category, 0]))
  /** What each row was counted as, and how often. */
  readonly #rows = new Map<number, { category: Category; times: number }>()

  constructor(source: string) {
    this.#source = source
  }

  /** @param conversation `row`: of one whose category may be told better later */
  conversation({ category, skipped, row }: CountedConversation): void {
    this.#conversations++
    this.#add(category, 1)
    if (row !== undefined) this.#rows.set(row, { category, times: (this.#rows.get(row)?.times ?? 0) + 1 })
    for (const [reason, count] of Object.entries(skipped)) this.skip(reason, count)
  }

  /** Rows that were counted. */
  rows(): number[] {
    return [...this.#rows.keys()]
  }

  /** What rows turned out to be for. */
  recount(known: ReadonlyMap<number, Category>): void {
    for (const [row, category] of known) {
      const counted = this.#rows.get(row)
      if (counted === undefined || counted.category === category) continue
      this.#add(counted.category, -counted.times)
      this.#add(category, counted.times)
      counted.category = category
    }
  }

  #add(category: Category, count: number): void {
    this.#categories.set(category, (this.#categories.get(category) ?? 0) + count)
  }

  messages({ added, unchanged }: { added: number; unchanged: number }): void {
    this.#added += added
    this.#unchanged += unchanged
  }

  skip(reason: string, count = 1): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + count)
  }

  quarantine(): void {
    this.#quarantined++
  }

  /** Nothing was found at all. */
  get isEmpty(): boolean {
    return this.#conversations === 0 && this.#quarantined === 0
  }

  report(): ImportReport {
    const skipped = Object.fromEntries([...this.#skipped].sort(([a], [b]) => (a < b ? -1 : 1)))
    const left = [...this.#skipped.values()].reduce((sum, count) => sum + count, 0)
    return {
      source: this.#source,
      conversations: this.#conversations,
      messages: this.#added + this.#unchanged + left,
      added: this.#added,
      unchanged: this.#unchanged,
      skipped,
      quarantined: this.#quarantined,
      categories: Object.fromEntries(this.#categories) as Record<Category, number>,
    }
  }
}
