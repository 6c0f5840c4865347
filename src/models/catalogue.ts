import { SamError } from '../core/errors.ts'
import type { CatalogueEntry, ModelTask } from './catalogue/entry.ts'
import { recommendedModels } from './catalogue/recommended.ts'
import { speakerModels } from './catalogue/speaker.ts'
import { starterModels } from './catalogue/starter.ts'
import { turnModels } from './catalogue/turn.ts'
import { voiceModels } from './catalogue/voice.ts'

export type { CatalogueEntry, ModelEngine, ModelTask } from './catalogue/entry.ts'

/** Every model SAM knows, starter set first. */
export const catalogue: readonly CatalogueEntry[] = [
  ...starterModels,
  ...recommendedModels,
  ...voiceModels,
  ...speakerModels,
  ...turnModels,
]

/** The entry with this id. Errors: `model-unknown` (kind usage). */
export function findEntry(entries: readonly CatalogueEntry[], id: string): CatalogueEntry {
  const entry = entries.find((candidate) => candidate.id === id)
  if (entry !== undefined) return entry
  throw new SamError('model-unknown', `There is no model called "${id}".`, {
    kind: 'usage',
    remedy: 'sam models list',
  })
}

/** The ids with everything they borrow from, each once, lenders first. */
export function withLenders(entries: readonly CatalogueEntry[], ids: readonly string[]): string[] {
  const ordered: string[] = []
  const visit = (id: string) => {
    if (ordered.includes(id)) return
    for (const loan of Object.values(findEntry(entries, id).borrows ?? {})) visit(loan.from)
    ordered.push(id)
  }
  for (const id of ids) visit(id)
  return ordered
}

/** What a Mac of this memory should have beside the starter set: for each task the largest model that fits. */
export function recommendedSet(entries: readonly CatalogueEntry[], memoryBytes: number): string[] {
  const best = new Map<ModelTask, CatalogueEntry>()
  for (const entry of entries) {
    const needed = entry.minimumMemoryBytes ?? 0
    if (entry.set !== 'recommended' || needed > memoryBytes) continue
    if (needed >= (best.get(entry.task)?.minimumMemoryBytes ?? 0)) best.set(entry.task, entry)
  }
  return withLenders(
    entries,
    [...best.values()].map((entry) => entry.id),
  )
}
