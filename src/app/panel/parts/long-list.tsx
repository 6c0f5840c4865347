import { type ReactNode, useState } from 'react'
import { holdsWords } from '../model/holds-words.ts'
import { frameWords } from '../strings/frame.ts'
import { SearchField } from './search-field.tsx'
import { VirtualList } from './virtual-list.tsx'

const shortLength = 12

/** A list within a page: whole while it is short; a longer one is searched, and scrolls by itself. */
export function LongList<Item>({
  label,
  items,
  keyOf,
  textOf,
  estimatedHeight,
  children,
}: {
  label: string
  items: readonly Item[]
  keyOf(item: Item): string | number
  /** What a search looks through. */
  textOf(item: Item): string
  /** Pixels. */
  estimatedHeight: number
  children(item: Item): ReactNode
}) {
  const [query, setQuery] = useState('')
  if (items.length <= shortLength)
    return (
      <ul aria-label={label}>
        {items.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
    )
  const found = items.filter((item) => holdsWords(query, textOf(item)))
  return (
    <div className="long-list">
      <SearchField label={frameWords.searchIn(label)} value={query} onSearch={setQuery} />
      {found.length === 0 ? (
        <p className="muted small">{frameWords.noneFound}</p>
      ) : (
        <VirtualList label={label} items={found} keyOf={keyOf} estimatedHeight={estimatedHeight}>
          {children}
        </VirtualList>
      )}
    </div>
  )
}
