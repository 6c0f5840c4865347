import { holdsWords } from './holds-words.ts'

/** One line of a list in groups: what heads the page, the title of a group, one of its entries, or that nothing was found. */
export type GroupedItem<Group, Entry> = { key: string } & (
  | { kind: 'top' }
  | { kind: 'group'; group: Group }
  | { kind: 'entry'; group: Group; entry: Entry }
  | { kind: 'none' }
)

export interface Grouping<Group, Entry> {
  order: readonly Group[]
  groupOf(entry: Entry): Group
  keyOf(entry: Entry): string
  /** What a search looks through. */
  textsOf(entry: Entry): readonly string[]
}

/** The groups that hold something; of a search only what fits it, without what heads the page. */
export function groupedItems<Group extends string, Entry>(
  entries: readonly Entry[],
  query: string,
  { order, groupOf, keyOf, textsOf }: Grouping<Group, Entry>,
): GroupedItem<Group, Entry>[] {
  const found = entries.filter((entry) => holdsWords(query, ...textsOf(entry)))
  const groups = Map.groupBy(found, groupOf)
  const items = order.flatMap((group): GroupedItem<Group, Entry>[] => {
    const lines = groups.get(group) ?? []
    if (lines.length === 0) return []
    return [
      { key: group, kind: 'group', group },
      ...lines.map((entry) => ({ key: keyOf(entry), kind: 'entry' as const, group, entry })),
    ]
  })
  if (query.trim() === '') return [{ key: 'top', kind: 'top' }, ...items]
  return items.length > 0 ? items : [{ key: 'none', kind: 'none' }]
}
