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

  constructor(source: string) {
    this.#source = source
  }

  conversation(category: Category, skipped: Partial<Record<SkipReason, number>>): void {
    this.#conversations++
    this.#categories.set(category, (this.#categories.get(category) ?? 0) + 1)
    for (const [reason, count] of Object.entries(skipped)) this.skip(reason, count)
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
