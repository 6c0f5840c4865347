import { literalPattern } from '../../core/literal-pattern.ts'
import { privateKinds } from './private-words.ts'

const placeholder = /\[[A-Z]+_\d+\]/g
/** Longer than any placeholder: an open bracket this far back begins none. */
const longestPlaceholder = 20

/**
 * Hides private words behind placeholders that keep their kind, and puts them back. The same words get the same placeholder
 * in every text of one request, so that the answer can speak of them.
 */
export class Placeholders {
  private readonly byWords = new Map<string, string>()
  private readonly byPlaceholder = new Map<string, string>()
  private readonly counts = new Map<string, number>()

  /** How many different private words were hidden. */
  get size(): number {
    return this.byWords.size
  }

  /** Learns what is private in all of the texts: a name that one of them gives away is hidden in the others too. */
  findAll(texts: readonly string[]): void {
    for (const text of texts) this.find(text)
  }

  /** Hides everything that was found. */
  hide(text: string): string {
    return this.replaceKnown(text)
  }

  restore(text: string): string {
    return text.replace(placeholder, (found) => this.byPlaceholder.get(found) ?? found)
  }

  /** Restores every text inside a JSON value. */
  restoreAll(value: unknown): unknown {
    if (typeof value === 'string') return this.restore(value)
    if (Array.isArray(value)) return value.map((item) => this.restoreAll(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.restoreAll(item)]))
  }

  /** Restores a stream: a placeholder that is cut between two pieces waits for its end. */
  createRestorer(): { push(piece: string): string; end(): string } {
    let held = ''
    return {
      push: (piece) => {
        held += piece
        const open = held.lastIndexOf('[')
        const waits = open >= 0 && !held.includes(']', open) && held.length - open < longestPlaceholder
        const ready = waits ? held.slice(0, open) : held
        held = waits ? held.slice(open) : ''
        return this.restore(ready)
      },
      end: () => {
        const rest = held
        held = ''
        return this.restore(rest)
      },
    }
  }

  private find(text: string): void {
    let rest = this.replaceKnown(text)
    for (const { name, pattern, accepts } of privateKinds) {
      for (const match of rest.matchAll(pattern)) {
        const words = (match.groups?.['private'] ?? match[0]).trim()
        if (accepts !== undefined && !accepts(words)) continue
        this.add(name, words)
        this.add(name, match.groups?.['core'] ?? '')
      }
      rest = this.replaceKnown(rest)
    }
  }

  private add(name: string, words: string): void {
    if (words.length < 2 || this.byWords.has(words) || words.search(placeholder) >= 0) return
    const count = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, count)
    const stand = `[${name}_${count}]`
    this.byWords.set(words, stand)
    this.byPlaceholder.set(stand, words)
  }

  /** Longest first, whole words only, whatever their case: a part of a longer name is not torn out of it. */
  private replaceKnown(text: string): string {
    const known = [...this.byWords].sort(([one], [other]) => other.length - one.length)
    return known.reduce(
      (current, [words, stand]) =>
        current.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literalPattern(words)}(?![\\p{L}\\p{N}])`, 'giu'), stand),
      text,
    )
  }
}
