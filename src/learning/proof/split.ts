import { createHash } from 'node:crypto'
import type { ChatMessage } from '../../agent/ports.ts'
import type { StoredExample, TrainingReader } from '../../memory/ports.ts'
import { NearDuplicates } from '../dataset/near-duplicates.ts'

/** What is learned from, what decides whether a night is adopted, and what is only ever looked at to draw the curve. */
export type SplitPart = 'train' | 'gate' | 'sealed'

/** Shares of the conversations that are not learned from. */
const shares = { gate: 0.15, sealed: 0.15 }

/** Two answers to the same chat, of which the user wanted one. */
export interface Preference {
  /** Conversation it belongs to. */
  group: string
  prompt: readonly ChatMessage[]
  chosen: string
  rejected: string
}

export interface Split {
  partOf(example: StoredExample): SplitPart
  /** Of a conversation by its name. */
  partOfGroup(group: string): SplitPart
}

/**
 * Parts whole conversations by a hash, so that nothing of a conversation that is asked about was learned. Conversations that hold nearly
 * the same words share the part of the oldest of them. The same examples are always parted in the same way, and later ones change nothing
 * for those before them unless they tie two of them together.
 */
export function splitExamples(reader: TrainingReader, preferences: Iterable<Preference> = []): Split {
  const near = new NearDuplicates()
  const bundles = new Bundles()
  const firstOf: string[] = []
  const add = (words: string, group: string) => {
    const like = near.add(words)
    if (like === undefined) firstOf.push(group)
    else bundles.tie(firstOf[like] ?? group, group)
  }
  for (const example of reader.each()) add(wordsOf(example), example.group)
  // The better answer of a pair is often an example of its own.
  for (const { prompt, chosen, group } of preferences) {
    add(wordsOf({ messages: [...prompt, { role: 'assistant', content: chosen }] }), group)
  }
  const partOfGroup = (group: string) => partOfName(bundles.rootOf(group))
  return { partOf: ({ group }) => partOfGroup(group), partOfGroup }
}

/** What is asked and answered, without what every conversation begins with. */
export function wordsOf({ messages }: { messages: readonly { role: string; content: string }[] }): string {
  return messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content])).join('\n')
}

function partOfName(name: string): SplitPart {
  const place = createHash('sha256').update(`part ${name}`).digest().readUIntBE(0, 6) / 2 ** 48
  if (place < shares.gate) return 'gate'
  return place < shares.gate + shares.sealed ? 'sealed' : 'train'
}

/** Names that belong together, under the first of them: union-find. */
class Bundles {
  private readonly above = new Map<string, string>()

  rootOf(name: string): string {
    let root = name
    for (let next = this.above.get(root); next !== undefined; next = this.above.get(root)) root = next
    // The next look at it is one step.
    for (let at = name; at !== root; ) {
      const next = this.above.get(at) ?? root
      this.above.set(at, root)
      at = next
    }
    return root
  }

  tie(first: string, other: string): void {
    const root = this.rootOf(first)
    const under = this.rootOf(other)
    if (root !== under) this.above.set(under, root)
  }
}

/** Only what may be learned from. */
export function learnable(reader: TrainingReader, split: Split): TrainingReader {
  return {
    *each() {
      for (const example of reader.each()) if (split.partOf(example) === 'train') yield example
    },
    get: (key) => reader.get(key),
  }
}
